//! A fake cloud without a server.
#![allow(dead_code, reason = "no test uses all of it")]

use std::path::PathBuf;
use std::sync::OnceLock;

use fake_engine::{Answer, Call, Engine};
use fake_model::Product;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use spec::ServiceSpec;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

/// Returns the committed products.
pub(crate) fn products() -> &'static [Product] {
    static PRODUCTS: OnceLock<Vec<Product>> = OnceLock::new();
    PRODUCTS.get_or_init(|| fake_model::read(&folder()).unwrap())
}

/// Returns the committed specs with their corrections.
pub(crate) fn specs() -> Vec<ServiceSpec> {
    let files = spec::read_files(&folder()).unwrap();
    let specs = spec::parse_tree("specs", &files).unwrap();
    pipeline::with_hand_written(specs, "specs", &files).unwrap()
}

/// A fake of one product, with a clock that only tests move.
pub(crate) struct Fake {
    pub(crate) engine: Engine,
    pub(crate) product: &'static Product,
    pub(crate) now: Timestamp,
    pub(crate) region: &'static str,
}

impl Fake {
    pub(crate) fn of(service: &str, version: &str) -> Self {
        let mut all = products().iter();
        let product = all.find(|one| one.service == service && one.version == version);
        Self {
            engine: Engine::default(),
            product: product.unwrap(),
            now: "2026-01-02T03:04:05Z".parse().unwrap(),
            region: "ap-guangzhou",
        }
    }

    pub(crate) fn cvm() -> Self {
        Self::of("cvm", "2017-03-12")
    }

    pub(crate) fn ecm() -> Self {
        Self::of("ecm", "2019-07-19")
    }

    pub(crate) fn advance(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
    }

    pub(crate) fn answer(&mut self, action: &str, parameters: Value) -> Answer {
        let parameters: Map<String, Value> = parameters.as_object().unwrap().clone();
        self.engine.answer(&Call {
            product: self.product,
            action: self.product.action(action).unwrap(),
            parameters: &parameters,
            region: Some(self.region),
            account: "100000000001",
            now: self.now,
            request_id: "11111111-2222-4333-8444-555555555555",
        })
    }

    /// Returns the content of a reply that reports success.
    pub(crate) fn call(&mut self, action: &str, parameters: Value) -> Value {
        match self.answer(action, parameters) {
            Answer::Success(content) => serde_json::to_value(content).unwrap(),
            Answer::Failure { code, message } => panic!("{action}: {code}: {message}"),
        }
    }

    /// Returns the code of a reply that reports an error.
    pub(crate) fn code(&mut self, action: &str, parameters: Value) -> String {
        match self.answer(action, parameters) {
            Answer::Success(content) => {
                panic!("{action}: {}", serde_json::to_value(content).unwrap())
            }
            Answer::Failure { code, .. } => code.into_owned(),
        }
    }
}
