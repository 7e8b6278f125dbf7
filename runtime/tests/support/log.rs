//! The log of a test, in memory.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// The log of this thread, which runs a whole test.
///
/// One subscriber serves the whole process, because `tracing` may miss spans if several subscribers
/// come and go on different threads.
#[derive(Clone, Copy)]
pub struct Log;

thread_local! {
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

impl Log {
    /// Clears this thread's log and returns it. The first call installs the subscriber.
    pub fn capture() -> Self {
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| {
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(Level::TRACE)
                .with_writer(Self)
                .with_ansi(false)
                .without_time()
                .with_span_events(FmtSpan::CLOSE)
                .finish();
            tracing::subscriber::set_global_default(subscriber).unwrap();
        });
        TEXT.take();
        Self
    }

    pub fn text(self) -> String {
        TEXT.with_borrow(|text| String::from_utf8(text.clone()).unwrap())
    }

    /// Returns the lines that contain all of these parts.
    pub fn lines(self, parts: &[&str]) -> Vec<String> {
        let text = self.text();
        text.lines()
            .filter(|line| parts.iter().all(|part| line.contains(part)))
            .map(str::to_owned)
            .collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        TEXT.with_borrow_mut(|text| text.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        *self
    }
}
