//! The metadata service of CVM instances, with the keys of the instance's role.

use std::time::Duration;

use serde_json::json;

use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::credential::{self, APP_ID, OWNER_UIN};

/// The validity of a role's keys.
const VALIDITY: Duration = Duration::from_secs(6 * 3600);
/// The folder with the roles.
const ROLES: &str = "cam/security-credentials/";

/// Returns the part of a path below the metadata; `None` for other paths.
pub(crate) fn below(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("/latest").unwrap_or(path);
    let rest = rest.strip_prefix("/meta-data")?;
    let below = rest.strip_prefix('/');
    below.or_else(|| rest.is_empty().then_some(""))
}

/// Returns the text at a path of the metadata; `None` if there is none.
pub(crate) fn answer(cloud: &Cloud, path: &str) -> Option<String> {
    if path == ROLES || format!("{path}/") == ROLES {
        return Some(cloud.cvm_role.clone());
    }
    if let Some(role) = path.strip_prefix(ROLES) {
        let role = percent_encoding::percent_decode_str(role).decode_utf8_lossy();
        return (role == cloud.cvm_role).then(|| keys(cloud));
    }
    let text = match path {
        "" => "app-id\ncam/\ninstance-id\nplacement/\nuin",
        "app-id" => return Some(APP_ID.to_string()),
        "uin" => OWNER_UIN,
        "instance-id" => "ins-fakecvm1",
        "cam/" | "cam" => "security-credentials/",
        "placement/" | "placement" => "region\nzone",
        "placement/region" => "ap-guangzhou",
        "placement/zone" => "ap-guangzhou-3",
        _ => return None,
    };
    Some(text.to_owned())
}

fn keys(cloud: &Cloud) -> String {
    let expires = cloud
        .clock
        .now()
        .checked_add(VALIDITY)
        .unwrap_or(Moment::MAX);
    let role = format!("qcs::cam::uin/{OWNER_UIN}:roleName/{}", cloud.cvm_role);
    let keys = credential::issue(&cloud.ids.next(), &role, expires);
    let body = json!({
        "TmpSecretId": keys.secret_id,
        "TmpSecretKey": keys.secret_key,
        "ExpiredTime": keys.expires.as_second(),
        "Expiration": keys.expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "Token": keys.token,
        "Code": "Success",
    });
    body.to_string()
}
