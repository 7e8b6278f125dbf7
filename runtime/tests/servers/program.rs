//! Servers as child processes, without privileges, in temporary folders.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

/// A running server. Dropping it kills the server with all its processes, and so does the end of
/// the tests.
pub(crate) struct Program {
    pub(crate) port: u16,
    pub(crate) folder: Folder,
    path: PathBuf,
    child: Child,
    /// The watcher kills the server when this pipe closes.
    alive: Option<ChildStdin>,
}

/// Runs the server after the arguments, and a watcher that kills the process group when the
/// standard input closes.
const WATCHED: &str =
    r#"exec 3<&0; { read -r _; kill -s KILL 0; } <&3 & exec "$@" 3<&- </dev/null"#;

/// The user and group of servers if root runs the tests.
const NOBODY: u32 = 65_534;

/// The longest time that a server may take to start.
const START: Duration = Duration::from_secs(30);

impl Program {
    /// Starts a server on a free port and waits until it accepts connections. `configure` writes
    /// its files into a folder, and returns its arguments. Returns `None` if the server is not
    /// installed.
    pub(crate) async fn start(
        name: &str,
        configure: impl Fn(&Folder, u16) -> Vec<String>,
    ) -> Option<Self> {
        let path = installed(name)?;
        let mut problems = Vec::new();
        // Another process may take the port in the meantime.
        for _ in 0..3 {
            let port = free_port();
            let folder = Folder::new();
            let arguments = configure(&folder, port);
            match Self::run(&path, folder, port, &arguments).await {
                Ok(program) => return Some(program),
                Err(problem) => problems.push(problem),
            }
        }
        panic!("{name} does not start:\n{}", problems.join("\n"));
    }

    /// Starts a server with these arguments, which name the port.
    pub(crate) async fn run(
        path: &Path,
        folder: Folder,
        port: u16,
        arguments: &[String],
    ) -> Result<Self, String> {
        let output = File::create(folder.path("output")).unwrap();
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", WATCHED, "sh"])
            .arg(path)
            .args(arguments)
            .current_dir(folder.path(""))
            .stdin(Stdio::piped())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .process_group(0);
        unprivileged(&mut command);
        let mut child = command.spawn().unwrap();
        let alive = child.stdin.take();
        let mut program = Self {
            port,
            folder,
            path: path.to_owned(),
            child,
            alive,
        };
        program.wait_until_ready().await?;
        Ok(program)
    }

    async fn wait_until_ready(&mut self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < START {
            if let Some(status) = self.child.try_wait().unwrap() {
                return Err(format!("{status}: {}", self.folder.read("output")));
            }
            if TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let output = self.folder.read("output");
        Err(format!("not ready after {START:?}: {output}"))
    }

    /// Runs the server's program again with these arguments, for example to signal the server.
    pub(crate) fn command(&self, arguments: &[String]) {
        let mut command = Command::new(&self.path);
        command.args(arguments).current_dir(self.folder.path(""));
        unprivileged(&mut command);
        let output = command.output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
    }

    /// Kills the server, and starts it again on the same port. `prepare` cleans up its folder, and
    /// returns its arguments.
    pub(crate) async fn restart(self, prepare: impl FnOnce(&Folder) -> Vec<String>) -> Self {
        let Self {
            port,
            ref folder,
            ref path,
            ..
        } = self;
        let (folder, path) = (folder.clone(), path.clone());
        drop(self);
        let arguments = prepare(&folder);
        let started = Self::run(&path, folder, port, &arguments).await;
        started.unwrap_or_else(|problem| panic!("{problem}"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.alive.take());
        // The watcher needs a moment. It may be gone itself.
        for _ in 0..500 {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command as an unprivileged user, which servers like squid insist on.
fn unprivileged(command: &mut Command) {
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// Returns the path of an installed program. Otherwise says that the test is skipped, or fails in
/// CI.
pub(crate) fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Debian keeps servers outside the path of ordinary users.
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    if found.is_none() {
        let problem = format!("{name} is not installed: install it with `apt-get install {name}`");
        assert!(std::env::var_os("CI").is_none(), "{problem}");
        let test = std::thread::current();
        let line = format!(
            "{} is skipped: {problem}\n",
            test.name().unwrap_or_default()
        );
        // `eprintln!` is hidden if the test passes.
        let _ = io::stderr().write_all(line.as_bytes());
    }
    found
}

/// Returns a port without a listener. Outgoing connections do not take it either: it is below the
/// range that systems choose from.
pub(crate) fn free_port() -> u16 {
    const FIRST: u16 = 12_000;
    const COUNT: u16 = 20_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Tests that run at the same time in other processes begin elsewhere.
    let offset = (std::process::id() % 997) as u16 * 20;
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + offset.wrapping_add(number) % COUNT;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A temporary folder that the servers may write to. The last copy removes it.
#[derive(Clone)]
pub(crate) struct Folder(std::sync::Arc<Removed>);

struct Removed(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tencentcloud-servers-{}-{count}", std::process::id());
        let path = parent().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        if is_root() {
            chown(&path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        Self(std::sync::Arc::new(Removed(path)))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.0.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Returns the text of a file; empty if it is missing.
    pub(crate) fn read(&self, name: &str) -> String {
        let bytes = fs::read(self.path(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns the folder for temporary files, or another one if only root may enter it.
fn parent() -> PathBuf {
    let can_enter = |path: &Path| {
        let mode = |path: &Path| fs::metadata(path).map_or(0, |folder| folder.permissions().mode());
        !is_root() || path.ancestors().all(|path| mode(path) & 0o001 != 0)
    };
    let folders = [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into()];
    let found = folders.into_iter().find(|path| can_enter(path));
    found.expect("a temporary folder that every user can enter")
}
