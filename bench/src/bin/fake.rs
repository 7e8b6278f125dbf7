//! Measures the fake cloud: start, memory, and calls on one core. Prints JSON.
//!
//! The argument is the program: `bench-fake target/release/tencentcloud-fake`.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tencentcloud_api::{Config, Credential, GenericClient};
use tencentcloud_api_bench::measure::{allowed_cores, machine, pin_to_core, quartiles};
use tencentcloud_api_bench::runtime;

/// The number of starts.
const STARTS: usize = 20;
/// The number of calls of a kind, after a tenth as many that aren't measured.
const CALLS: usize = 100_000;
/// The calls in flight, so that the server always has work.
const CONCURRENT: usize = 16;
/// The number of resets.
const RESETS: usize = 200;
/// The instances that the calls describe, and that each reset removes.
const INSTANCES: u64 = 20;

fn main() {
    let program = std::env::args().nth(1);
    let program = program.expect("the argument should be the program of the fake cloud");
    // The server inherits the core of the thread that starts it, and this one then leaves it.
    let cores = allowed_cores();
    let [server_core, .., own_core] = *cores else {
        panic!("caller and server should have a core each");
    };
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        pin_to_core(server_core);
        starts.push(Server::start(&program));
    }
    let ready = starts.iter().map(|server| server.ready.as_secs_f64() * 1e3);
    let ready = quartiles(ready.collect());
    let idle = quartiles(starts.iter().map(Server::resident_mib).collect());
    starts.truncate(1);
    let server = starts.pop().expect("there should be a server");
    pin_to_core(own_core);
    let client = client(&server);
    let calls = runtime().block_on(measure(&server, &client));
    let resets = resets(&server, &client);
    let figures = json!({
        "machine": machine(),
        "fake": {
            "ready_ms": ready,
            "resident_mib": idle,
            "resident_after_calls_mib": server.resident_mib(),
            "calls": calls,
            "reset_us": quartiles(resets),
        },
    });
    println!("{figures:#}");
}

/// A running fake cloud, which ends with this value.
struct Server {
    child: Child,
    /// Kept, because the program ends when nobody reads its output.
    _output: BufReader<ChildStdout>,
    address: String,
    /// The time from the start of the process until it printed its address.
    ready: Duration,
}

impl Server {
    fn start(program: &str) -> Self {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the fake cloud should start");
        let output = child.stdout.take().expect("its output should be a pipe");
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output
            .read_line(&mut line)
            .expect("the fake cloud should print its address");
        let ready = started.elapsed();
        let address = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        let address = address.expect("the line should have an address").to_owned();
        Self {
            child,
            _output: output,
            address,
            ready,
        }
    }

    /// The memory that the process occupies, as the kernel counts it.
    fn resident_mib(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the system should be Linux");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        let kib: f64 = kib.expect("a process should have resident memory");
        (kib / 10.24).round() / 100.0
    }

    /// The processor time of the process so far.
    fn cpu_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()));
        let stat = stat.expect("the system should be Linux");
        // The program's name, in parentheses, may contain spaces.
        let (_, rest) = stat.rsplit_once(')').expect("the name should have an end");
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |index: usize| {
            fields
                .get(index)
                .and_then(|ticks| ticks.parse::<u64>().ok())
        };
        let (user, system) = (ticks(11).unwrap_or(0), ticks(12).unwrap_or(0));
        // In hundredths of a second on every Linux.
        Duration::from_millis((user + system) * 10)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn client(server: &Server) -> GenericClient {
    let key = Credential::new("AKIDfakecloud", "fake-secret-key").expect("the key should be valid");
    let config = Config::builder()
        .credential(key)
        .region("ap-guangzhou")
        .endpoint(&server.address)
        .build()
        .expect("the settings should be valid");
    GenericClient::new(&config, "cvm", "2017-03-12")
}

async fn create(client: &GenericClient) -> Value {
    let run = json!({
        "InstanceCount": INSTANCES,
        "ImageId": "img-8toqc6s3",
        "Placement": {"Zone": "ap-guangzhou-3"},
    });
    let created = client.call("RunInstances", run).await;
    created.expect("the fake cloud should create instances")
}

/// Measures the microseconds from a request that resets the instances until its answer.
fn resets(server: &Server, client: &GenericClient) -> Vec<f64> {
    let address = server.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("the fake cloud should accept");
    let request = format!("POST /_fake/reset HTTP/1.1\r\nhost: {address}\r\n\r\n");
    let runtime = runtime();
    let times = (0..RESETS).map(|_| {
        runtime.block_on(create(client));
        let started = Instant::now();
        let sent = stream.write_all(request.as_bytes());
        sent.expect("the fake cloud should read");
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer);
        let length = length.expect("the fake cloud should answer");
        let time = started.elapsed();
        assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
        time.as_secs_f64() * 1e6
    });
    times.collect()
}

/// Measures signed calls: a documented example, one instance, and a page of instances.
async fn measure(server: &Server, client: &GenericClient) -> Vec<Value> {
    let created = create(client).await;
    let one = json!({"InstanceIds": [created["InstanceIdSet"][0]]});
    let mut figures = Vec::new();
    for (name, action, parameters) in [
        ("DescribeZones", "DescribeZones", json!({})),
        ("DescribeInstances, 1 of 20", "DescribeInstances", one),
        (
            "DescribeInstances, all 20",
            "DescribeInstances",
            json!({"Limit": 100}),
        ),
    ] {
        eprintln!("{name}: {CALLS} calls, {CONCURRENT} at a time");
        let body = parameters.to_string();
        let reply = client.call_raw(action, body.clone()).await;
        let bytes = reply.expect("the call should succeed").len();
        call(client, action, &body, CALLS / 10).await;
        let (cpu, wall) = (server.cpu_time(), Instant::now());
        call(client, action, &body, CALLS).await;
        let (wall, cpu) = (wall.elapsed(), server.cpu_time() - cpu);
        figures.push(json!({
            "name": name,
            "bytes": bytes,
            "per_second": (CALLS as f64 / wall.as_secs_f64()).round(),
            // Independent of other work on the machine.
            "per_cpu_second": (CALLS as f64 / cpu.as_secs_f64()).round(),
            "server_cpu_us": (cpu.as_secs_f64() * 1e7 / CALLS as f64).round() / 10.0,
        }));
    }
    figures
}

/// Makes that many calls, several at a time.
async fn call(client: &GenericClient, action: &'static str, body: &str, calls: usize) {
    let left = Arc::new(AtomicUsize::new(calls));
    let local = tokio::task::LocalSet::new();
    for _ in 0..CONCURRENT {
        let (left, client, body) = (Arc::clone(&left), client.clone(), body.to_owned());
        local.spawn_local(async move {
            let taken = |left: usize| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken)
                .is_ok()
            {
                let reply = client.call_raw(action, body.clone()).await;
                reply.expect("every call should succeed");
            }
        });
    }
    local.await;
}
