//! The end of a call: its reply, and its record.

use bytes::Bytes;
use fake_engine::Answer;

use super::{Exchange, Reply, service_of};
use crate::envelope::Frame;
use crate::log::{self, Record};
use crate::problem::Refusal;

impl Exchange<'_> {
    /// Makes the reply, and records the call.
    pub(super) fn finish(self, outcome: Result<Answer, Refusal>) -> Reply {
        let frame = match &self.product {
            Some(product) => Frame::of(product),
            None => Frame::of_unknown(self.request.is_v2(), self.common.has_version()),
        };
        let id = &self.request_id;
        let (body, code) = match outcome {
            Ok(Answer::Success(content)) => (frame.success(content, id), None),
            Ok(Answer::Failure { code, message }) => {
                let documented = self
                    .product
                    .as_ref()
                    .and_then(|product| product.error(&code));
                let number = documented.and_then(|error| error.number);
                let body = frame.failure(&code, number, &message, id);
                (body, Some(code.into_owned()))
            }
            Err(refusal) => {
                let code = refusal.problem.code(frame.protocol);
                let body = frame.failure(code, None, &refusal.message, id);
                (body, Some(code.to_owned()))
            }
        };
        let gateway = self.effect.status;
        let body = match gateway {
            Some(status) => Bytes::from(format!("<html><h1>HTTP status {status}</h1></html>")),
            None => body,
        };
        let status = gateway.unwrap_or(200);
        let reply = Reply {
            status,
            body: body.clone(),
            is_json: gateway.is_none(),
            latency: self.effect.latency,
            reset: self.effect.reset,
            half_body: self.effect.half_body,
        };
        self.record(&reply, code);
        reply
    }

    fn record(self, reply: &Reply, code: Option<String>) {
        let service = match &self.product {
            Some(product) => product.service.clone(),
            None => service_of(self.cloud, self.request, &self.common)
                .unwrap_or_default()
                .to_owned(),
        };
        let (product, action) = (self.product.as_deref(), &*self.common.action);
        let parameters = log::kept_parameters(self.parameters, product, action);
        let answer = log::kept_answer(&reply.body, product, action);
        let mut signature = self.signature;
        signature.secret_id = log::kept(signature.secret_id);
        signature.method = log::kept(signature.method);
        signature.canonical_request = signature.canonical_request.map(log::kept);
        signature.string_to_sign = signature.string_to_sign.map(log::kept);
        self.cloud.log.push(Record {
            number: 0,
            time: self.cloud.clock.now(),
            service: log::kept(service),
            version: log::kept(self.common.version.into_owned()),
            parameters,
            answer,
            action: log::kept(self.common.action.into_owned()),
            region: self
                .common
                .region
                .map(|region| log::kept(region.into_owned())),
            product: self.product,
            status: if reply.reset { 0 } else { reply.status },
            code,
            signature,
        });
    }
}
