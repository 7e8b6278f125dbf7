//! Runs whose reader has closed the pipe: `cargo xtask scrape cvm --json | head -1`.

use std::io::pipe;
use std::process::{Command, Stdio};

use crate::site::{PAGES, Site};
use crate::walk::assert_consistent;
use crate::{Folder, RunOutput, document, run_output};

/// The exit code after a closed pipe, as for other programs.
const CLOSED_PIPE: i32 = 141;

/// Runs the command without a reader of both streams, or only of standard error.
fn run(command: &mut Command, is_output_read: bool) -> RunOutput {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    if !is_output_read {
        command.stdout(writer.try_clone().unwrap());
    }
    command.stderr(writer);
    run_output(command.spawn().unwrap().wait_with_output().unwrap())
}

#[test]
fn import_without_readers_is_completed_by_the_next() {
    for (arguments, is_output_read) in [(&["tree"][..], true), (&["tree", "--json"], false)] {
        let folder = Folder::new("unread-import");
        folder.write("tree/DescribeBridges.en.md", document("en/l-source.md"));
        folder.write("tree/types.en.md", document("chapters/types.md"));
        let ended = run(&mut folder.command(arguments), is_output_read);
        assert_eq!(ended.code, Some(CLOSED_PIPE), "{ended:?}");
        let rerun = folder.run(&["tree"]);
        assert_eq!(rerun.code, Some(0), "{}", rerun.stderr);
        assert_eq!(folder.recorded().len(), 2);
        assert_consistent(&folder);
    }
}

#[test]
fn walk_without_readers_is_continued_by_the_next() {
    let (site, folder) = (Site::start(), Folder::new("unread-walk"));
    let arguments = site.arguments(&["bridge", "--json"]);
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = run(&mut folder.command(&words), false);
    assert_eq!(ended.code, Some(CLOSED_PIPE), "{ended:?}");
    let before = site.server.requests().len();
    let rerun = site.run(&folder, &["bridge"]);
    assert_eq!(rerun.code, Some(0), "{}", rerun.stderr);
    assert_eq!(folder.recorded().len(), PAGES.len());
    assert_consistent(&folder);
    // The first run ended at its first line, and not after the whole product.
    assert!(before < PAGES.len(), "{before} requests");
}

#[test]
fn help_and_faults_without_readers_end_quietly() {
    let folder = Folder::new("unread-help");
    for arguments in [&["--help"][..], &["--nosuch"], &["no such input"]] {
        let ended = run(&mut folder.command(arguments), false);
        assert_eq!(ended.code, Some(CLOSED_PIPE), "{arguments:?}: {ended:?}");
    }
}
