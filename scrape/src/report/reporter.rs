//! The output of events: a progress bar on terminals, lines elsewhere, JSON on request.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};
use stdio::tell;
use visible::{printable, printable_lines};

use crate::report::{Event, Outcome, PageEvent, Summary};

/// The receiver of all events, which counts and prints them.
pub(crate) struct Reporter {
    form: Form,
    summary: Summary,
    total: usize,
}

#[derive(Clone)]
enum Form {
    Json,
    Bar(ProgressBar),
    Lines,
}

/// The template of the progress bar.
const BAR: &str = "{bar:30} {pos}/{len} pages, {msg} ({elapsed}, {eta} left)";

impl Reporter {
    /// Returns a reporter that prints JSON lines to standard output, or text to standard error.
    pub(crate) fn new(json: bool) -> Self {
        let form = if json {
            Form::Json
        } else if io::stderr().is_terminal() {
            let bar = ProgressBar::new(0);
            // indicatif accepts this constant template.
            let style = ProgressStyle::with_template(BAR);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            Form::Bar(bar)
        } else {
            Form::Lines
        };
        Self {
            form,
            summary: Summary::default(),
            total: 0,
        }
    }

    /// Reports the number of pages known so far.
    pub(crate) fn expect(&mut self, total: usize) {
        if total == self.total {
            return;
        }
        self.total = total;
        let done = self.done();
        match &self.form {
            Form::Json => json(&Event::Progress { done, total }),
            Form::Bar(bar) => bar.set_length(u64::try_from(total).unwrap_or(u64::MAX)),
            Form::Lines => {}
        }
    }

    /// Reports something that isn't about one page.
    pub(crate) fn note(&self, message: &str) {
        self.form.note(message);
    }

    /// Returns a function that reports as [`Self::note`] does, from any thread.
    pub(crate) fn notes(&self) -> Box<dyn Fn(&str) + Send + Sync> {
        let form = self.form.clone();
        Box::new(move |message| form.note(message))
    }

    /// Counts and reports a page.
    pub(crate) fn page(&mut self, event: PageEvent) {
        self.summary.count(&event);
        let (done, total) = (self.done(), self.total.max(self.done()));
        match &self.form {
            Form::Json => json(&Event::Page(event)),
            Form::Bar(bar) => {
                bar.inc(1);
                bar.set_message(counts(&self.summary));
                if event.outcome.needs_attention() {
                    bar.println(line(&event));
                }
            }
            Form::Lines => tell!("[{done}/{total}] {}", line(&event)),
        }
    }

    /// Sets the folder with the stored pages, which the summary names.
    pub(crate) fn stores_in(&mut self, folder: PathBuf) {
        self.summary.folder = folder;
    }

    /// Reports the end of the run, and returns its summary.
    pub(crate) fn finish(mut self, left: usize, requests: usize, bytes: u64) -> Summary {
        self.summary.left = left;
        self.summary.requests = requests;
        self.summary.bytes = bytes;
        match &self.form {
            Form::Json => json(&Event::Finished(self.summary.clone())),
            Form::Bar(bar) => {
                bar.finish_and_clear();
                tell!("{}", self.summary.text());
            }
            Form::Lines => tell!("{}", self.summary.text()),
        }
        self.summary
    }

    fn done(&self) -> usize {
        self.summary.pages.values().sum()
    }
}

impl Form {
    fn note(&self, message: &str) {
        match self {
            Self::Json => json(&Event::Note {
                message: message.to_owned(),
            }),
            Self::Bar(bar) => bar.println(printable_lines(message)),
            Self::Lines => tell!("{message}"),
        }
    }
}

fn counts(summary: &Summary) -> String {
    let shown = [Outcome::New, Outcome::Changed, Outcome::Failed];
    let counts = shown.map(|outcome| format!("{} {}", summary.count_of(outcome), outcome.word()));
    counts.join(", ")
}

fn line(event: &PageEvent) -> String {
    let mut line = format!("{} {}", event.outcome.word(), event.name());
    if let Some(file) = &event.file
        && file != event.name()
    {
        line.push_str(&format!(" -> {file}"));
    }
    if let Some(reason) = &event.reason {
        line.push_str(&format!(": {reason}"));
    }
    // Names and reasons come from files, pages and servers.
    printable(&line)
}

fn json(event: &Event) {
    // Every event has a JSON form.
    stdio::print_line(serde_json::to_string(event).unwrap_or_default());
}
