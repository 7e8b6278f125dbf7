//! Standard output and standard error of the commands. All commands print through this crate.
//!
//! A reader who has seen enough closes the pipe: `cargo xtask lint --all | head -1`. The program
//! then ends quietly with the exit code that shells give programs which a closed pipe ended. While
//! it writes files ([`keep_running`]), it stays silent instead, and finishes.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use visible::printable_lines;

/// The exit code if the reader of standard output or standard error has closed the pipe: 128 and
/// the number of `SIGPIPE`.
pub const CLOSED_PIPE: u8 = 141;

/// Prints a line to standard output, with escapes in place of characters that a terminal obeys:
/// messages contain names of files and texts of pages.
#[macro_export]
macro_rules! say {
    ($($message:tt)*) => {
        $crate::print_line($crate::printable_lines(&format!($($message)*)))
    };
}

/// Prints a line to standard error as [`say!`] does.
#[macro_export]
macro_rules! tell {
    ($($message:tt)*) => {
        $crate::print_error($crate::printable_lines(&format!($($message)*)) + "\n")
    };
}

/// Prints to standard output: documents for programs, or texts whose parts are already escaped.
pub fn print(text: impl Display) {
    output(&mut io::stdout(), &text.to_string());
}

/// Prints a line to standard output as [`print()`] does.
pub fn print_line(text: impl Display) {
    print(format!("{text}\n"));
}

/// Prints a line to standard output, and drops its colours unless that is a terminal.
pub fn print_styled(text: impl Display) {
    output(&mut anstream::stdout(), &format!("{text}\n"));
}

/// Prints to standard error.
pub fn print_error(text: impl Display) {
    // Nobody could read about another failure.
    if let Err(error) = write(&mut io::stderr(), &text.to_string()) {
        end_if_closed(&error);
    }
}

/// Parses the program's arguments. Ends the program after printing its help, or the fault in the
/// arguments.
pub fn arguments<A: clap::Parser>() -> A {
    A::try_parse().unwrap_or_else(|stop| {
        if let Err(error) = stop.print() {
            end_if_closed(&error);
        }
        process::exit(stop.exit_code())
    })
}

/// Returns whether some output got lost, though its reader wants it: the disk may be full.
pub fn has_lost_output() -> bool {
    IS_OUTPUT_LOST.load(Ordering::Relaxed)
}

static IS_OUTPUT_LOST: AtomicBool = AtomicBool::new(false);

fn output(stream: &mut dyn Write, text: &str) {
    let Err(error) = write(stream, text) else {
        return;
    };
    end_if_closed(&error);
    if error.kind() == ErrorKind::BrokenPipe || IS_OUTPUT_LOST.swap(true, Ordering::Relaxed) {
        return;
    }
    print_error(format_args!(
        "error: can't write to standard output: {error}\n  = help: fix the cause, then run the \
         command again\n"
    ));
    if *writing() == 0 {
        process::exit(1);
    }
}

fn write(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Ends the program if nobody reads its output, unless it is writing files.
fn end_if_closed(error: &io::Error) {
    let writing = writing();
    if error.kind() == ErrorKind::BrokenPipe && *writing == 0 {
        // No other thread begins to write, because this one has the lock.
        process::exit(CLOSED_PIPE.into());
    }
}

/// Keeps the program running until this is dropped, even if nobody reads its output.
#[derive(Debug)]
pub struct KeepRunning(());

/// Keeps the program running while it writes files that belong together.
pub fn keep_running() -> KeepRunning {
    *writing() += 1;
    KeepRunning(())
}

impl Drop for KeepRunning {
    fn drop(&mut self) {
        *writing() -= 1;
    }
}

/// The number of [`KeepRunning`].
static WRITING: Mutex<usize> = Mutex::new(0);

fn writing() -> MutexGuard<'static, usize> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}
