//! Caching and renewal of credentials, on a clock that the test moves.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use serde_json::json;
use tencentcloud_api_runtime::{
    CachedProvider, Clock, Config, CredentialContext, CredentialProvider, CvmRoleProvider,
    ProviderChain, SystemClock,
};
use tokio::sync::Notify;

use crate::network::Network;
use crate::scripted::{Answer, ManualClock, Scripted, start};
use crate::support::clock::NOW;
use Answer::{Fail, Key, Never, Panic, Wait};

/// A cache of a scripted provider, with a clock.
struct CacheTest {
    script: Scripted,
    cache: CachedProvider,
    clock: ManualClock,
}

impl CacheTest {
    fn new(clock: ManualClock, answers: impl IntoIterator<Item = Answer>) -> Self {
        let script = Scripted::new(answers);
        let cache = CachedProvider::new(script.clone());
        Self {
            script,
            cache,
            clock,
        }
    }

    /// Returns the key that the cache provides at that time, or its error.
    async fn at(&self, seconds: f64) -> Result<String, String> {
        self.clock.move_to(seconds);
        let context: CredentialContext = self.clock.context();
        let outcome = self.cache.credential(&context).await;
        let outcome = outcome.map(|credential| credential.secret_key().to_owned());
        outcome.map_err(|error| error.to_string())
    }

    /// Returns the key that is available without waiting at that time.
    fn credential_now(&self, seconds: f64) -> Option<String> {
        self.clock.move_to(seconds);
        let credential = self.cache.credential_now(&self.clock.context())?;
        Some(credential.secret_key().to_owned())
    }
}

/// Polls a future once.
async fn is_pending(future: &mut (impl Future + Unpin)) -> bool {
    poll_fn(|context| Poll::Ready(Pin::new(&mut *future).poll(context).is_pending())).await
}

fn ok(key: &str) -> Result<String, String> {
    Ok(key.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thousand_callers_make_one_request() {
    let role =
        "GET http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/my-role";
    let keys = json!({"Code": "Success", "TmpSecretId": "AKIDtmp", "TmpSecretKey": "hush-tmp",
        "Token": "hush-token", "ExpiredTime": NOW + 7200});
    let network = Network::start(vec![
        json!({"request": {"request": role}, "reply": {"status": 200, "body": keys}}),
    ])
    .await;
    let config = Config::builder()
        .credential(CvmRoleProvider::new().role("my-role"))
        .transport(network.transport())
        .clock(network.clock())
        .build()
        .unwrap();
    let gate = Arc::new(tokio::sync::Barrier::new(1000));
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let (config, gate) = (config.clone(), Arc::clone(&gate));
            tokio::spawn(async move {
                gate.wait().await;
                config.credential().await.unwrap().secret_key().to_owned()
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), "hush-tmp");
    }
    // A second request would have no reply, and this would report it.
    network.finish("a thousand callers");
}

#[tokio::test]
async fn valid_key_is_renewed_in_background() {
    let clock = ManualClock::with_background();
    let test = CacheTest::new(clock, [Key("one", Some(7200)), Key("two", Some(14_400))]);
    assert_eq!(test.at(0.0).await, ok("one"));
    assert_eq!(test.at(6899.9).await, ok("one"));
    assert_eq!(test.clock.run_tasks().await, 0);
    for _ in 0..100 {
        assert_eq!(test.at(6900.0).await, ok("one"));
    }
    assert_eq!(test.script.asked(), 1);
    assert_eq!(test.clock.run_tasks().await, 1);
    assert_eq!(test.script.asked(), 2);
    assert_eq!(test.at(6901.0).await, ok("two"));
    let expiry = start() + std::time::Duration::from_secs(14_400);
    assert_eq!(test.cache.expires_at(), Some(expiry));
}

#[tokio::test]
async fn fetched_key_is_immediate_until_due() {
    let answers = [Key("one", Some(7200)), Key("two", Some(14_400))];
    let test = CacheTest::new(ManualClock::new(), answers);
    assert_eq!(test.credential_now(0.0), None);
    assert_eq!(test.at(0.0).await, ok("one"));
    assert_eq!(test.credential_now(6899.9).as_deref(), Some("one"));
    assert_eq!(test.credential_now(6900.0), None);
    assert_eq!(test.script.asked(), 1);
    assert_eq!(test.at(6900.0).await, ok("two"));
    assert_eq!(test.credential_now(6900.0).as_deref(), Some("two"));
    assert_eq!(test.credential_now(14_400.0), None);
}

#[tokio::test]
async fn expired_key_waits_for_running_renewal() {
    let go_on = Arc::new(Notify::new());
    let clock = ManualClock::with_background();
    let test = CacheTest::new(clock, [Key("one", Some(100)), Wait(Arc::clone(&go_on))]);
    assert_eq!(test.at(0.0).await, ok("one"));
    assert_eq!(test.at(95.0).await, ok("one"));
    go_on.notify_one();
    assert_eq!(test.at(100.0).await, ok("late"));
    assert_eq!(test.script.asked(), 2);
}

#[tokio::test]
async fn one_caller_renews_without_background() {
    let test = CacheTest::new(
        ManualClock::new(),
        [Key("one", Some(100)), Key("two", Some(200))],
    );
    assert_eq!(test.at(89.0).await, ok("one"));
    assert_eq!(test.at(99.0).await, ok("two"));
    assert_eq!(test.script.asked(), 2);
}

#[tokio::test]
async fn other_callers_skip_foreground_renewal() {
    let go_on = Arc::new(Notify::new());
    let answers = [Key("one", Some(100)), Wait(Arc::clone(&go_on))];
    let test = CacheTest::new(ManualClock::new(), answers);
    assert_eq!(test.at(0.0).await, ok("one"));
    let renewing = test.at(95.0);
    let others = async {
        assert_eq!(test.at(95.0).await, ok("one"));
        assert_eq!(test.at(96.0).await, ok("one"));
        go_on.notify_one();
    };
    assert_eq!(tokio::join!(renewing, others).0, ok("late"));
    assert_eq!(test.script.asked(), 2);
}

#[tokio::test]
async fn renewal_failure_surfaces_after_expiry() {
    let answers = [
        Key("one", Some(100)),
        Fail("first"),
        Fail("second"),
        Fail("third"),
        Key("two", Some(1000)),
    ];
    let test = CacheTest::new(ManualClock::new(), answers);
    assert_eq!(test.at(0.0).await, ok("one"));
    assert_eq!(test.at(98.0).await, ok("one"));
    assert!(
        test.cache
            .last_error()
            .unwrap()
            .to_string()
            .ends_with(": first")
    );
    assert_eq!(test.at(98.9).await, ok("one"));
    assert_eq!(test.script.asked(), 2, "a pause of a second");
    assert_eq!(test.at(99.0).await, ok("one"));
    assert_eq!(test.script.asked(), 3);
    let text = "no usable credential: the credential expired at 2019-02-25T16:46:05Z and renewing it failed";
    assert_eq!(
        test.at(100.0).await,
        Err(format!("{text} (2 attempts): second"))
    );
    assert_eq!(test.script.asked(), 3, "a pause of two seconds");
    assert_eq!(
        test.at(101.0).await,
        Err(format!("{text} (3 attempts): third"))
    );
    assert_eq!(
        test.at(104.9).await,
        Err(format!("{text} (3 attempts): third"))
    );
    assert_eq!(test.at(105.0).await, ok("two"));
    assert!(test.cache.last_error().is_none());
    assert_eq!(test.script.asked(), 5);
}

#[tokio::test]
async fn first_failure_is_returned_unchanged() {
    let test = CacheTest::new(ManualClock::new(), [Fail("no"), Key("one", None)]);
    for _ in 0..2 {
        assert_eq!(
            test.at(0.0).await,
            Err("no usable credential: no".to_owned())
        );
    }
    assert_eq!(test.script.asked(), 1);
    assert_eq!(test.at(1.0).await, ok("one"));
}

#[tokio::test]
async fn key_without_expiry_survives_failed_renewal() {
    let answers = [Key("one", None), Fail("gone"), Key("two", None)];
    let test = CacheTest::new(ManualClock::new(), answers);
    assert_eq!(test.at(0.0).await, ok("one"));
    assert_eq!(test.at(299.0).await, ok("one"));
    assert_eq!(test.script.asked(), 1);
    assert_eq!(test.at(300.0).await, ok("one"));
    assert_eq!(test.at(301.0).await, ok("two"));
}

#[tokio::test]
async fn already_expired_key_is_error() {
    let test = CacheTest::new(ManualClock::new(), [Key("hush", Some(0))]);
    let error = test.at(1.0).await.unwrap_err();
    assert!(
        error.contains("the local clock says 2019-02-25T16:44:26Z"),
        "{error}"
    );
    assert!(!error.contains("hush"));
}

#[tokio::test]
async fn hanging_or_panicking_provider_is_failure() {
    let test = CacheTest::new(ManualClock::new(), [Never, Panic, Key("one", None)]);
    let asking = test.at(0.0);
    let time = async {
        while test.script.asked() == 0 {
            tokio::task::yield_now().await;
        }
        test.clock.move_to(30.0);
    };
    let error = tokio::join!(asking, time).0.unwrap_err();
    assert!(error.ends_with("did not answer within 30s"), "{error}");
    let error = test.at(31.0).await.unwrap_err();
    assert!(error.ends_with("the provider panicked"), "{error}");
    assert_eq!(test.at(33.0).await, ok("one"));
}

#[tokio::test]
async fn dropped_caller_does_not_cancel_others() {
    let go_on = Arc::new(Notify::new());
    let answers = [Wait(Arc::clone(&go_on)), Key("two", None)];
    let test = CacheTest::new(ManualClock::new(), answers);
    let mut first = Box::pin(test.at(0.0));
    let mut second = Box::pin(test.at(0.0));
    assert!(is_pending(&mut first).await);
    assert!(is_pending(&mut second).await);
    drop(first);
    go_on.notify_one();
    assert_eq!(second.await, ok("late"));
    assert_eq!(test.script.asked(), 1);
}

#[tokio::test]
async fn abandoned_renewal_starts_again() {
    let test = CacheTest::new(ManualClock::new(), [Never, Key("two", None)]);
    let mut first = Box::pin(test.at(0.0));
    assert!(is_pending(&mut first).await);
    drop(first);
    assert_eq!(test.at(0.0).await, ok("two"));
}

#[tokio::test]
async fn chain_keeps_first_successful_provider() {
    let first = Scripted::new([Key("one", Some(100)), Fail("broken")]);
    let second = Scripted::new([Key("other-identity", None)]);
    let chain = Arc::new(
        ProviderChain::new()
            .then("first", first)
            .then("second", second.clone()),
    );
    let clock = ManualClock::new();
    let context = clock.context();
    chain.credential(&context).await.unwrap();
    assert_eq!(chain.chosen(), Some("first"));
    let error = chain.credential(&context).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no usable credential: the provider chosen by the chain failed: first: broken"
    );
    assert_eq!(second.asked(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn system_clock_spawns_on_multithreaded_runtime() {
    let done = Arc::new(Notify::new());
    let told = Arc::clone(&done);
    let task = Box::pin(async move { told.notify_one() });
    assert!(SystemClock.spawn(task).is_ok());
    done.notified().await;
    let handed_back = std::thread::spawn(|| SystemClock.spawn(Box::pin(async {})).is_err());
    assert!(handed_back.join().unwrap());
}
