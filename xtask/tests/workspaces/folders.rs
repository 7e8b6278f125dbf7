//! Paths that a user names, from the folder in which the user is, and help without a build.

use std::fs;
use std::process::Command;

use crate::support::{RunOutput, Workspace, page, run_output};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";

/// A workspace, and the folder `sub/` in it where the user is.
struct Place(Workspace);

impl Place {
    fn new(name: &str) -> Self {
        let workspace = Workspace::new(name, &[(STATUS, &page(STATUS))]);
        assert!(workspace.run(&["codegen"]).ok);
        workspace.write("sub/keep", b"");
        Self(workspace)
    }

    fn run(&self, arguments: &[&str]) -> RunOutput {
        let mut command = self.0.command(arguments);
        run_output(command.current_dir(self.0.path("sub")).output().unwrap())
    }

    /// Asserts that the command writes the file, and says so.
    fn assert_writes(&self, arguments: &[&str], file: &str) {
        let output = self.run(arguments);
        assert!(output.ok, "{output:?}");
        let path = self.0.path(file);
        assert!(path.is_file(), "{arguments:?}: {output:?}");
        let told = format!("wrote {} (", path.display());
        assert!(output.stderr.contains(&told), "{told}: {output:?}");
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn output_paths_start_at_the_user() {
    let place = Place::new("folders-output");
    for (output, file) in [
        ("page", "sub/page"),
        ("target/page", "sub/target/page"),
        ("../page", "page"),
    ] {
        place.assert_writes(&["report", "--output", output], file);
        place.assert_writes(&["diff", "../specs", "--output", output], file);
        let document = format!("{file}/cvm-2017-03-12.json");
        place.assert_writes(&["openapi", "--output", output], &document);
        fs::remove_dir_all(place.0.path(file)).unwrap();
    }
    place.assert_writes(&["report"], "target/report.html");
}

#[test]
fn states_are_found_from_the_user() {
    let place = Place::new("folders-states");
    let action = "specs/cvm/2017-03-12/actions/DescribeInstancesStatus.yaml";
    for (path, bytes) in place.0.files("specs") {
        place.0.write(&format!("sub/specs/{path}"), &bytes);
    }
    let other = place
        .0
        .read(action)
        .replace("rate_limit: 40", "rate_limit: 20");
    place.0.write(&format!("sub/{action}"), other.as_bytes());
    // The folder next to the user, and by default the workspace's.
    let from_here = place.run(&["diff", "specs"]);
    assert!(from_here.stdout.contains("`40`, was `20`"), "{from_here:?}");
    let to_here = place.run(&["diff", "../specs", "specs"]);
    assert!(to_here.stdout.contains("`20`, was `40`"), "{to_here:?}");
    let missing = place.run(&["diff", "sub/specs"]);
    assert!(
        missing
            .stderr
            .contains("is neither a folder nor a revision"),
        "{missing:?}"
    );
}

#[test]
fn staged_pages_are_found_from_the_user() {
    let place = Place::new("folders-staged");
    let staged = place.run(&["update", "--staged", "../specs", "--dry-run"]);
    assert!(staged.ok, "{staged:?}");
    let missing = place.run(&["update", "--staged", "specs", "--dry-run"]);
    assert!(
        missing.stderr.contains("specs has no sources.yaml"),
        "{missing:?}"
    );
}

/// Runs `xtask` where no cargo can build anything.
fn without_cargo(arguments: &[&str]) -> RunOutput {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).env("CARGO", "/dev/null/no-cargo");
    run_output(command.output().unwrap())
}

#[test]
fn help_of_every_command_builds_nothing() {
    for (command, option) in [
        ("scrape", "--max-age <HOURS>"),
        ("update", "--forget <PATH>"),
        ("diff", "--format <FORMAT>"),
        ("report", "--output <FILE>"),
        ("openapi", "--api-version <DATE>"),
        ("bench", "--scale <N>"),
        ("codegen", "--from-specs"),
    ] {
        for arguments in [[command, "--help"], [command, "-h"], ["help", command]] {
            let help = without_cargo(&arguments);
            assert!(help.ok, "{arguments:?}: {help:?}");
            assert!(help.stdout.contains(option), "{arguments:?}: {help:?}");
            let usage = format!("Usage: cargo xtask {command} ");
            assert!(help.stdout.contains(&usage), "{arguments:?}: {help:?}");
        }
        let wrong = without_cargo(&[command, "--nosuch"]);
        assert_eq!(wrong.code, Some(2), "{wrong:?}");
        assert!(
            wrong.stderr.contains("unexpected argument '--nosuch'"),
            "{wrong:?}"
        );
    }
    // Without a request for help, the program is needed.
    let built = without_cargo(&["bench", "--only", "micro"]);
    assert!(built.stderr.contains("can't run cargo"), "{built:?}");
}
