//! Replies in the frame that a product's protocol has.

use std::collections::BTreeMap;

use bytes::Bytes;
use fake_engine::Content;
use fake_model::Product;
use serde::Serialize;
use serde_json::json;
use spec::{Envelope, Protocol};

use crate::problem::number_of;

/// The frame of a product's replies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) protocol: Protocol,
    pub(crate) envelope: Envelope,
}

impl Frame {
    /// Returns the frame of a product's replies.
    pub(crate) fn of(product: &Product) -> Self {
        Self {
            protocol: product.protocol,
            envelope: product.envelope,
        }
    }

    /// Returns the frame of requests whose product is unknown.
    pub(crate) fn of_unknown(is_v2: bool, has_version: bool) -> Self {
        match (is_v2, has_version) {
            (false, _) => Self {
                protocol: Protocol::Tc3,
                envelope: Envelope::Response,
            },
            (true, true) => Self {
                protocol: Protocol::V2,
                envelope: Envelope::Response,
            },
            (true, false) => Self {
                protocol: Protocol::V2,
                envelope: Envelope::Code,
            },
        }
    }

    /// Returns the body of a successful reply.
    pub(crate) fn success(self, mut content: Content, request_id: &str) -> Bytes {
        match self.envelope {
            Envelope::Response => {
                content.insert("RequestId", request_id.into());
                printed(&BTreeMap::from([("Response", content)]))
            }
            Envelope::Code => {
                let frame = [
                    ("code", json!(0)),
                    ("message", json!("")),
                    ("codeDesc", json!("Success")),
                ];
                let frame = frame.map(|(name, value)| (name.to_owned(), value));
                printed(&content.after(frame.into_iter().collect()))
            }
        }
    }

    /// Returns the body of an error. `number` is the documented one, if there is one.
    pub(crate) fn failure(
        self,
        code: &str,
        number: Option<i64>,
        message: &str,
        request_id: &str,
    ) -> Bytes {
        printed(&match self.envelope {
            Envelope::Response => json!({"Response": {
                "Error": {"Code": code, "Message": message},
                "RequestId": request_id,
            }}),
            Envelope::Code => json!({
                "code": number.unwrap_or_else(|| number_of(code)),
                "message": format!("({code}){message}"),
                "codeDesc": code,
            }),
        })
    }
}

/// Returns the JSON of a reply. Values with text keys always have a JSON form.
fn printed(reply: &impl Serialize) -> Bytes {
    let json = serde_json::to_vec(reply).unwrap_or_default();
    // Without spare bytes, because the log keeps replies.
    json.into_boxed_slice().into()
}
