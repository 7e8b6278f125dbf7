//! The connections of a runtime: hyper-util's pool, and sending again what no server processed.

use std::sync::Arc;
use std::time::Duration;

use http::uri::Scheme;
use http::{Response, Uri};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::OwnedSemaphorePermit;

use super::HttpOptions;
use super::attempt::{Attempt, Failure, PATIENCE};
use super::connector::Connector;
use super::dial::{Dial, Host, Hosts, NotHttp2};
use super::failure;
use super::message::{Message, Payload};
use crate::transport::TransportError;

/// The maximum number of times that a request which an HTTP/2 server did not process is sent again.
const RESENDS: u32 = 50;
/// The number of resends that do not wait for a turn.
const IMMEDIATE: u32 = 3;
/// The number of resends without a pause.
const UNPAUSED: u32 = 10;

/// The connections that one runtime's calls share.
pub(crate) struct Pool {
    hosts: Arc<Hosts>,
    /// Sends a request again itself if an idle connection did not take it.
    http1: Client<Dial, Payload>,
    /// Opens one connection per host at a time, and lets the other calls wait for it.
    http2: Client<Dial, Payload>,
    offers_http2: bool,
}

impl Pool {
    pub(crate) fn new(options: &HttpOptions, connector: Connector) -> Self {
        let hosts = Arc::new(Hosts::new(connector));
        let client = |http2| {
            Client::builder(TokioExecutor::new())
                .timer(TokioTimer::new())
                .pool_timer(TokioTimer::new())
                .pool_idle_timeout(options.pool_idle_timeout)
                .pool_max_idle_per_host(match options.pool_idle_timeout {
                    Duration::ZERO => 0,
                    _ => options.pool_max_idle_per_host,
                })
                .http2_only(http2)
                .http2_keep_alive_interval(options.http2_ping_interval)
                .http2_keep_alive_timeout(options.http2_ping_timeout)
                .http2_keep_alive_while_idle(true)
                .retry_canceled_requests(!http2)
                .build(Dial {
                    hosts: Arc::clone(&hosts),
                    http2,
                })
        };
        Self {
            http1: client(false),
            http2: client(true),
            offers_http2: options.http2,
            hosts,
        }
    }

    /// Sends a request and waits for the head of the response. The attempt goes on until the body
    /// has arrived.
    pub(crate) async fn exchange(
        &self,
        message: &mut Message,
    ) -> Result<(Response<Incoming>, Attempt), TransportError> {
        if message.uri.scheme() == Some(&Scheme::HTTP)
            && let Some(authorization) = self.hosts.connector.authorization(&message.uri)
        {
            message.authorize_proxy(authorization);
        }
        let (mut resends, mut patience, mut turn) = (0, PATIENCE, None);
        loop {
            let (http2, failures) = self.route(message);
            let client = if http2 { &self.http2 } else { &self.http1 };
            let (attempt, sent) = Attempt::begin(client, http2, message);
            let failed = match attempt.response(sent, message, patience).await {
                Ok(response) => {
                    let connector = &self.hosts.connector;
                    connector.check_login(&message.uri, response.status())?;
                    return Ok((response, attempt));
                }
                Err(Failure::Stuck) => {
                    attempt.finish();
                    patience *= 2;
                    continue;
                }
                Err(failed) => self.unprocessed(failed, message, failures),
            };
            attempt.retire_connection();
            attempt.finish();
            let failed = failed?;
            if !http2 {
                return Err(failure::connecting(&message.uri, failed));
            }
            resends += 1;
            if resends > RESENDS {
                return Err(failed.into_error(&message.uri));
            }
            if resends > IMMEDIATE && turn.is_none() {
                turn = self.turn(&message.uri).await;
            }
            if resends > UNPAUSED {
                tokio::time::sleep(Duration::from_millis(1) * resends).await;
            }
        }
    }

    /// Waits until few other calls resend to this host. If a server processes only a few requests
    /// per connection, all waiting calls would otherwise send theirs on each new connection.
    async fn turn(&self, uri: &Uri) -> Option<OwnedSemaphorePermit> {
        let turns = self.hosts.update(uri, |host| Arc::clone(&host.turns));
        turns.acquire_owned().await.ok()
    }

    /// Returns whether to send a request with HTTP/2, and the number of times that connecting to
    /// its host has failed so far.
    fn route(&self, message: &Message) -> (bool, u64) {
        if !self.offers_http2 || message.uri.scheme() != Some(&Scheme::HTTPS) {
            return (false, 0);
        }
        let known = |host: &mut Host| (!host.http1, host.failures);
        self.hosts.update(&message.uri, known)
    }

    /// Returns a failure after which the server has not processed the request, or else the error of
    /// the exchange. If another call failed to open the connection that this one waited for, its
    /// error is that of both.
    fn unprocessed(
        &self,
        failed: Failure,
        message: &Message,
        failures: u64,
    ) -> Result<Failure, TransportError> {
        match &failed {
            Failure::Client(error) if error.connect_info().is_none() => {
                let Some(cause) = failed.cause().filter(|_| error.is_connect()) else {
                    // The handshake failed.
                    return Err(failure::connecting(&message.uri, failed));
                };
                if let Some(error) = cause.downcast_ref::<TransportError>() {
                    return Err(error.clone());
                }
                if cause.is::<NotHttp2>() {
                    return Ok(failed);
                }
                // The pool stopped waiting, because the other call failed or was dropped.
                let failure = self.hosts.update(&message.uri, |host| {
                    host.failure.clone().filter(|_| host.failures != failures)
                });
                failure.map_or(Ok(failed), Err)
            }
            _ if failed.is_rejection() => Err(failed.into_error(&message.uri)),
            _ if message.take_back() || failed.is_unprocessed() => Ok(failed),
            _ => Err(failed.into_error(&message.uri)),
        }
    }
}
