//! A fake cloud for tests in Rust.

use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;
use tempfile::NamedTempFile;
use tencentcloud_api_runtime::{Config, ConfigBuilder, Credential};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::catalogue::{Catalogue, SpecError};
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::credential::{SECRET_ID, SECRET_KEY};
use crate::faults::{Fault, InvalidFault};
use crate::guard::{Guard, InvalidHost};
use crate::log::RecordedCall;
use crate::server;

/// The time limit for the head and for the body of a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// A fake Tencent Cloud on a separate port, which stops when the value is dropped.
///
/// It runs in a separate thread, so it also serves clients that block the test's thread, and it
/// works with each kind of runtime. Many fakes may run at once: each has its own state, clock,
/// faults and calls.
///
/// ```
/// use std::time::Duration;
///
/// use tencentcloud_api_runtime::{GenericClient, json};
/// use tencentcloud_fake::{FakeCloud, Fault};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let fake = FakeCloud::start().await?;
/// let cvm = GenericClient::new(&fake.config().build()?, "cvm", "2017-03-12");
/// let run = json!({"ImageId": "img-8toqc6s3", "Placement": {"Zone": "ap-guangzhou-3"}});
/// let id = cvm.call("RunInstances", run).await?["InstanceIdSet"][0].clone();
///
/// // Instances start in some seconds, which no test needs to wait.
/// fake.advance(Duration::from_secs(600));
/// let found = cvm.call("DescribeInstances", json!({"InstanceIds": [id]})).await?;
/// assert_eq!(found["InstanceSet"][0]["InstanceState"], "RUNNING");
///
/// fake.fault(Fault::code("UnsupportedOperation").action("StopInstances").times(1))?;
/// let refused = cvm.call("StopInstances", json!({"InstanceIds": [id]})).await;
/// assert_eq!(refused.unwrap_err().code(), Some("UnsupportedOperation"));
/// assert_eq!(fake.calls().len(), 3);
/// # Ok(())
/// # }
/// ```
pub struct FakeCloud {
    cloud: Arc<Cloud>,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

/// The options of a fake cloud.
#[derive(Debug, Clone)]
#[must_use]
pub struct Builder {
    listen: SocketAddr,
    specs: Vec<PathBuf>,
    keys: Vec<(String, Secret)>,
    hosts: Vec<String>,
    state: Option<PathBuf>,
    cvm_role: String,
    patience: Duration,
}

/// A text that `Debug` hides.
#[derive(Clone)]
struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The error for a fake cloud that can't start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address can't be listened on.
    #[error("can't listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The system's error.
        error: io::Error,
    },
    /// The thread of the server can't start.
    #[error("can't start the server's thread: {0}")]
    Thread(io::Error),
    /// The specs of a folder can't be used.
    #[error(transparent)]
    Specs(#[from] SpecError),
    /// The name of an allowed host isn't one.
    #[error(transparent)]
    Host(#[from] InvalidHost),
    /// The saved state can't be used.
    #[error(transparent)]
    State(#[from] StateError),
}

/// The error for a state that can't be saved or loaded.
#[derive(Debug, thiserror::Error)]
#[error("can't use the state in `{file}`: {problem}")]
pub struct StateError {
    file: String,
    problem: String,
}

impl StateError {
    fn new(file: &Path, problem: impl ToString) -> Self {
        Self {
            file: file.display().to_string(),
            problem: problem.to_string(),
        }
    }
}

impl FakeCloud {
    /// Starts a fake on a free port of the loopback address.
    ///
    /// # Errors
    ///
    /// Fails if the system refuses the port or the thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns the options of a fake.
    pub fn builder() -> Builder {
        Builder {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            specs: Vec::new(),
            keys: Vec::new(),
            hosts: Vec::new(),
            state: None,
            cvm_role: "fake-role".to_owned(),
            patience: PATIENCE,
        }
    }

    /// Returns the address that the fake listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address as a URL: `http://127.0.0.1:41234`. A fake that listens on all addresses
    /// has that of loopback.
    #[must_use]
    pub fn url(&self) -> String {
        let mut address = self.address;
        match address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
            _ => {}
        }
        format!("http://{address}")
    }

    /// Returns a configuration of our clients that calls this fake: endpoint, credential and the
    /// region `ap-guangzhou`.
    pub fn config(&self) -> ConfigBuilder {
        let config = Config::builder()
            .endpoint(self.url())
            .allow_plain_http(true)
            .region("ap-guangzhou");
        match Credential::new(SECRET_ID, SECRET_KEY) {
            Ok(credential) => config.credential(credential),
            Err(_) => config,
        }
    }

    /// Accepts a further key.
    pub fn add_key(&self, secret_id: impl Into<String>, secret_key: impl Into<String>) {
        self.cloud.keyring.add(secret_id, secret_key);
        self.cloud.derived_keys.clear();
    }

    /// Injects a fault into the following calls. Returns its number, for
    /// [`remove_fault`](Self::remove_fault).
    ///
    /// # Errors
    ///
    /// Fails if the fault does nothing or is malformed, or if there are 1000 already.
    pub fn fault(&self, fault: Fault) -> Result<u64, InvalidFault> {
        fault.check()?;
        self.cloud.faults().add(fault)
    }

    /// Removes a fault. Returns whether it was still there.
    pub fn remove_fault(&self, number: u64) -> bool {
        self.cloud.faults().remove(number)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.cloud.faults().clear();
    }

    /// Returns the time on the fake's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.cloud.clock.now()
    }

    /// Moves the fake's clock forward.
    pub fn advance(&self, by: Duration) {
        self.cloud.clock.advance(by);
    }

    /// Sets the fake's clock, which then runs on.
    pub fn set_clock(&self, now: Moment) {
        self.cloud.clock.set(now);
    }

    /// Removes resources, faults and calls, and returns the clock to the system's time.
    pub fn reset(&self) {
        self.cloud.reset();
    }

    /// Returns the latest calls, oldest first: at most 1000 with 2 MiB in all. The number of the
    /// first one tells how many are gone.
    #[must_use]
    pub fn calls(&self) -> Vec<RecordedCall> {
        let since = self.cloud.log.after(0);
        since.calls.iter().map(|call| call.call()).collect()
    }

    /// Returns the number of calls since the start or the last reset.
    #[must_use]
    pub fn call_count(&self) -> u64 {
        self.cloud.log.count()
    }

    /// Returns all resources by product and kind.
    #[must_use]
    pub fn resources(&self) -> Value {
        self.cloud.resources()
    }

    /// Saves resources and clock to a file, which has the former state or the new one even if the
    /// process is killed meanwhile.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be written.
    pub fn save(&self, file: impl AsRef<Path>) -> Result<(), StateError> {
        let file = file.as_ref();
        let failed = |error| StateError::new(file, error);
        let folder = match file.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut new = NamedTempFile::new_in(folder).map_err(failed)?;
        let text = self.cloud.snapshot().to_string();
        new.write_all(text.as_bytes()).map_err(failed)?;
        let kept = new.persist(file);
        kept.map_err(|error| failed(error.error)).map(drop)
    }

    /// Loads resources and clock from a file that [`save`](Self::save) wrote.
    ///
    /// # Errors
    ///
    /// Fails if the file can't be read, or isn't a saved state. The fake's state then stays.
    pub fn load(&self, file: impl AsRef<Path>) -> Result<(), StateError> {
        load(&self.cloud, file.as_ref())
    }
}

fn load(cloud: &Cloud, file: &Path) -> Result<(), StateError> {
    let text = std::fs::read(file).map_err(|error| StateError::new(file, error))?;
    let state: Value =
        serde_json::from_slice(&text).map_err(|error| StateError::new(file, error))?;
    cloud
        .restore(&state)
        .map_err(|problem| StateError::new(file, problem))
}

impl Builder {
    /// Sets the address to listen on. Default: a free port of `127.0.0.1`. Anyone who reaches
    /// another address can use and control the fake.
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Adds the specs of a folder, `<service>/<version>/`. They replace embedded ones.
    pub fn specs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.specs.push(folder.into());
        self
    }

    /// Accepts a further key.
    pub fn key(mut self, secret_id: impl Into<String>, secret_key: impl Into<String>) -> Self {
        self.keys
            .push((secret_id.into(), Secret(secret_key.into())));
        self
    }

    /// Loads a saved state, if the file exists.
    pub fn state(mut self, file: impl Into<PathBuf>) -> Self {
        self.state = Some(file.into());
        self
    }

    /// Allows requests below `/_fake/` to use a name or address, besides loopback and the address
    /// to listen on. Others are refused, because a page on the Internet could make them in a
    /// browser. API calls may use any host.
    pub fn allow_host(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into());
        self
    }

    /// Sets the name of the role that the metadata service has keys for. Default: `fake-role`. An
    /// empty name means that the instance has none.
    pub fn cvm_role(mut self, name: impl Into<String>) -> Self {
        self.cvm_role = name.into();
        self
    }

    /// Sets the time limit for the head and for the body of a request. Default: 30 seconds.
    pub fn client_timeout(mut self, limit: Duration) -> Self {
        self.patience = limit;
        self
    }

    /// Starts the fake.
    ///
    /// # Errors
    ///
    /// Fails if specs or state can't be used, or the system refuses the port or the thread.
    pub async fn start(self) -> Result<FakeCloud, StartError> {
        self.start_blocking()
    }

    /// Starts the fake, outside of asynchronous code.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_blocking(self) -> Result<FakeCloud, StartError> {
        let mut catalogue = Catalogue::embedded();
        for folder in &self.specs {
            catalogue.add_folder(folder)?;
        }
        let guard = Guard::new(self.listen.ip(), &self.hosts)?;
        let cloud = Arc::new(Cloud::new(catalogue, guard, self.cvm_role));
        for (secret_id, Secret(secret_key)) in self.keys {
            cloud.keyring.add(secret_id, secret_key);
        }
        if let Some(file) = self.state.filter(|file| file.exists()) {
            load(&cloud, &file)?;
        }
        let address = self.listen;
        let refused = |error| StartError::Listen { address, error };
        let listener = std::net::TcpListener::bind(address).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.map_err(StartError::Thread)?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener).map_err(refused)?
        };
        let (stop, stopped) = watch::channel(false);
        let shared = Arc::clone(&cloud);
        let run = move || runtime.block_on(server::serve(listener, shared, self.patience, stopped));
        let named = thread::Builder::new().name("fake-cloud".to_owned());
        let thread = named.spawn(run).map_err(StartError::Thread)?;
        Ok(FakeCloud {
            cloud,
            address,
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for FakeCloud {
    fn drop(&mut self) {
        // Fails if the thread has already ended.
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for FakeCloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeCloud")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
