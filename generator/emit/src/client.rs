//! The client of a version.

use quote::quote;

use super::doc_text::docs;
use super::file;
use lower::Version;

/// The text of the client's file; each action adds its method in its own file.
pub(super) fn client_file(version: &Version) -> String {
    let (service, date, endpoint) = (&version.service, &version.version, &version.endpoint);
    let intro = docs(&[
        "The client: one method for each action.".to_owned(),
        String::new(),
        "Cheap to clone, and safe to share between tasks and threads.".to_owned(),
    ]);
    file::rust(quote! {
        #![doc = " The client."]
        use ::tencentcloud_api_runtime::codegen;

        #intro
        #[derive(Clone)]
        pub struct Client {
            pub(super) inner: codegen::ServiceClient,
        }

        impl Client {
            /// A client with this configuration.
            #[must_use]
            pub fn new(config: &::tencentcloud_api_runtime::Config) -> Self {
                Self {
                    inner: codegen::ServiceClient::new(config),
                }
            }

            /// Calls the action that the request belongs to.
            ///
            /// # Errors
            /// If the request lacks required members, can't be sent, or the server refuses it.
            pub async fn call<R: codegen::Request>(
                &self,
                request: &R,
            ) -> Result<R::Response, ::tencentcloud_api_runtime::Error> {
                self.inner.send(request).await
            }

            /// Calls the action that the request belongs to, with options of its own.
            ///
            /// # Errors
            /// If the request lacks required members, can't be sent, or the server refuses it.
            pub async fn call_with<R: codegen::Request>(
                &self,
                request: &R,
                options: &::tencentcloud_api_runtime::CallOptions,
            ) -> Result<R::Response, ::tencentcloud_api_runtime::Error> {
                self.inner.send_with(request, options).await
            }

            /// Calls the action that the request belongs to, and returns HTTP status, headers and
            /// the raw reply besides the response.
            ///
            /// # Errors
            /// If the request lacks required members, can't be sent, or the server refuses it.
            pub async fn call_detailed<R: codegen::Request>(
                &self,
                request: &R,
                options: &::tencentcloud_api_runtime::CallOptions,
            ) -> Result<
                ::tencentcloud_api_runtime::Response<R::Response>,
                ::tencentcloud_api_runtime::Error,
            > {
                self.inner.send_detailed(request, options).await
            }

            /// Calls an action that answers with server-sent events, and returns them one by one as they
            /// come; `typed` decodes their data. A reply that is no stream comes as a single event.
            ///
            /// # Errors
            /// If the request lacks required members, can't be sent, or the server refuses it.
            pub async fn stream<R: codegen::Request>(
                &self,
                request: &R,
            ) -> Result<
                ::tencentcloud_api_runtime::Events,
                ::tencentcloud_api_runtime::Error,
            > {
                self.inner.stream(request).await
            }

            /// A client whose calls wait for their replies, for programs without `async`. It has
            /// connections of its own.
            #[cfg(feature = "blocking")]
            #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
            #[must_use]
            pub fn blocking(&self) -> ::tencentcloud_api_runtime::blocking::Client {
                self.inner.blocking()
            }

            /// Calls the action that the request belongs to until its response satisfies the predicate:
            /// `client.wait_until(&request, |response| …).await`. Longer and longer pauses lie between
            /// the calls, as the documented rate allows, and after 10 minutes it is given up; both can
            /// be [changed](::tencentcloud_api_runtime::wait).
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

            /// The same client with options for all its calls, on top of those it has. Cheap enough
            /// for a single call.
            #[must_use]
            pub fn with(&self, options: ::tencentcloud_api_runtime::CallOptions) -> Self {
                Self {
                    inner: self.inner.with(options),
                }
            }
        }

        impl ::std::fmt::Debug for Client {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Client").field("service", &#service).field("version", &#date)
                    .field("endpoint", &#endpoint).finish_non_exhaustive()
            }
        }
    })
}
