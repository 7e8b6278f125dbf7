//! A case in a folder: environment, files, HTTP exchanges and the expected result.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

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
        let cases = folders.into_iter().map(|folder| Self { folder });
        cases.collect()
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

    /// Returns the exchanges of `http.json` in order; none if the file does not exist.
    pub(crate) fn exchanges(&self) -> Vec<Value> {
        let exchanges = self.json("http.json");
        exchanges.map_or_else(Vec::new, |value| value.as_array().unwrap().clone())
    }

    /// Fails unless the result is the one in `expected.json`.
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

    /// Writes the expected result of a new case, which needs a review.
    fn write_expected(&self, actual: &Value) {
        let files = self.folder.join("files");
        let text = format!("{actual:#}\n").replace(files.to_str().unwrap(), "$FILES");
        fs::write(self.folder.join("expected.json"), text).unwrap();
    }

    /// Returns a JSON file of the case, with `$FILES` replaced by the path of the folder `files`.
    fn json(&self, name: &str) -> Option<Value> {
        let path = self.folder.join(name);
        let text = fs::read_to_string(&path).ok()?;
        let files = self.folder.join("files");
        let text = text.replace("$FILES", files.to_str().unwrap());
        let value = serde_json::from_str(&text);
        Some(value.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    }
}

fn describe(
    chosen: Option<&str>,
    outcome: &Result<Credential, CredentialError>,
    server: &str,
) -> Value {
    match outcome {
        Ok(credential) => {
            let expires_at = credential.expires_at().map(|time| {
                let elapsed = time.duration_since(std::time::UNIX_EPOCH);
                elapsed.unwrap().as_secs()
            });
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
            // One entry per sentence, which keeps a case readable.
            let asked: Vec<_> = error.attempts().iter().map(|a| &a.provider).collect();
            let text = error.to_string().replace(server, "$SERVER");
            assert!(!text.contains('\n'), "{text}");
            let parts: Vec<_> = text.split("; ").collect();
            serde_json::json!({ "asked": asked, "absent": error.is_absent(), "error": parts })
        }
    }
}
