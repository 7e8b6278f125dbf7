//! Calls, with their expected and actual outcomes.

use tencentcloud_api_runtime::codegen::{Request, ServiceClient};
use tencentcloud_api_runtime::{Error, ErrorKind, TransportErrorKind};

use crate::clock::{CALL, CallClock};
use crate::plan::{self, Effect, Fault, Kind};
use crate::support::sample::{CreateImageRequest, DescribeInstancesRequest, StopInstancesRequest};

const ATTEMPTS: u32 = 3;

#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) id: u64,
    pub(crate) kind: Kind,
    /// The faults of its attempts, in order. Later attempts succeed.
    faults: Vec<Fault>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A response, which does not show the number of attempts.
    Success,
    Error {
        name: String,
        attempts: u32,
    },
}

impl Call {
    pub(crate) fn new(id: u64, kind: Kind, faults: &[Fault]) -> Self {
        Self {
            id,
            kind,
            faults: faults.to_vec(),
        }
    }

    pub(crate) fn random(id: u64) -> Self {
        let (kind, faults) = plan::random(id);
        Self { id, kind, faults }
    }

    /// Returns the number of the last attempt, and its fault.
    fn end(&self) -> (u32, Fault) {
        for attempt in 1..=ATTEMPTS {
            let fault = self.faults.get(attempt as usize - 1).copied();
            let fault = fault.unwrap_or(Fault::None);
            let is_retried = match fault.effect() {
                Effect::Success | Effect::Lasting => false,
                Effect::Harmless => true,
                Effect::Ambiguous => self.kind != Kind::Write,
            };
            if !is_retried || attempt == ATTEMPTS {
                return (attempt, fault);
            }
        }
        unreachable!("the last attempt returns")
    }

    pub(crate) fn expected(&self) -> Outcome {
        let (attempts, fault) = self.end();
        match fault.effect() {
            Effect::Success => Outcome::Success,
            _ => Outcome::Error {
                name: fault.error(),
                attempts,
            },
        }
    }

    /// Returns the number of requests that the server must receive.
    pub(crate) fn expected_arrivals(&self) -> u64 {
        self.end().0.into()
    }

    pub(crate) async fn make(&self, client: &ServiceClient, clock: &CallClock) -> Outcome {
        let name = format!("call-{}", self.id);
        let ids = Some(vec![name.clone()]);
        let call = async {
            match self.kind {
                Kind::Read => {
                    let request = DescribeInstancesRequest {
                        instance_ids: ids,
                        ..Default::default()
                    };
                    let sent = client.send(&request).await;
                    self.outcome::<DescribeInstancesRequest>(sent, |reply| reply.request_id)
                }
                Kind::Write => {
                    let request = StopInstancesRequest { instance_ids: ids };
                    let sent = client.send(&request).await;
                    self.outcome::<StopInstancesRequest>(sent, |reply| reply.request_id)
                }
                Kind::Token => {
                    let request = CreateImageRequest {
                        image_name: Some(name),
                        ..Default::default()
                    };
                    let sent = client.send(&request).await;
                    self.outcome::<CreateImageRequest>(sent, |reply| reply.request_id)
                }
            }
        };
        let outcome = CALL.scope(self.id, call).await;
        clock.forget(self.id);
        outcome
    }

    fn outcome<R: Request>(
        &self,
        result: Result<R::Response, Error>,
        request_id: impl Fn(R::Response) -> Option<String>,
    ) -> Outcome {
        match result {
            Ok(response) => {
                let expected = format!("call-{}", self.id);
                assert_eq!(
                    request_id(response),
                    Some(expected),
                    "the reply to another call"
                );
                Outcome::Success
            }
            Err(error) => Outcome::Error {
                name: name(&error),
                attempts: error.attempts(),
            },
        }
    }
}

/// Returns the name that [`Fault::error`] gives to an error.
fn name(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Api(error) => error.code.clone(),
        ErrorKind::HttpStatus(error) => {
            assert!(error.status == 429 || error.excerpt.contains("<html>"));
            error.status.to_string()
        }
        ErrorKind::Transport(error) => match error.kind() {
            TransportErrorKind::Exchange | TransportErrorKind::ConnectionClosed => {
                "Broken".to_owned()
            }
            kind => format!("{kind:?}"),
        },
        ErrorKind::Timeout(error) => format!("{:?}", error.kind),
        ErrorKind::Decode(_) => "Decode".to_owned(),
        _ => error.to_string(),
    }
}
