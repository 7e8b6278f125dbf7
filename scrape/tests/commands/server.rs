//! A local server with scripted answers, which records its requests.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use sources::sha256;

/// An answer to a request.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The number of bytes after which the connection breaks.
    pub(crate) breaks_after: Option<usize>,
    /// True if the answer has a `Content-Length`.
    pub(crate) has_length: bool,
    pub(crate) delay: Duration,
}

impl Answer {
    pub(crate) fn page(text: impl Into<Vec<u8>>) -> Self {
        let body = text.into();
        let mark = format!("\"{}\"", &sha256(&body)[..16]);
        Self {
            status: 200,
            headers: Vec::new(),
            body,
            breaks_after: None,
            has_length: true,
            delay: Duration::ZERO,
        }
        .header("Content-Type", "text/html; charset=utf-8")
        .header("ETag", &mark)
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: b"<html>busy</html>".to_vec(),
            breaks_after: None,
            has_length: true,
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn redirect(target: &str) -> Self {
        Self::status(302).header("Location", target)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    fn value(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A request: its path, and its headers by lower-case name.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
}

#[derive(Default)]
struct State {
    answers: BTreeMap<String, Vec<Answer>>,
    requests: Vec<Request>,
}

/// A server that ends with the test's process.
pub(crate) struct Server {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                // Some tests kill the client, so errors don't matter.
                thread::spawn(move || drop(serve(stream, &state)));
            }
        });
        Self { url, state }
    }

    /// Sets the answers for a path, in order. The last one repeats.
    pub(crate) fn answer(&self, path: &str, answers: impl Into<Vec<Answer>>) {
        let mut state = self.state.lock().unwrap();
        state.answers.insert(path.to_owned(), answers.into());
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.state.lock().unwrap().requests.clone()
    }

    /// Returns the number of requests for a path.
    pub(crate) fn times(&self, path: &str) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.path == path)
            .count()
    }

    /// Forgets the requests so far.
    pub(crate) fn forget(&self) {
        self.state.lock().unwrap().requests.clear();
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let answer = {
        let mut state = state.lock().unwrap();
        let known = headers.get("if-none-match").cloned();
        state.requests.push(Request {
            path: path.clone(),
            headers,
        });
        let mut answer = next(&mut state, &path);
        if answer.status == 200 && known.is_some() && known.as_deref() == answer.value("ETag") {
            answer.status = 304;
            answer.body.clear();
        }
        answer
    };
    thread::sleep(answer.delay);
    send(&mut stream, &answer)
}

fn next(state: &mut State, path: &str) -> Answer {
    match state.answers.get_mut(path) {
        None => Answer::status(404),
        Some(answers) if answers.len() > 1 => answers.remove(0),
        Some(answers) => answers[0].clone(),
    }
}

fn send(stream: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {} X\r\nConnection: close\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if answer.has_length {
        head.push_str(&format!("Content-Length: {}\r\n", answer.body.len()));
    }
    let body = &answer.body[..answer.breaks_after.unwrap_or(answer.body.len())];
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(body)
}
