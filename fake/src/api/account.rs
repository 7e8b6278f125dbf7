//! The check of who calls: signature, time and token.

use super::common::Method as Signing;
use super::{Exchange, missing};
use crate::credential::Account;
use crate::problem::{Problem, Refusal, quoted};
use crate::{parameters, signature, sts};

/// The largest difference between a request's timestamp and the clock, in seconds.
const WINDOW: u64 = 300;

impl Exchange<'_> {
    /// Checks the signature, the time and the token, and returns the caller.
    pub(super) fn account(&mut self) -> Result<Account, Refusal> {
        self.signature.method = self.common.signing.name(&self.common).to_owned();
        let checked = self.checked_account();
        self.signature.valid = checked.is_ok();
        if let Err(refusal) = &checked {
            self.signature.problem = Some(refusal.message.clone());
        }
        checked
    }

    fn checked_account(&mut self) -> Result<Account, Refusal> {
        let secret_id = match &self.common.signing {
            Signing::Skip => return self.unsigned(),
            Signing::Unsigned => {
                return Err(Problem::InvalidAuthorization.because(
                    "the request isn't signed: it has neither the header Authorization nor a \
                     parameter Signature",
                ));
            }
            Signing::Malformed(refusal) => return Err(refusal.clone()),
            Signing::Tc3(authorization) => authorization.secret_id,
            Signing::V1 => self
                .common
                .secret_id
                .as_deref()
                .ok_or_else(|| missing("SecretId"))?,
        };
        self.signature.secret_id = secret_id.to_owned();
        if matches!(self.common.signing, Signing::V1) && self.common.pair("Nonce").is_none() {
            return Err(missing("Nonce"));
        }
        let secret_key = self.cloud.keyring.secret_key(secret_id);
        let secret_key = secret_key.ok_or_else(|| {
            Problem::SecretIdNotFound.because(format!(
                "the SecretId `{}` is unknown; use {} or start the fake with more keys",
                quoted(secret_id),
                crate::SECRET_ID
            ))
        })?;
        self.check_time()?;
        let token = self.common.token.as_deref();
        let account = self
            .cloud
            .keyring
            .caller(secret_id, token, self.cloud.clock.now());
        self.check_signature(&secret_key)?;
        account.map_err(|problem| Problem::TokenFailure.because(problem))
    }

    fn unsigned(&self) -> Result<Account, Refusal> {
        let service = self.product.as_ref().map_or("", |product| &product.service);
        if sts::is_unsigned(service, &self.common.action) {
            return Ok(Account {
                secret_id: String::new(),
                uin: crate::credential::OWNER_UIN,
                session: None,
            });
        }
        Err(Problem::Unsigned.because(format!(
            "{} can't be called with `Authorization: SKIP`; sign the request",
            quoted(&self.common.action)
        )))
    }

    /// Checks the timestamp. Either clock may confirm it: a client can't follow the fake's clock
    /// when a test moves it.
    fn check_time(&self) -> Result<(), Refusal> {
        let sent = self.common.timestamp.as_deref();
        let sent = sent.ok_or_else(|| missing(self.common.name_of("Timestamp")))?;
        let timestamp: i64 = sent.parse().map_err(|_| {
            Problem::SignatureExpire.because(format!(
                "the timestamp `{}` isn't a number of seconds since 1970",
                quoted(sent)
            ))
        })?;
        let clock = &self.cloud.clock;
        let (now, system) = (clock.now().as_second(), clock.system_now().as_second());
        if is_near(timestamp, now) || is_near(timestamp, system) {
            return Ok(());
        }
        Err(Problem::SignatureExpire.because(format!(
            "the timestamp {timestamp} is more than {WINDOW} seconds away from the server's time, \
             {now}: correct the clock"
        )))
    }

    fn check_signature(&mut self, secret_key: &str) -> Result<(), Refusal> {
        let action = self.product.as_deref();
        let action = action.and_then(|one| Some((one, one.action(&self.common.action)?)));
        let is_secret = |name: &str| {
            let of_action = |(product, action): (_, &fake_model::Action)| {
                parameters::is_secret(product, &action.input, name)
            };
            name == "Token" || action.is_some_and(of_action)
        };
        let checked = match &self.common.signing {
            Signing::Tc3(authorization) => {
                let timestamp = self.common.timestamp.as_deref().unwrap_or_default();
                let keys = &self.cloud.derived_keys;
                let request = self.request;
                let check = signature::Tc3 {
                    request,
                    authorization,
                    timestamp,
                };
                check.check(secret_key, keys, &is_secret)
            }
            _ => signature::check_v1(self.request, &self.common.pairs, secret_key, &is_secret),
        };
        checked.map_err(|(refusal, signed)| {
            let present = |text: String| (!text.is_empty()).then_some(text);
            self.signature.canonical_request = present(signed.canonical_request);
            self.signature.string_to_sign = present(signed.string_to_sign);
            refusal
        })
    }
}

fn is_near(timestamp: i64, now: i64) -> bool {
    now.abs_diff(timestamp) <= WINDOW
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn window_has_two_ends() {
        let now = 1_551_113_065;
        for (timestamp, expected) in [
            (now, true),
            (now - 300, true),
            (now + 300, true),
            (now - 301, false),
            (now + 301, false),
            (0, false),
            (i64::MIN, false),
            (i64::MAX, false),
        ] {
            assert_eq!(is_near(timestamp, now), expected, "{timestamp}");
        }
    }
}
