//! The program: a fake Tencent Cloud that any SDK can be pointed at.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use stdio::{say, tell};
use tencentcloud_fake::{FakeCloud, SECRET_ID, SECRET_KEY, StartError};

/// The time from one save of the state to the next.
const BETWEEN_SAVES: Duration = Duration::from_secs(1);

/// A fake Tencent Cloud for tests.
///
/// It answers from the documentation of the API and keeps its state in memory. Point an SDK at its
/// address with plain HTTP, and open /_fake/ in a browser to watch the calls.
#[derive(Parser)]
#[command(name = "tencentcloud-fake", version)]
struct Arguments {
    /// Address to listen on. Anyone who reaches it can use and control the fake.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4180")]
    listen: SocketAddr,
    /// Name or address by which others may control the fake, besides loopback and the address of
    /// --listen. API calls may use any. May be repeated.
    #[arg(
        long,
        value_name = "NAME",
        env = "TENCENTCLOUD_FAKE_ALLOW_HOST",
        value_delimiter = ','
    )]
    allow_host: Vec<String>,
    /// Folder with more specs: <service>/<version>/service.yaml and so on. May be repeated.
    #[arg(long, value_name = "DIR")]
    specs: Vec<PathBuf>,
    /// Further key to accept. May be repeated.
    #[arg(long, value_name = "ID=SECRET", value_parser = key, hide_default_value = true)]
    key: Vec<Key>,
    /// File with the state: loaded at the start if it exists, saved after calls and at the end.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Name of the role that the metadata service has keys for; empty for an instance without one.
    #[arg(long, value_name = "NAME", default_value = "fake-role")]
    cvm_role: String,
}

#[derive(Clone)]
struct Key(String, String);

fn key(text: &str) -> Result<Key, String> {
    let parts = text
        .split_once('=')
        .filter(|(id, key)| !id.is_empty() && !key.is_empty());
    let (id, key) = parts.ok_or("expected a SecretId, an equals sign and a SecretKey")?;
    Ok(Key(id.to_owned(), key.to_owned()))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            tell!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), String> {
    let mut builder = FakeCloud::builder()
        .listen(arguments.listen)
        .cvm_role(arguments.cvm_role);
    // The variable may be empty.
    for name in arguments
        .allow_host
        .into_iter()
        .filter(|name| !name.is_empty())
    {
        builder = builder.allow_host(name);
    }
    for folder in arguments.specs {
        // Those of the whole cloud take seconds.
        tell!("reading the specs in `{}`", folder.display());
        builder = builder.specs(folder);
    }
    for Key(id, key) in arguments.key {
        builder = builder.key(id, key);
    }
    if let Some(file) = &arguments.state {
        check_folder(file)?;
        builder = builder.state(file);
    }
    let fake = builder
        .start_blocking()
        .map_err(|error| explained(&error))?;
    let (url, address) = (fake.url(), fake.address());
    if !address.ip().is_loopback() {
        tell!(
            "warning: {address} isn't a loopback address, so others can use and control the fake"
        );
    }
    say!("Fake Tencent Cloud at {url} (SecretId {SECRET_ID}, SecretKey {SECRET_KEY})");
    say!("Calls, resources and faults: {url}/_fake/");
    let state = arguments.state.as_deref();
    wait_for_end(&fake, state).map_err(|error| format!("can't wait for the end: {error}"))?;
    if let Some(file) = state {
        fake.save(file).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Fails if the state can't be saved at the end, because its folder doesn't exist.
fn check_folder(file: &Path) -> Result<(), String> {
    // A name alone has an empty parent: the current folder.
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    if folder.is_none_or(Path::is_dir) {
        return Ok(());
    }
    Err(format!(
        "can't save the state in `{}`: its folder doesn't exist\n  \
         = help: create the folder, or name another file with `--state`",
        file.display()
    ))
}

fn explained(error: &StartError) -> String {
    match error {
        StartError::Listen { error: reason, .. } if reason.kind() == ErrorKind::AddrInUse => {
            format!(
                "{error}\n  \
                 = help: end the other program, or name another port with `--listen`; with port 0, \
                 the system chooses a free one"
            )
        }
        _ => error.to_string(),
    }
}

/// Waits for the interrupt or termination signal. Saves the state after calls meanwhile, so that a
/// program that is killed loses little.
fn wait_for_end(fake: &FakeCloud, state: Option<&Path>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let saving = async {
            match state {
                Some(file) => save_after_calls(fake, file).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            ended = signalled() => ended,
            () = saving => Ok(()),
        }
    })
}

/// Waits for a signal that ends the program.
async fn signalled() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            ended = tokio::signal::ctrl_c() => ended,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Saves the state whenever calls have come.
async fn save_after_calls(fake: &FakeCloud, file: &Path) {
    let mut saved = fake.call_count();
    loop {
        tokio::time::sleep(BETWEEN_SAVES).await;
        let count = fake.call_count();
        if count != saved {
            saved = count;
            if let Err(error) = fake.save(file) {
                tell!("warning: {error}");
            }
        }
    }
}
