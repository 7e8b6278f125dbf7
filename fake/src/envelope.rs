//! Replies in the frame that a product's protocol has.

use fake_model::Product;
use serde_json::{Map, Value, json};
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
    pub(crate) fn success(self, mut content: Map<String, Value>, request_id: &str) -> Value {
        match self.envelope {
            Envelope::Response => {
                content.insert("RequestId".to_owned(), request_id.into());
                // The macro `json!` would copy the content.
                let content = ("Response".to_owned(), Value::Object(content));
                Value::Object(Map::from_iter([content]))
            }
            Envelope::Code => {
                let mut reply = Map::new();
                reply.insert("code".to_owned(), 0.into());
                reply.insert("message".to_owned(), "".into());
                reply.insert("codeDesc".to_owned(), "Success".into());
                reply.extend(content);
                Value::Object(reply)
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
    ) -> Value {
        match self.envelope {
            Envelope::Response => json!({"Response": {
                "Error": {"Code": code, "Message": message},
                "RequestId": request_id,
            }}),
            Envelope::Code => json!({
                "code": number.unwrap_or_else(|| number_of(code)),
                "message": format!("({code}){message}"),
                "codeDesc": code,
            }),
        }
    }
}
