//! An OpenID Connect provider, whose tokens `AssumeRoleWithWebIdentity` accepts.

use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
    UnparsedPublicKey,
};
use serde_json::{Value, json};

use crate::clock::Moment;

/// The id of the key that signs tokens.
const KEY_ID: &str = "tencentcloud-fake";
/// The path of the public key.
const KEYS: &str = "/_fake/oidc/keys";
/// The path that issues tokens.
const TOKEN: &str = "/_fake/oidc/token";
/// The validity of a token.
const VALIDITY: Duration = Duration::from_secs(3600);

/// The provider, whose key is made when it is first used.
#[derive(Default)]
pub(crate) struct Issuer(OnceLock<Option<EcdsaKeyPair>>);

impl Issuer {
    /// Returns the document at a path; `None` for other paths. `address` is the provider's URL.
    pub(crate) fn answer(
        &self,
        path: &str,
        pairs: &[(String, String)],
        address: &str,
        now: Moment,
    ) -> Option<Value> {
        match path {
            "/.well-known/openid-configuration" => Some(json!({
                "issuer": address,
                "jwks_uri": format!("{address}{KEYS}"),
                "token_endpoint": format!("{address}{TOKEN}"),
                "id_token_signing_alg_values_supported": ["ES256"],
                "response_types_supported": ["id_token"],
                "subject_types_supported": ["public"],
            })),
            KEYS => self.keys(),
            TOKEN => {
                let find = |wanted: &str, default: &str| {
                    let found = pairs.iter().find(|(name, _)| name == wanted);
                    found.map_or_else(|| default.to_owned(), |(_, value)| value.clone())
                };
                let claims = json!({
                    "iss": address,
                    "sub": find("subject", "system:serviceaccount:default:default"),
                    "aud": find("audience", "sts.cloud.tencent.com"),
                    "iat": now.as_second(),
                    "exp": now.checked_add(VALIDITY).unwrap_or(Moment::MAX).as_second(),
                });
                Some(json!({"id_token": self.sign(&claims)?, "token_type": "Bearer"}))
            }
            _ => None,
        }
    }

    /// Checks a token: it must not have expired, and its signature must be right if this provider
    /// made it. Tokens of other providers are taken on trust, and so is text that isn't a token.
    pub(crate) fn check(&self, token: &str, now: Moment) -> Result<(), String> {
        let token = token.trim();
        if token.is_empty() {
            return Err("WebIdentityToken is empty".to_owned());
        }
        let Some((signed, signature)) = token.rsplit_once('.') else {
            return Ok(());
        };
        let Some((Some(head), Some(claims))) = signed
            .split_once('.')
            .map(|(head, claims)| (decoded(head), decoded(claims)))
        else {
            return Ok(());
        };
        if let Some(expires) = claims.get("exp").and_then(Value::as_i64)
            && expires <= now.as_second()
        {
            let expired = Moment::from_second(expires).unwrap_or(Moment::MIN);
            return Err(format!(
                "WebIdentityToken expired at {expired}, and it is {now}: request a new one"
            ));
        }
        if head.get("kid") == Some(&KEY_ID.into()) && !self.verifies(signed, signature) {
            return Err("the signature of WebIdentityToken doesn't match its content".to_owned());
        }
        Ok(())
    }

    fn verifies(&self, signed: &str, signature: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.key().is_some_and(|key| {
            let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.public_key());
            public.verify(signed.as_bytes(), &signature).is_ok()
        })
    }

    fn key(&self) -> Option<&EcdsaKeyPair> {
        let make = || {
            let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
            let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).ok()?;
            EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).ok()
        };
        self.0.get_or_init(make).as_ref()
    }

    fn keys(&self) -> Option<Value> {
        // An uncompressed point: a byte 4, then both coordinates.
        let point = self.key()?.public_key().as_ref();
        let (x, y) = point.get(1..)?.split_at_checked(32)?;
        Some(json!({"keys": [{
            "kty": "EC",
            "crv": "P-256",
            "alg": "ES256",
            "use": "sig",
            "kid": KEY_ID,
            "x": URL_SAFE_NO_PAD.encode(x),
            "y": URL_SAFE_NO_PAD.encode(y),
        }]}))
    }

    fn sign(&self, claims: &Value) -> Option<String> {
        let head = json!({"alg": "ES256", "typ": "JWT", "kid": KEY_ID});
        let encoded = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encoded(&head), encoded(claims));
        let signature = self
            .key()?
            .sign(&SystemRandom::new(), signed.as_bytes())
            .ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

fn decoded(part: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(issuer: &Issuer, now: Moment) -> String {
        let answer = issuer.answer(TOKEN, &[], "http://fake", now).unwrap();
        answer["id_token"].as_str().unwrap().to_owned()
    }

    #[test]
    fn own_token_is_checked() {
        let (issuer, now) = (Issuer::default(), Moment::UNIX_EPOCH);
        let token = token(&issuer, now);
        assert_eq!(issuer.check(&token, now), Ok(()));
        let late = now.checked_add(VALIDITY).unwrap();
        assert!(
            issuer
                .check(&token, late)
                .unwrap_err()
                .contains("expired at 1970-01-01T01:00")
        );
        let other = self::token(&Issuer::default(), now);
        assert!(
            issuer
                .check(&other, now)
                .unwrap_err()
                .contains("doesn't match")
        );
    }

    #[test]
    fn foreign_tokens_are_trusted() {
        let issuer = Issuer::default();
        assert!(issuer.check("any text", Moment::UNIX_EPOCH).is_ok());
        assert!(issuer.check("e30.e30.x", Moment::UNIX_EPOCH).is_ok());
        assert!(issuer.check(" ", Moment::UNIX_EPOCH).is_err());
    }
}
