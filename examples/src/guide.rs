//! The Rust code of the guide, compiled and run as documentation tests. A test of `xtask` checks
//! that all pages with Rust code are here.

/// Declares a documented item for each page.
macro_rules! pages {
    ($($name:ident $path:literal)*) => {
        $(
            #[doc = include_str!(concat!("../../docs/guide/src/", $path))]
            pub struct $name;
        )*
    };
}

pages! {
    Blocking "blocking.md"
    CallsByName "calls-by-name.md"
    Credentials "credentials.md"
    ErrorsAndRetries "errors-and-retries.md"
    Fake "../../fake.md"
    FromGo "from-go.md"
    FromPython "from-python.md"
    GettingStarted "getting-started.md"
    Middleware "middleware.md"
    Observing "observing.md"
    PagingAndWaiting "paging-and-waiting.md"
    ProtocolV2 "../../v2.md"
    ProxiesAndCertificates "proxies-and-certificates.md"
    RateLimitsAndFailover "rate-limits-and-failover.md"
    RegionsAndEndpoints "regions-and-endpoints.md"
    RequestsAndReplies "requests-and-replies.md"
    Streams "streams.md"
    Testing "testing.md"
    Tolerance "tolerance.md"
}
