//! Requests as they arrive, checked against what a case describes, and replies.

use std::collections::BTreeMap;

use ring::digest::{SHA256, digest};
use ring::hmac::{self, HMAC_SHA256};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A request as it arrived.
pub(crate) struct Arrived {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl std::fmt::Debug for Arrived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.path, self.headers)
    }
}

impl Arrived {
    pub(crate) async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let head_end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0);
        };
        let mut body = bytes.split_off(head_end + 4);
        let head = String::from_utf8(bytes).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let mut start = lines.next().unwrap().split(' ').map(str::to_owned);
        let headers: BTreeMap<String, String> = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers.get("content-length");
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        while body.len() < length {
            assert_ne!(stream.read_buf(&mut body).await.unwrap(), 0);
        }
        Self {
            method: start.next().unwrap(),
            path: start.next().unwrap(),
            headers,
            body,
        }
    }

    /// Waits until the client goes away.
    pub(crate) async fn wait_for_end(&self, stream: &mut TcpStream) {
        let end = stream.read(&mut [0; 1]).await;
        assert!(
            matches!(end, Ok(0) | Err(_)),
            "{self:?} was followed by more"
        );
    }

    /// Compares with the description: `request`, `headers`, `body`, and `signed_by`, which names the keys
    /// that must have signed, or is `SKIP`.
    pub(crate) fn check(&self, described: &Value) -> Result<(), String> {
        let header = |name: &str| self.headers.get(name).map_or("", String::as_str);
        let host = match described["any_host"] {
            Value::Bool(true) => "",
            _ => header("host"),
        };
        let url = format!("{}://{host}{}", header("x-scheme"), self.path);
        let start = format!("{} {url}", self.method);
        equal("request", &start, described["request"].as_str().unwrap())?;
        for (name, value) in described["headers"].as_object().into_iter().flatten() {
            equal(name, header(name), value.as_str().unwrap())?;
        }
        if let Some(body) = described.get("body") {
            let actual: Value = serde_json::from_slice(&self.body).unwrap();
            // Compared as values: the order of members is nobody's business.
            if actual != *body {
                return equal("body", &actual.to_string(), &body.to_string());
            }
        }
        let authorization = match &described["signed_by"] {
            Value::Null => String::new(),
            Value::String(word) => word.clone(),
            keys => self.authorization(keys["id"].as_str().unwrap(), keys["key"].as_str().unwrap()),
        };
        equal("authorization", header("authorization"), &authorization)
    }

    /// The header that these keys make, reckoned from the documentation and not by the crate.
    fn authorization(&self, id: &str, key: &str) -> String {
        let signed = ["content-type", "host", "x-tc-action"];
        let lines = signed.map(|name| format!("{name}:{}\n", self.headers[name].to_lowercase()));
        let names = signed.join(";");
        let body = hex(digest(&SHA256, &self.body).as_ref());
        let canonical = format!("POST\n/\n\n{}\n{names}\n{body}", lines.concat());
        let canonical = hex(digest(&SHA256, canonical.as_bytes()).as_ref());
        let (day, time) = ("2019-02-25", &self.headers["x-tc-timestamp"]);
        let to_sign = format!("TC3-HMAC-SHA256\n{time}\n{day}/sts/tc3_request\n{canonical}");
        let mut signature = format!("TC3{key}").into_bytes();
        for message in [day, "sts", "tc3_request", &to_sign] {
            let key = hmac::Key::new(HMAC_SHA256, &signature);
            signature = hmac::sign(&key, message.as_bytes()).as_ref().to_vec();
        }
        format!(
            "TC3-HMAC-SHA256 Credential={id}/{day}/sts/tc3_request, SignedHeaders={names}, Signature={}",
            hex(&signature)
        )
    }
}

/// Sends `status` and `body`; a body that is text goes as it stands, anything else as JSON.
pub(crate) async fn reply(stream: &mut TcpStream, reply: &Value) {
    let body = match &reply["body"] {
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    let head = format!(
        "HTTP/1.1 {} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        reply["status"],
        body.len()
    );
    let bytes = [head.as_bytes(), body.as_bytes()].concat();
    stream.write_all(&bytes).await.unwrap();
}

fn equal(what: &str, actual: &str, expected: &str) -> Result<(), String> {
    if actual == expected {
        return Ok(());
    }
    Err(format!("{what} is {actual}, not {expected}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
