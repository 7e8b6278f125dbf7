//! Commands whose reader has closed the pipe: `cargo xtask lint --all | head -1`.

use std::io::pipe;
use std::process::{Command, Output, Stdio};

use crate::support::{RunOutput, Workspace, page, run_output};
use crate::update;

/// The exit code after a closed pipe, as README says.
const CLOSED_PIPE: i32 = 141;

#[derive(Clone, Copy, Debug)]
enum Stream {
    Output,
    Error,
    Both,
}

/// Runs a command that nobody reads on this stream.
fn run(command: &mut Command, closed: Stream) -> RunOutput {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if matches!(closed, Stream::Output | Stream::Both) {
        command.stdout(writer.try_clone().unwrap());
    }
    if matches!(closed, Stream::Error | Stream::Both) {
        command.stderr(writer);
    }
    let output: Output = command.spawn().unwrap().wait_with_output().unwrap();
    run_output(output)
}

/// Asserts that the command ends with this code, and that the other stream tells nothing about it.
fn assert_quiet(workspace: &Workspace, arguments: &[&str], closed: Stream, code: i32) {
    let ended = run(&mut workspace.command(arguments), closed);
    let context = format!("{arguments:?} {closed:?}: {ended:?}");
    assert_eq!(ended.code, Some(code), "{context}");
    for word in ["panicked", "backtrace", "roken pipe", "os error"] {
        let has_word = ended.stderr.contains(word) || ended.stdout.contains(word);
        assert!(!has_word, "{context}");
    }
}

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";
const FAULTY: &str = "csip-DescribeCVMAssets.en.txt";

/// A file for `codegen` to write.
const TYPES: &str = "specs/csip/2022-11-21/types.yaml";

fn generated(name: &str) -> Workspace {
    let workspace = Workspace::new(name, &[(STATUS, &page(STATUS)), (FAULTY, &page(FAULTY))]);
    workspace.run(&["codegen"]);
    workspace
}

#[test]
fn reading_command_ends_when_output_closes() {
    let workspace = generated("closed-output");
    workspace.remove("specs/csip/2022-11-21/known_faults.yaml");
    let written = || {
        let mut files = workspace.files("");
        files.retain(|path, _| !path.ends_with("/lock"));
        files
    };
    let before = written();
    for arguments in [
        &["lint"][..],
        &["lint", "--all"],
        &["lint", "--rules"],
        &["lint", "--json"],
        &["lint", "--patches", "--all"],
        &["lint", "--known-faults"],
        &["lint", "--known-faults", "--json"],
        &["inspect", "specs/sources"],
        &["inspect", "--json", "specs/sources"],
        &["sources"],
        &["codegen", "--check", "--json"],
        &["diff", "specs"],
        &["report", "--json"],
        &["openapi", "cvm"],
        &["openapi", "cvm", "--yaml"],
        &["update", "--staged", "specs", "--dry-run"],
        &["update", "--staged", "specs", "--json"],
        &["--help"],
        &["help", "codegen"],
        &["codegen", "--help"],
        &["update", "--help"],
        &["--version-of-nothing"],
    ] {
        // A fault in the arguments is printed to standard error.
        let code = match arguments {
            ["--version-of-nothing"] => 2,
            _ => CLOSED_PIPE,
        };
        assert_quiet(&workspace, arguments, Stream::Output, code);
        assert_quiet(&workspace, arguments, Stream::Both, CLOSED_PIPE);
    }
    assert!(written() == before);
}

#[test]
fn reading_command_ends_when_messages_close() {
    let workspace = generated("closed-messages");
    for arguments in [
        &["lint", "--patches", "--rule", "history"][..],
        &["inspect", "missing.txt"],
        &["codegen", "--check"],
        &["diff", "nosuch"],
        &["report"],
        &["openapi", "--output", "openapi"],
        &["openapi", "--nosuch"],
        &["update", "--staged", "specs", "--dry-run"],
    ] {
        assert_quiet(&workspace, arguments, Stream::Error, CLOSED_PIPE);
    }
    // What a command prints elsewhere still reaches its reader.
    let lint = run(&mut workspace.command(&["lint", "--all"]), Stream::Error);
    assert!(lint.stdout.contains(" findings, "), "{lint:?}");
}

#[test]
fn writing_command_finishes_without_readers() {
    for closed in [Stream::Output, Stream::Error, Stream::Both] {
        let (expected, workspace) = (generated("closed-read"), generated("closed-unread"));
        for arguments in [
            &["codegen", "--full"][..],
            &["lint", "--accept"],
            &["sources", "--accept"],
            &["lint", "--known-faults", "--accept"],
            &["codegen", "--json"],
        ] {
            for each in [&expected, &workspace] {
                each.record();
                if each.exists(TYPES) {
                    each.remove(TYPES);
                }
            }
            let read = expected.run(arguments);
            let code = read.code.unwrap();
            assert_quiet(&workspace, arguments, closed, code);
            assert!(
                expected.files("specs") == workspace.files("specs"),
                "{arguments:?} {closed:?}"
            );
        }
        assert!(workspace.files("generated") == expected.files("generated"));
    }
}

#[test]
fn update_without_readers_writes_everything() {
    for closed in [Stream::Output, Stream::Error, Stream::Both] {
        let (read, unread) = (
            update::workspace("pipe-read"),
            update::workspace("pipe-unread"),
        );
        let staged = update::staged("pipe-staged", &[update::EDITS[6]]);
        let folder = staged.path("specs").display().to_string();
        let arguments = ["update", "--staged", &folder, "--no-test", "--yes"];
        let code = read.run(&arguments).code.unwrap();
        assert_eq!(code, 10);
        let ended = run(&mut unread.command(&arguments), closed);
        // The command has written everything before it prints its last line.
        assert!(matches!(ended.code, Some(10 | CLOSED_PIPE)), "{ended:?}");
        for folder in ["specs", "generated"] {
            assert!(read.files(folder) == unread.files(folder), "{closed:?}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_gets_lost_is_an_error() {
    let workspace = generated("full-output");
    for arguments in [&["lint", "--all"][..], &["codegen", "--json"]] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = workspace.command(arguments);
        let output = command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let failed = run_output(output);
        assert_eq!(failed.code, Some(1), "{failed:?}");
        let message = "error: can't write to standard output: ";
        assert_eq!(failed.stderr.matches(message).count(), 1, "{failed:?}");
    }
}
