//! Secrets in the memory of a process after everything that held them was dropped.
//!
//! Each case runs in a child process, which scans its own memory. The test itself plays the server
//! and writes the files, so that the child has only the copies of the client. The child knows the
//! secrets in disguise.
#![cfg(all(target_os = "linux", feature = "http-client"))]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;

use support::server::{Seen, read_request};
use tencentcloud_api_runtime::{
    AssumeRoleProvider, CallOptions, Config, ConfigBuilder, Credential, CredentialProvider,
    CvmRoleProvider, Environment, EnvironmentProvider, GenericClient, ProfileProvider, RequestForm,
    SignatureMethod, TccliProvider, Value, WebIdentityProvider, json,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// The variables by which a child learns its case, the server's address and the folder of files.
const CASE: &str = "MEMORY_CASE";
const SERVER: &str = "MEMORY_SERVER";
const FOLDER: &str = "MEMORY_FOLDER";
const ARN: &str = "qcs::cam::uin/100012345678:roleName/deploy";

/// A case, with the copies that may remain: those in buffers of libraries, which do not zeroize
/// them.
struct Case {
    name: &'static str,
    allowed: &'static [(Secret, usize)],
}

/// The number of calls in a case.
const CALLS: usize = 2;
/// The buffer in which hyper writes the heads of a connection's requests. The header or query with
/// the token is a part of it. Each call may open a connection.
const HEAD: usize = CALLS;

const CASES: [Case; 13] = [
    case("tc3 without token", &[]),
    case("tc3 with token", &[(Secret::Token, HEAD)]),
    case("tc3 in a query", &[(Secret::Token, HEAD)]),
    case("form with HmacSHA1", &[]),
    case("form with HmacSHA256", &[]),
    case("query with HmacSHA1", &[(Secret::Token, HEAD)]),
    case("environment", &[(Secret::Token, HEAD)]),
    case("profile", &[(Secret::Token, HEAD)]),
    case("tccli", &[(Secret::Token, HEAD)]),
    case("CVM role", &[(Secret::Token, HEAD)]),
    case("assumed role", &[(Secret::Token, HEAD)]),
    case("web identity from file", &[(Secret::Token, HEAD)]),
    case("web identity from text", &[(Secret::Token, HEAD)]),
];

const fn case(name: &'static str, allowed: &'static [(Secret, usize)]) -> Case {
    Case { name, allowed }
}

/// The kinds of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Secret {
    Key,
    Token,
    /// A token of an identity provider.
    Identity,
    /// A key that only signs requests to STS.
    SourceKey,
}

impl Secret {
    const ALL: [Self; 4] = [Self::Key, Self::Token, Self::Identity, Self::SourceKey];
    const LENGTH: usize = 60;
    const DISGUISE: u8 = 0x80;

    /// Returns the byte at this position, in disguise. Secrets consist of letters, and no part of
    /// one repeats.
    fn disguised(self, index: usize) -> u8 {
        let mut state = self as u64 * 1000 + index as u64 + 1;
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005) ^ (state >> 29);
        }
        let letter = b'a' + u8::try_from((state >> 33) % 26).unwrap();
        letter ^ Self::DISGUISE
    }

    /// Returns the secret in memory that holds nothing else.
    fn reveal(self) -> String {
        let mut text = String::with_capacity(Self::LENGTH);
        for index in 0..Self::LENGTH {
            text.push(char::from(self.disguised(index) ^ Self::DISGUISE));
        }
        text
    }

    /// Returns the end of the secret in disguise. A freed copy may lack its beginning, because the
    /// allocator writes there.
    fn needle(self) -> Vec<u8> {
        (Self::LENGTH - 24..Self::LENGTH)
            .map(|index| self.disguised(index))
            .collect()
    }
}

#[test]
fn no_secret_outlives_its_owners() {
    let folder = Folder::new();
    folder.write_files();
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(start_server());
    let mut problems = Vec::new();
    for case in &CASES {
        let found = run_child(case.name, &server, &folder.0);
        println!("{}: {found:?}", case.name);
        for (secret, count) in found {
            let allowed = case.allowed.iter().find(|(allowed, _)| *allowed == secret);
            let allowed = allowed.map_or(0, |(_, count)| *count);
            if count > allowed {
                problems.push(format!(
                    "{}: {count} of {secret:?}, {allowed} allowed",
                    case.name
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn scan_finds_kept_secret() {
    let folder = Folder::new();
    let found = run_child("kept", "", &folder.0);
    assert!(
        found[&Secret::Key] >= 2,
        "a live and a dropped copy: {found:?}"
    );
    assert_eq!(found[&Secret::Token], 0, "it was zeroized");
}

/// Runs a case in a child process and returns the number of copies of each secret.
fn run_child(case: &str, server: &str, folder: &Path) -> BTreeMap<Secret, usize> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CASE, case)
        .env(SERVER, server)
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "case {case}: {text}{errors}");
    let mut found = BTreeMap::new();
    for secret in Secret::ALL {
        let start = format!("{secret:?} copies: ");
        let count = text.lines().find_map(|line| line.strip_prefix(&start));
        found.insert(
            secret,
            count.unwrap_or_else(|| panic!("{text}")).parse().unwrap(),
        );
    }
    found
}

/// Is run by the other tests with a case, and does nothing otherwise.
#[test]
fn child() {
    let Ok(case) = std::env::var(CASE) else {
        return;
    };
    let kept = match case.as_str() {
        "kept" => Some(keep_secrets()),
        _ => {
            // The thread and everything in it ends before the scan.
            std::thread::spawn(move || make_calls(&case))
                .join()
                .unwrap();
            None
        }
    };
    println!();
    for secret in Secret::ALL {
        println!("{secret:?} copies: {}", count_copies(&secret.needle()));
    }
    drop(kept);
}

/// Returns a live secret, and leaves one in freed memory and one zeroized.
fn keep_secrets() -> Vec<String> {
    let live = Secret::Key.reveal();
    // The allocator reuses some of them.
    drop([(); 100].map(|()| Secret::Key.reveal()));
    let mut wiped = Secret::Token.reveal().into_bytes();
    wiped.fill(0);
    drop(std::hint::black_box(wiped));
    vec![live]
}

fn make_calls(case: &str) {
    let runtime = Runtime::new().unwrap();
    runtime.block_on(async {
        let config = config(case).build().unwrap();
        let client = GenericClient::new(&config, "cvm", "2017-03-12");
        for _ in 0..CALLS {
            let reply = client.call("DescribeZones", json!({"Limit": 1})).await;
            assert_eq!(reply.unwrap()["RequestId"], "r-memory");
        }
    });
}

/// Returns the configuration of a case.
fn config(case: &str) -> ConfigBuilder {
    let folder = PathBuf::from(std::env::var(FOLDER).unwrap());
    let signed = |method, form| CallOptions::new().signature(method).form(form);
    match case {
        "tc3 without token" => with(Credential::new("AKIDmemory", Secret::Key.reveal()).unwrap()),
        "tc3 with token" => with(temporary_keys()),
        "tc3 in a query" => {
            with(temporary_keys()).call_options(CallOptions::new().form(RequestForm::Query))
        }
        "form with HmacSHA1" => with(temporary_keys())
            .call_options(signed(SignatureMethod::HmacSha1, RequestForm::Form)),
        "form with HmacSHA256" => with(temporary_keys())
            .call_options(signed(SignatureMethod::HmacSha256, RequestForm::Form)),
        "query with HmacSHA1" => with(temporary_keys())
            .call_options(signed(SignatureMethod::HmacSha1, RequestForm::Query)),
        "environment" => with(EnvironmentProvider::in_environment(Environment::isolated(
            [
                ("TENCENTCLOUD_SECRET_ID", "AKIDmemory".to_owned()),
                ("TENCENTCLOUD_SECRET_KEY", Secret::Key.reveal()),
                ("TENCENTCLOUD_TOKEN", Secret::Token.reveal()),
            ],
        ))),
        "profile" => with(ProfileProvider::new().file(folder.join("credentials"))),
        "tccli" => {
            let home = folder.to_str().unwrap();
            with(TccliProvider::in_environment(Environment::isolated([(
                "HOME", home,
            )])))
        }
        "CVM role" => with(CvmRoleProvider::new().endpoint(server())),
        "assumed role" => {
            let keys = Credential::new("AKIDsource", Secret::SourceKey.reveal()).unwrap();
            with(AssumeRoleProvider::new(keys, ARN).endpoint(server()))
        }
        "web identity from file" => {
            let file = folder.join("identity");
            with(WebIdentityProvider::new("idp", ARN, file).endpoint(server()))
        }
        "web identity from text" => {
            let token = Secret::Identity.reveal();
            with(WebIdentityProvider::from_token("idp", ARN, token).endpoint(server()))
        }
        other => panic!("unknown case {other}"),
    }
}

fn with(provider: impl CredentialProvider + 'static) -> ConfigBuilder {
    Config::builder()
        .credential(provider)
        .region("ap-guangzhou")
        .endpoint(server())
}

fn server() -> String {
    std::env::var(SERVER).unwrap()
}

fn temporary_keys() -> Credential {
    let keys = Credential::new("AKIDmemory", Secret::Key.reveal()).unwrap();
    keys.with_token(Secret::Token.reveal()).unwrap()
}

/// Counts the copies of a disguised needle in the writable memory of this process.
fn count_copies(needle: &[u8]) -> usize {
    const CHUNK: usize = 1 << 20;
    let mut memory = File::open("/proc/self/mem").unwrap();
    let mut buffer = vec![0; CHUNK + needle.len()];
    let buffer_start = buffer.as_ptr() as usize;
    let own = buffer_start..buffer_start + buffer.len();
    let mut copies = 0;
    for (start, end) in writable_regions() {
        let mut at = start;
        while at < end {
            let length = buffer.len().min(end - at);
            let chunk = &mut buffer[..length];
            memory.seek(SeekFrom::Start(at as u64)).unwrap();
            if memory.read_exact(chunk).is_err() {
                break;
            }
            for offset in positions(chunk, needle) {
                let address = at + offset;
                if !own.contains(&address) && offset < CHUNK {
                    copies += 1;
                    show(chunk, offset, needle.len());
                }
            }
            at += CHUNK;
        }
    }
    copies
}

/// Prints the surroundings of a copy, for finding its owner.
fn show(chunk: &[u8], offset: usize, length: usize) {
    let before = &chunk[offset.saturating_sub(160)..offset];
    let after = &chunk[offset + length..chunk.len().min(offset + length + 60)];
    let hidden = |part: &[u8]| part.escape_ascii().to_string().to_uppercase();
    println!(
        "found after {} and before {}",
        hidden(before),
        hidden(after)
    );
}

fn positions(chunk: &[u8], needle: &[u8]) -> Vec<usize> {
    let reveal = |byte: &u8| byte ^ Secret::DISGUISE;
    let (first, others) = needle.split_first().unwrap();
    let mut found = Vec::new();
    let mut rest = chunk;
    // Searches as fast as the platform can, even without optimization.
    while rest.skip_until(reveal(first)).unwrap() > 0 && rest.len() >= others.len() {
        if rest
            .iter()
            .zip(others)
            .all(|(byte, other)| *byte == reveal(other))
        {
            found.push(chunk.len() - rest.len() - 1);
        }
    }
    found
}

/// Returns the regions of memory that this process can write.
fn writable_regions() -> Vec<(usize, usize)> {
    let maps = BufReader::new(File::open("/proc/self/maps").unwrap());
    let mut regions = Vec::new();
    for line in maps.lines().map(Result::unwrap) {
        let mut fields = line.split_whitespace();
        let (range, access) = (fields.next().unwrap(), fields.next().unwrap());
        if !access.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').unwrap();
        let address = |text| usize::from_str_radix(text, 16).unwrap();
        regions.push((address(start), address(end)));
    }
    regions
}

/// A folder of files with secrets, removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("secrets-in-memory-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write_files(&self) {
        let (key, token) = (Secret::Key.reveal(), Secret::Token.reveal());
        let profile =
            format!("[default]\nsecret_id = AKIDmemory\nsecret_key = {key}\ntoken={token}");
        fs::write(self.0.join("credentials"), profile).unwrap();
        fs::write(self.0.join("identity"), Secret::Identity.reveal() + "\n").unwrap();
        fs::create_dir_all(self.0.join(".tccli")).unwrap();
        let profile = json!({"secretId": "AKIDmemory", "secretKey": key, "token": token});
        let file = self.0.join(".tccli/default.credential");
        fs::write(file, profile.to_string()).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// Starts the API, STS and metadata service, and returns their address.
async fn start_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    address
}

async fn serve(mut stream: TcpStream) {
    while let Some(request) = read_request(&mut stream, 0).await {
        let body = answer(&request).to_string();
        let body = body.trim_matches('"');
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(body.as_bytes()).await.unwrap();
    }
}

fn answer(request: &Seen) -> Value {
    let keys = json!({
        "Code": "Success",
        "TmpSecretId": "AKIDmemory",
        "TmpSecretKey": Secret::Key.reveal(),
        "Token": Secret::Token.reveal(),
        "ExpiredTime": 4_000_000_000_u64,
    });
    let action = request
        .headers
        .get("x-tc-action")
        .map_or("", String::as_str);
    if action.starts_with("AssumeRole") {
        return json!({"Response": {"Credentials": keys, "ExpiredTime": 4_000_000_000_u64}});
    }
    if request.start_line.contains("/security-credentials/role ") {
        return keys;
    }
    if request.start_line.contains("/security-credentials/ ") {
        return json!("role");
    }
    json!({"Response": {"RequestId": "r-memory"}})
}
