//! Connections of clients that are slow, silent, broken or many, and fakes that start and end.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use tencentcloud_api_runtime::{GenericClient, json};
use tencentcloud_fake::FakeCloud;

use crate::support::{connect, control, raw};

fn impatient() -> FakeCloud {
    FakeCloud::builder()
        .client_timeout(Duration::from_millis(200))
        .start_blocking()
        .unwrap()
}

fn is_alive(fake: &FakeCloud) -> bool {
    control(fake, "GET", "/_fake/clock", "").0 == 200
}

/// Reads until the fake closes the connection. The stream's limit of time is a minute.
fn read_to_end(stream: &mut TcpStream) -> usize {
    let mut reply = Vec::new();
    match stream.read_to_end(&mut reply) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            panic!("the fake keeps the connection open")
        }
        _ => reply.len(),
    }
}

#[test]
fn silent_clients_are_dropped() {
    let fake = impatient();
    for beginning in [
        b"".as_slice(),
        b"P",
        b"PRI * HTTP/2.0\r\n\r\nSM",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /_fake/clock HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /_fake/clock HTTP/1.1\r\nHost: localhost\r\n\r\nGET /",
    ] {
        let mut stream = connect(&fake);
        stream.write_all(beginning).unwrap();
        read_to_end(&mut stream);
    }
    assert!(is_alive(&fake));
}

/// A client that asks for much and reads nothing. The buffers of both sockets have less room.
#[tokio::test]
async fn clients_that_read_nothing_are_dropped() {
    let fake = impatient();
    let config = fake.config().build().unwrap();
    let client = GenericClient::new(&config, "cvm", "2017-03-12");
    let filter = json!({"Filters": [{"Name": "zone", "Values": ["n".repeat(60 << 10)]}]});
    for _ in 0..40 {
        client
            .call("DescribeInstances", filter.clone())
            .await
            .unwrap();
    }
    let mut stream = connect(&fake);
    let request = b"GET /_fake/calls HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20);
    stream.write_all(&request).unwrap();
    // The fake has given up before the client begins to read.
    std::thread::sleep(Duration::from_secs(2));
    let whole = 20 * 2_000_000;
    let read = read_to_end(&mut stream);
    assert!(read > 100_000 && read < whole, "{read}");
    assert!(is_alive(&fake));
}

#[test]
fn calls_that_wait_are_not_dropped() {
    let fake = impatient();
    control(
        &fake,
        "POST",
        "/_fake/faults",
        r#"{"latency_ms": 700, "times": 1}"#,
    );
    let body = "{\"SAMLAssertion\":\"x\",\"PrincipalArn\":\"p\",\"RoleSessionName\":\"me\",\
                \"RoleArn\":\"qcs::cam::uin/1:roleName/a\"}";
    let request = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: SKIP\r\n\
         X-TC-Action: AssumeRoleWithSAML\r\nX-TC-Version: 2018-08-13\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = raw(&fake, request.as_bytes());
    assert!(reply.contains("TmpSecretKey"), "{reply}");
}

#[tokio::test]
async fn events_outlive_the_limit_of_time() {
    let fake = impatient();
    let mut events = connect(&fake);
    events
        .write_all(b"GET /_fake/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let client = GenericClient::new(&fake.config().build().unwrap(), "cvm", "2017-03-12");
    client.call("DescribeZones", json!({})).await.unwrap();
    let lines = std::io::BufReader::new(events);
    let mut lines = std::io::BufRead::lines(lines).map_while(Result::ok);
    let call = lines.find(|line| line.starts_with("data: "));
    assert!(call.unwrap().contains("DescribeZones"));
}

#[test]
fn half_requests_and_garbage_end_their_connection_only() {
    let fake = impatient();
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for bytes in [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"a\"".to_vec(),
        [chunked.as_slice(), b"5\r\n{\"a\":\r\nnonsense"].concat(),
        [chunked.as_slice(), b"ffffffffffffffffffff\r\n"].concat(),
        [chunked.as_slice(), b"-1\r\n"].concat(),
        [preface.as_slice(), &[0xff; 4096]].concat(),
        // A frame of headers with malformed HPACK.
        [
            preface,
            b"\0\0\0\x04\0\0\0\0\0".as_slice(),
            b"\0\0\x03\x01\x05\0\0\0\x01\xff\xff\xff",
        ]
        .concat(),
        // Data on a stream that nobody opened.
        [
            preface,
            b"\0\0\0\x04\0\0\0\0\0".as_slice(),
            b"\0\0\x01\0\0\0\0\0\x09x",
        ]
        .concat(),
        b"\0".repeat(100_000),
    ] {
        let mut stream = connect(&fake);
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        read_to_end(&mut stream);
    }
    assert!(is_alive(&fake));
}

#[test]
fn giant_heads_are_refused() {
    let fake = impatient();
    for head in [
        format!(
            "GET / HTTP/1.1\r\nHost: a\r\nX-Long: {}\r\n\r\n",
            "a".repeat(1 << 20)
        ),
        format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(1 << 20)),
        format!(
            "GET / HTTP/1.1\r\nHost: a\r\n{}\r\n",
            "A: b\r\n".repeat(1000)
        ),
    ] {
        let reply = raw(&fake, head.as_bytes());
        let refused = ["HTTP/1.1 431", "HTTP/1.1 414"];
        assert!(
            reply.is_empty() || refused.iter().any(|status| reply.starts_with(status)),
            "{reply}"
        );
    }
    assert!(is_alive(&fake));
}

/// More than the fake drops in order to answer, so it may close the connection.
#[test]
fn bodies_of_100_mb_end_without_being_kept() {
    let fake = FakeCloud::builder().start_blocking().unwrap();
    let mut stream = connect(&fake);
    let length = 100 << 20;
    let head = format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let part = vec![b'x'; 1 << 20];
    for _ in 0..length >> 20 {
        if stream.write_all(&part).is_err() {
            break;
        }
    }
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply);
    let calls = fake.calls();
    assert_eq!(calls[0].code.as_deref(), Some("RequestSizeLimitExceeded"));
    assert!(is_alive(&fake));
}

#[test]
fn many_connections_are_served() {
    let fake = FakeCloud::builder().start_blocking().unwrap();
    let mut streams: Vec<TcpStream> = (0..300).map(|_| connect(&fake)).collect();
    let request = b"GET /_fake/clock HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    for stream in &mut streams {
        stream.write_all(request).unwrap();
    }
    for mut stream in streams.into_iter().rev() {
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    }
}

/// More bodies at a time than the fake keeps in memory: some wait, and all are answered.
#[test]
fn large_bodies_wait_for_memory() {
    let fake = FakeCloud::builder().start_blocking().unwrap();
    let body = vec![b' '; 10 << 20];
    let head = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n",
        body.len()
    );
    let mut streams: Vec<TcpStream> = (0..16).map(|_| connect(&fake)).collect();
    std::thread::scope(|scope| {
        for stream in &mut streams {
            scope.spawn(|| {
                let head = format!("{head}Connection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body).unwrap();
                let mut reply = String::new();
                stream.read_to_string(&mut reply).unwrap();
                assert!(reply.contains("AuthFailure"), "{reply}");
            });
        }
    });
    assert_eq!(fake.call_count(), 16);
}

#[test]
fn fake_on_all_addresses_is_called_by_loopback() {
    let fake = FakeCloud::builder()
        .listen("0.0.0.0:0".parse().unwrap())
        .start_blocking()
        .unwrap();
    assert!(
        fake.url().starts_with("http://127.0.0.1:"),
        "{}",
        fake.url()
    );
    let mut stream = TcpStream::connect(fake.url().trim_start_matches("http://")).unwrap();
    let head = format!(
        "GET /_fake/clock HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        fake.address()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
}

fn is_shared<T: Send + Sync + 'static>() {}

#[test]
fn fakes_live_in_every_runtime_and_end_with_their_ports() {
    is_shared::<FakeCloud>();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let addresses = runtime.block_on(async {
        let mut fakes = Vec::new();
        for _ in 0..50 {
            fakes.push(FakeCloud::start().await.unwrap());
        }
        let last = fakes.last().unwrap();
        let client = GenericClient::new(&last.config().build().unwrap(), "cvm", "2017-03-12");
        client.call("DescribeZones", json!({})).await.unwrap();
        assert_eq!((fakes[0].call_count(), last.call_count()), (0, 1));
        // Open streams and waiting calls don't keep a fake from ending.
        let mut events = connect(&fakes[0]);
        events
            .write_all(b"GET /_fake/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .unwrap();
        let addresses: Vec<_> = fakes.iter().map(FakeCloud::address).collect();
        drop(fakes);
        read_to_end(&mut events);
        addresses
    });
    for address in addresses {
        assert!(TcpStream::connect(address).is_err(), "{address}");
    }
}
