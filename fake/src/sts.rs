//! STS, the service that issues temporary keys, with the identity providers' actions.

use std::sync::OnceLock;
use std::time::Duration;

use fake_engine::{Answer, Call};
use fake_model::{Action, Member, Product, Structure, Type};
use serde_json::{Map, Value, json};
use spec::{Envelope, Protocol, Scalar};

use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::credential::{self, Account, OWNER_UIN};
use crate::problem::quoted;

const SERVICE: &str = "sts";
const VERSION: &str = "2018-08-13";
/// The longest session, in seconds.
const LONGEST: u64 = 43_200;

/// An action that the fake answers by itself.
struct Known {
    name: &'static str,
    title: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    /// Seconds for which the keys are valid by default; 0 if the action issues none.
    default_duration: u64,
    unsigned: bool,
}

const ACTIONS: [Known; 5] = [
    Known {
        name: "AssumeRole",
        title: "Requests temporary keys of a role",
        required: &["RoleArn", "RoleSessionName"],
        optional: &[
            "Policy",
            "ExternalId",
            "SourceIdentity",
            "SerialNumber",
            "TokenCode",
        ],
        default_duration: 7200,
        unsigned: false,
    },
    Known {
        name: "AssumeRoleWithSAML",
        title: "Requests temporary keys of a role with a SAML assertion",
        required: &[
            "SAMLAssertion",
            "PrincipalArn",
            "RoleArn",
            "RoleSessionName",
        ],
        optional: &[],
        default_duration: 7200,
        unsigned: true,
    },
    Known {
        name: "AssumeRoleWithWebIdentity",
        title: "Requests temporary keys of a role with a token of an OpenID Connect provider",
        required: &[
            "ProviderId",
            "WebIdentityToken",
            "RoleArn",
            "RoleSessionName",
        ],
        optional: &[],
        default_duration: 7200,
        unsigned: true,
    },
    Known {
        name: "GetCallerIdentity",
        title: "Returns the caller",
        required: &[],
        optional: &[],
        default_duration: 0,
        unsigned: false,
    },
    Known {
        name: "GetFederationToken",
        title: "Requests temporary keys of a federated user",
        required: &["Name", "Policy"],
        optional: &[],
        default_duration: 1800,
        unsigned: false,
    },
];

/// The members whose values are secrets.
const SECRETS: [&str; 6] = [
    "ExternalId",
    "SAMLAssertion",
    "TmpSecretKey",
    "Token",
    "TokenCode",
    "WebIdentityToken",
];

/// Returns whether an action may be called without a signature.
pub(crate) fn is_unsigned(service: &str, action: &str) -> bool {
    service == SERVICE && ACTIONS.iter().any(|one| one.name == action && one.unsigned)
}

/// Returns the product, for programs whose specs lack it.
pub(crate) fn product() -> Option<Product> {
    let tag = Structure {
        name: "Tag".to_owned(),
        members: vec![text("Key", true), text("Value", true)],
    };
    let credentials = Structure {
        name: "Credentials".to_owned(),
        members: ["Token", "TmpSecretId", "TmpSecretKey"]
            .map(|name| text(name, true))
            .into(),
    };
    Some(Product {
        service: SERVICE.to_owned(),
        version: VERSION.to_owned(),
        title: "Security Token Service".to_owned(),
        host: spec::default_host(SERVICE),
        protocol: Protocol::Tc3,
        path: "/".to_owned(),
        envelope: Envelope::Response,
        regions: Vec::new(),
        actions: ACTIONS.iter().map(documented).collect(),
        structures: vec![credentials, tag],
        errors: Vec::new(),
        behaviour: fake_model::Behaviour::default(),
    })
}

fn documented(known: &Known) -> Action {
    let required = known.required.iter().map(|name| text(name, true));
    let optional = known.optional.iter().map(|name| text(name, false));
    let mut input: Vec<Member> = required.chain(optional).collect();
    if known.default_duration > 0 {
        input.push(member(
            "DurationSeconds",
            Type::Scalar(Scalar::Integer),
            false,
        ));
    }
    if known.name == "AssumeRole" {
        input.push(member(
            "Tags",
            Type::Array(Box::new(Type::Structure(1))),
            false,
        ));
    }
    let output = if known.default_duration > 0 {
        vec![
            member("Credentials", Type::Structure(0), true),
            member("ExpiredTime", Type::Scalar(Scalar::Integer), true),
            member("Expiration", Type::Scalar(Scalar::TimestampIso8601), true),
        ]
    } else {
        ["Arn", "AccountId", "UserId", "PrincipalId", "Type"]
            .map(|name| text(name, true))
            .into()
    };
    Action {
        name: known.name.to_owned(),
        title: known.title.to_owned(),
        rate_limit: None,
        region: None,
        regions: Vec::new(),
        input,
        output,
        asynchronous: None,
        wait: None,
        errors: Vec::new(),
        examples: Vec::new(),
        reply: OnceLock::new(),
    }
}

fn text(name: &str, required: bool) -> Member {
    member(name, Type::Scalar(Scalar::String), required)
}

fn member(name: &str, kind: Type, required: bool) -> Member {
    Member {
        name: name.to_owned(),
        kind,
        required,
        nullable: false,
        sensitive: SECRETS.contains(&name),
        may_be_text: false,
        example: None,
        default: None,
        values: Vec::new(),
        constraints: Vec::new(),
        filters: Vec::new(),
    }
}

/// Answers an action of STS; `None` for all other actions.
pub(crate) fn answer(cloud: &Cloud, account: &Account, call: &Call<'_>) -> Option<Answer> {
    if call.product.service != SERVICE {
        return None;
    }
    let known = ACTIONS
        .iter()
        .find(|known| known.name == call.action.name)?;
    if known.default_duration == 0 {
        return Some(Answer::Success(caller(account).into()));
    }
    Some(match issued(cloud, call, known) {
        Ok(content) => Answer::Success(content.into()),
        Err((code, message)) => Answer::Failure {
            code: code.into(),
            message,
        },
    })
}

fn caller(account: &Account) -> Map<String, Value> {
    let root = format!("qcs::cam::uin/{0}:uin/{0}", account.uin);
    let (arn, kind) = match &account.session {
        Some(session) => (session.clone(), "CAMRole"),
        None => (root, "CAMUser"),
    };
    let content = json!({
        "Arn": arn,
        "AccountId": account.uin,
        "UserId": account.uin,
        "PrincipalId": account.uin,
        "Type": kind,
    });
    content.as_object().cloned().unwrap_or_default()
}

type Failed = (&'static str, String);

fn issued(cloud: &Cloud, call: &Call<'_>, known: &Known) -> Result<Map<String, Value>, Failed> {
    let parameter = |name: &str| call.parameters.get(name).and_then(Value::as_str);
    let name = match parameter("RoleArn") {
        Some(arn) => {
            check_role(arn)?;
            check_session(parameter("RoleSessionName").unwrap_or_default())?;
            arn.to_owned()
        }
        None => {
            let name = parameter("Name").unwrap_or_default();
            format!("qcs::sts::uin/{OWNER_UIN}:federated-user/{name}")
        }
    };
    if let Some(token) = parameter("WebIdentityToken") {
        cloud
            .issuer
            .check(token, call.now)
            .map_err(|problem| ("InvalidParameter.WebIdentityTokenError", problem))?;
    }
    let seconds = duration(call.parameters.get("DurationSeconds"), known)?;
    let expires = call.now.checked_add(seconds).unwrap_or(Moment::MAX);
    let keys = credential::issue(call.request_id, &name, expires);
    let content = json!({
        "Credentials": {
            "Token": keys.token,
            "TmpSecretId": keys.secret_id,
            "TmpSecretKey": keys.secret_key,
        },
        "ExpiredTime": keys.expires.as_second(),
        "Expiration": keys.expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    });
    Ok(content.as_object().cloned().unwrap_or_default())
}

fn check_role(arn: &str) -> Result<(), Failed> {
    let rest = arn.strip_prefix("qcs::cam::uin/");
    let parts = rest.and_then(|rest| rest.split_once(':'));
    let is_valid = parts.is_some_and(|(uin, role)| {
        let name = role
            .strip_prefix("roleName/")
            .or_else(|| role.strip_prefix("role/"));
        let digits = uin.bytes().all(|byte| byte.is_ascii_digit());
        !uin.is_empty() && digits && name.is_some_and(|name| !name.is_empty())
    });
    if is_valid {
        return Ok(());
    }
    let arn = quoted(arn);
    let message = format!("RoleArn is {arn:?}, expected `qcs::cam::uin/<account>:roleName/<name>`");
    Err(("InvalidParameter.ParamError", message))
}

fn check_session(name: &str) -> Result<(), Failed> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if (2..=128).contains(&name.len()) && name.bytes().all(allowed) {
        return Ok(());
    }
    let name = quoted(name);
    let message =
        format!("RoleSessionName is {name:?}, expected 2 to 128 letters, digits and _+=,.@-");
    Err(("InvalidParameter.ParamError", message))
}

fn duration(sent: Option<&Value>, known: &Known) -> Result<Duration, Failed> {
    let seconds = match sent {
        None => known.default_duration,
        Some(sent) => sent.as_u64().unwrap_or(0),
    };
    if (1..=LONGEST).contains(&seconds) {
        return Ok(Duration::from_secs(seconds));
    }
    let sent = sent.unwrap_or(&Value::Null);
    let message = format!("DurationSeconds is {sent}, expected 1 to {LONGEST}");
    Err(("InvalidParameter.OverTimeError", message))
}
