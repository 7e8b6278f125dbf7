//! Files of people, links, pipes and hostile names in the folders that commands write.

use crate::support::{Workspace, page};

const STATUS: &str = "cvm-DescribeInstancesStatus.en.txt";

fn generated(name: &str) -> Workspace {
    let workspace = Workspace::new(name, &[(STATUS, &page(STATUS))]);
    workspace.run(&["codegen"]);
    assert!(workspace.run(&["lint", "--accept"]).ok);
    workspace
}

#[test]
fn files_of_people_are_never_removed() {
    let workspace = generated("foreign-kept");
    let notes = [
        "specs/cvm/2017-03-12/notes.yaml",
        "specs/cvm/2017-03-12/notes.md",
        "specs/cvm/2017-03-12/actions/idea.yaml",
    ];
    for path in notes {
        workspace.write(path, b"mine: true\n");
    }
    let output = workspace.run(&["codegen", "--full"]);
    assert!(output.ok, "{}", output.stderr);
    for path in notes {
        assert_eq!(workspace.read(path), "mine: true\n");
    }
}

#[test]
fn foreign_file_in_generated_is_an_error() {
    let workspace = generated("foreign-error");
    let path = "generated/src/mine.rs";
    workspace.write(path, b"// my own work\n");
    workspace.write("generated/README.md", b"# Mine\n");
    let types = workspace.read("generated/src/lib.rs");
    workspace.write(
        "generated/src/lib.rs",
        format!("{types}// edited\n").as_bytes(),
    );
    for arguments in [
        &["codegen"][..],
        &["codegen", "--check"],
        &["codegen", "--from-specs"],
    ] {
        let output = workspace.run(arguments);
        assert!(!output.ok, "{arguments:?}");
        for named in ["generated/README.md", path, "move your own files elsewhere"] {
            assert!(
                output.stderr.contains(named),
                "{arguments:?}: {}",
                output.stderr
            );
        }
        assert_eq!(workspace.read(path), "// my own work\n");
        // Nothing else was written.
        assert!(
            workspace
                .read("generated/src/lib.rs")
                .ends_with("// edited\n")
        );
    }
    workspace.remove(path);
    workspace.remove("generated/README.md");
    assert!(workspace.run(&["codegen"]).ok);
    assert_eq!(workspace.read("generated/src/lib.rs"), types);
}

#[test]
fn foreign_file_in_the_place_of_a_generated_one_is_an_error() {
    for path in ["generated/src/lib.rs", "specs/cvm/2017-03-12/types.yaml"] {
        let workspace = generated("foreign-place");
        workspace.write(path, b"- somebody's own list\n");
        let output = workspace.run(&["codegen", "--full"]);
        assert!(
            !output.ok && output.stderr.contains(path),
            "{}",
            output.stderr
        );
        assert_eq!(workspace.read(path), "- somebody's own list\n");
        // A power failure may leave a file without content.
        for blank in ["", "\0\0\0\0"] {
            workspace.write(path, blank.as_bytes());
            let output = workspace.run(&["codegen", "--full"]);
            assert!(output.ok, "{}", output.stderr);
            assert!(workspace.read(path).len() > 100);
        }
    }
}

#[test]
fn leftovers_of_older_versions_are_removed() {
    let workspace = generated("left-by-older");
    let lib = workspace.read("generated/src/lib.rs");
    workspace.write("generated/src/lib.rs", format!("{lib}x").as_bytes());
    let left = [
        "generated/src/lib.rs.xtask-new",
        "generated/src/.lib.rs.part",
        "specs/cvm/2017-03-12/types.yaml.xtask-new",
    ];
    for path in left {
        workspace.write(path, b"");
    }
    let page_left = format!("specs/sources/{STATUS}.xtask-new");
    workspace.write(&page_left, b"half a page");
    let output = workspace.run(&["codegen", "--full"]);
    assert!(output.ok, "{}", output.stderr);
    assert_eq!(workspace.read("generated/src/lib.rs"), lib);
    for path in left {
        assert!(!workspace.exists(path), "{path}");
    }
    // Not a page, for any command.
    let sources = workspace.run(&["sources"]);
    assert!(sources.ok, "{}", sources.stderr);
    assert!(!sources.stdout.contains("xtask-new"));
}

/// Removes a file, a folder or a link, if it exists.
#[cfg(unix)]
fn remove(path: &std::path::Path) {
    match path.symlink_metadata() {
        Err(_) => {}
        Ok(found) if found.is_dir() => std::fs::remove_dir_all(path).unwrap(),
        Ok(_) => std::fs::remove_file(path).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_refused() {
    use std::os::unix::fs::symlink;

    let elsewhere = Workspace::new("links-elsewhere", &[]);
    elsewhere.write("kept.txt", b"kept");
    let target = elsewhere.path("kept.txt");
    for place in [
        "specs/sources/cvm-link.en.txt",
        "specs/cvm/2017-03-12/overrides.yaml",
        "specs/cvm/2017-03-12/types.yaml",
        "specs/sources.yaml",
        "specs/lint.yaml",
        "specs/changelog",
        "generated/src/lib.rs",
        "generated/cvm",
        "generated/new.rs",
        "generated",
        "specs/sources",
    ] {
        let workspace = generated("links");
        for kind in ["link", "link to folder", "pipe", "device"] {
            let path = workspace.path(place);
            remove(&path);
            match kind {
                "link" => symlink(&target, path).unwrap(),
                "link to folder" => symlink(elsewhere.path(""), path).unwrap(),
                "device" => symlink("/dev/zero", path).unwrap(),
                _ => {
                    let made = std::process::Command::new("mkfifo").arg(path).status();
                    assert!(made.unwrap().success());
                }
            }
            let output = workspace.run(&["codegen", "--full"]);
            assert!(!output.ok, "{place} {kind}");
            let name = place.rsplit('/').next().unwrap();
            assert!(
                output.stderr.contains(name),
                "{place} {kind}: {}",
                output.stderr
            );
            let reason = if kind == "pipe" {
                "a pipe"
            } else {
                "a symbolic link"
            };
            assert!(
                output.stderr.contains(reason),
                "{place} {kind}: {}",
                output.stderr
            );
        }
    }
    assert_eq!(elsewhere.read("kept.txt"), "kept");
    assert_eq!(elsewhere.files("").len(), 2);
}

#[test]
fn too_large_file_is_an_error() {
    let workspace = generated("large");
    let path = workspace.path("specs/sources/cvm-large.en.txt");
    // A sparse file: it takes no room.
    std::fs::File::create(path)
        .unwrap()
        .set_len(10 << 30)
        .unwrap();
    let output = workspace.run(&["codegen", "--full"]);
    assert!(!output.ok);
    assert!(
        output.stderr.contains("cvm-large.en.txt") && output.stderr.contains("larger than 64 MiB"),
        "{}",
        output.stderr
    );
}

#[cfg(unix)]
#[test]
fn hostile_names_are_printed_with_escapes() {
    let workspace = generated("names");
    let name = "cvm-\u{1b}[31m\u{202e}x\u{9b}.en.txt";
    workspace.write(&format!("specs/sources/{name}"), b"A page.");
    workspace.write("generated/src/\u{1b}]0;title\u{7}.rs", b"mine");
    for arguments in [
        &["codegen", "--full"][..],
        &["sources"],
        &["lint"],
        &["sources", "--accept"],
    ] {
        let output = workspace.run(arguments);
        for text in [&output.stdout, &output.stderr] {
            let obeyed = ['\u{1b}', '\u{202e}', '\u{9b}', '\u{7}'];
            assert!(!text.contains(obeyed), "{arguments:?}: {text:?}");
        }
        let all = format!("{}{}", output.stdout, output.stderr);
        assert!(all.contains("\\u{1b}"), "{arguments:?}: {all}");
    }
}
