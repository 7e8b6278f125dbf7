//! `update` on a terminal, where it asks before it writes.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Child, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use transaction::{Patience, Place, Writer};

use crate::support::Workspace;
use crate::update;

const QUESTION: &str = "Write these changes? [y/N] ";

/// A command on a terminal.
struct Session {
    child: Child,
    terminal: File,
    /// All that the command has printed to standard error.
    shown: String,
}

impl Session {
    fn start(workspace: &Workspace, arguments: &[&str]) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap();
        let path = OsStr::from_bytes(name.as_bytes());
        let other_end = File::options().read(true).write(true).open(path).unwrap();
        let child = workspace
            .command(arguments)
            .stdin(other_end.try_clone().unwrap())
            .stdout(Stdio::null())
            .stderr(other_end)
            .spawn()
            .unwrap();
        Self {
            child,
            terminal: File::from(terminal),
            shown: String::new(),
        }
    }

    /// Reads until the command has asked this often.
    fn expect_question(&mut self, times: usize) {
        while self.shown.matches(QUESTION).count() < times {
            let mut bytes = [0; 4096];
            // The read fails once the command has ended.
            let count = self.terminal.read(&mut bytes).unwrap_or(0);
            assert!(count > 0, "the command ended: {}", self.shown);
            self.shown
                .push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
    }

    fn answer(&mut self, answer: &str) {
        writeln!(self.terminal, "{answer}").unwrap();
    }

    /// Returns the exit code and what the command has shown.
    fn end(mut self) -> (Option<i32>, String) {
        let mut bytes = Vec::new();
        // It ends with an error, because nobody has the other end any more.
        let _ = self.terminal.read_to_end(&mut bytes);
        self.shown.push_str(&String::from_utf8_lossy(&bytes));
        (self.child.wait().unwrap().code(), self.shown)
    }
}

/// Asserts that no command has the right to write.
fn assert_unlocked(workspace: &Workspace) {
    for (root, state) in [("", ".xtask"), ("specs", "specs/.scrape")] {
        let place = Place {
            root: workspace.path(root),
            state: workspace.path(state),
        };
        let writer = Writer::open(&place, "a test", Patience::NONE);
        assert!(writer.is_ok(), "{:?}", writer.err());
    }
}

#[test]
fn question_leaves_workspace_to_others() {
    let (workspace, staged) = (
        update::workspace("asked"),
        update::staged("asked", &[update::EDITS[0]]),
    );
    let folder = staged.path("specs").display().to_string();
    let arguments = ["update", "--staged", &folder, "--no-test"];
    let before = workspace.files("specs");
    let mut declined = Session::start(&workspace, &arguments);
    declined.expect_question(1);
    assert_unlocked(&workspace);
    declined.answer("n");
    assert_eq!(declined.end().0, Some(10));
    assert!(workspace.files("specs") == before);

    let mut accepted = Session::start(&workspace, &arguments);
    accepted.expect_question(1);
    accepted.answer("y");
    let (code, shown) = accepted.end();
    assert_eq!(code, Some(10), "{shown}");
    assert!(shown.contains("writing"), "{shown}");
    let page = workspace.read(update::PAGE);
    assert!(page.contains("A maximum of 10 requests"), "{page}");
}

#[test]
fn change_during_question_is_compared_again() {
    let (workspace, staged) = (
        update::workspace("asked-again"),
        update::staged("asked-again", &[update::EDITS[0]]),
    );
    let folder = staged.path("specs").display().to_string();
    let mut session = Session::start(&workspace, &["update", "--staged", &folder, "--no-test"]);
    session.expect_question(1);
    let patch = "- {why: a test, action: DescribeBridges, set: {rename: list_all}}\n";
    workspace.write("specs/bridge/2021-05-20/overrides.yaml", patch.as_bytes());
    session.answer("y");
    session.expect_question(2);
    assert!(!session.shown.contains("writing"), "{}", session.shown);
    let again = "have changed since these changes were shown";
    assert!(session.shown.contains(again), "{}", session.shown);
    session.answer("y");
    let (code, shown) = session.end();
    assert_eq!(code, Some(10), "{shown}");
    let check = workspace.run(&["codegen", "--check"]);
    assert!(check.ok, "{}", check.stderr);
    let files = workspace.files("generated");
    assert!(files.keys().any(|path| path.ends_with("/list_all.rs")));
}
