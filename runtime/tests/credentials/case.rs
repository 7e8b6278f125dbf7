//! A case in a folder: environment, files, HTTP exchanges, and the expected result.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde_json::Value;
use tencentcloud_api_runtime::{Credential, CredentialError, Environment};

pub(crate) struct Case {
    folder: PathBuf,
}

impl Case {
    /// Returns all cases, sorted by name.
    pub(crate) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/credential_cases");
        let entries = fs::read_dir(root).unwrap();
        let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        folders.sort();
        folders.into_iter().map(|folder| Self { folder }).collect()
    }

    pub(crate) fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    /// Returns the variables of `env.json`, with `files/etc/credentials` as the system-wide file.
    pub(crate) fn environment(&self) -> Environment {
        let variables: BTreeMap<String, String> =
            serde_json::from_value(self.json("env.json").unwrap()).unwrap();
        let etc = self.folder.join("files/etc/credentials");
        Environment::isolated(variables).with_system_credentials(etc)
    }

    /// Returns the exchanges of `http.json` in order, or an empty list if the file does not exist.
    pub(crate) fn exchanges(&self) -> Vec<Value> {
        match self.json("http.json") {
            Some(exchanges) => exchanges.as_array().unwrap().clone(),
            None => Vec::new(),
        }
    }

    /// Fails unless the outcome is the one in `expected.json`. With the environment variable
    /// `WRITE_EXPECTED`, writes that file first.
    pub(crate) fn check(
        &self,
        chosen: Option<&str>,
        outcome: &Result<Credential, CredentialError>,
        server: &str,
    ) {
        let actual = describe(chosen, outcome, server);
        if std::env::var_os("WRITE_EXPECTED").is_some() {
            self.write_expected(&actual);
        }
        let expected = self.json("expected.json").unwrap();
        assert_eq!(actual, expected, "case {}: {actual:#}", self.name());
    }

    /// Writes the outcome of a new case as the expected one, for review.
    fn write_expected(&self, actual: &Value) {
        let files = self.folder.join("files");
        let text = format!("{actual:#}\n").replace(files.to_str().unwrap(), "$FILES");
        fs::write(self.folder.join("expected.json"), text).unwrap();
    }

    /// Returns a JSON file of the case, with `$FILES` replaced by the path of the folder `files`.
    /// Returns `None` if the file does not exist.
    fn json(&self, name: &str) -> Option<Value> {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).ok()?;
        let files = self.folder.join("files");
        let text = text.replace("$FILES", files.to_str().unwrap());
        match serde_json::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }
}

/// Returns the outcome in the form of `expected.json`.
fn describe(
    chosen: Option<&str>,
    outcome: &Result<Credential, CredentialError>,
    server: &str,
) -> Value {
    match outcome {
        Ok(credential) => {
            let expires_at = credential
                .expires_at()
                .map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_secs());
            serde_json::json!({
                "provider": chosen,
                "secret_id": credential.secret_id(),
                "secret_key": credential.secret_key(),
                "token": credential.token(),
                "expires_at": expires_at,
                "origin": credential.origin(),
            })
        }
        Err(error) => {
            let asked: Vec<_> = error
                .attempts()
                .iter()
                .map(|attempt| &attempt.provider)
                .collect();
            let text = error.to_string().replace(server, "$SERVER");
            assert!(!text.contains('\n'), "{text}");
            // One line per provider keeps the file readable.
            let parts: Vec<_> = text.split("; ").collect();
            serde_json::json!({ "asked": asked, "absent": error.is_absent(), "error": parts })
        }
    }
}
