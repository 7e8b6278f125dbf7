//! Calls of any action.

use ::tencentcloud_api_runtime::codegen;

/// # Calls of any action
///
/// The request's type decides which action these methods call. They take it by value, or by
/// reference to use it again.
impl super::Client {
    /// Calls the request's action.
    ///
    /// # Errors
    ///
    /// Returns an error if the request lacks required members or can't be sent, or if the server
    /// rejects it.
    pub async fn call<R: codegen::AsRequest>(
        &self,
        request: R,
    ) -> Result<
        <R::Request as codegen::Request>::Response,
        ::tencentcloud_api_runtime::Error,
    > {
        self.inner.send(request.borrow()).await
    }

    /// Calls the request's action with these options, which override the client's.
    ///
    /// # Errors
    ///
    /// Returns an error if the request lacks required members or can't be sent, or if the server
    /// rejects it.
    pub async fn call_with<R: codegen::AsRequest>(
        &self,
        request: R,
        options: &::tencentcloud_api_runtime::CallOptions,
    ) -> Result<
        <R::Request as codegen::Request>::Response,
        ::tencentcloud_api_runtime::Error,
    > {
        self.inner.send_with(request.borrow(), options).await
    }

    /// Calls the request's action, and returns the response with the HTTP status, the headers and
    /// the raw reply.
    ///
    /// # Errors
    ///
    /// Returns an error if the request lacks required members or can't be sent, or if the server
    /// rejects it.
    pub async fn call_detailed<R: codegen::AsRequest>(
        &self,
        request: R,
        options: &::tencentcloud_api_runtime::CallOptions,
    ) -> Result<
        ::tencentcloud_api_runtime::Response<<R::Request as codegen::Request>::Response>,
        ::tencentcloud_api_runtime::Error,
    > {
        self.inner.send_detailed(request.borrow(), options).await
    }

    /// Calls an action that answers with server-sent events, and returns the events as they arrive.
    ///
    /// [`typed`](::tencentcloud_api_runtime::Events::typed) decodes their data. A reply that isn't
    /// a stream yields a single event.
    ///
    /// # Errors
    ///
    /// Returns an error if the request lacks required members or can't be sent, or if the server
    /// rejects it.
    pub async fn stream<R: codegen::AsRequest>(
        &self,
        request: R,
    ) -> Result<::tencentcloud_api_runtime::Events, ::tencentcloud_api_runtime::Error> {
        self.inner.stream(request.borrow()).await
    }

    /// Repeats a call until its response satisfies the predicate:
    /// `client.wait_until(&request, |response| …).await`.
    ///
    /// The pauses between calls grow, and respect the documented rate limit. The wait fails after
    /// 10 minutes. The returned [`Wait`](::tencentcloud_api_runtime::wait::Wait) has methods to
    /// change both.
    pub fn wait_until<'a, R: codegen::Request, P>(
        &self,
        request: &'a R,
        predicate: P,
    ) -> codegen::Wait<'a, R, P>
    where
        P: ::std::ops::FnMut(&R::Response) -> bool + ::std::marker::Send + 'a,
    {
        self.inner.wait_until(request, predicate)
    }
}
