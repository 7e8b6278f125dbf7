//! Runs that are killed, run concurrently, or meet a full disk.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Answer;
use crate::site::{PAGES, Site, path};
use crate::walk::assert_consistent;
use crate::{Folder, run_output};

/// Returns a site with slow pages.
fn slow_site(delay: Duration) -> Site {
    let site = Site::start();
    for (number, name) in [
        (70004, "DescribeBridges"),
        (70005, "CreateBridge"),
        (70006, "DescribeTasks"),
    ] {
        let page = crate::site::with_catalogue(&crate::site::action(name, "bridge"));
        site.answer(
            9001,
            number,
            [Answer {
                delay,
                ..Answer::page(page)
            }],
        );
    }
    for (number, name) in [
        (70000, "history"),
        (70001, "overview"),
        (70002, "regions"),
        (70009, "types"),
        (70010, "errors"),
    ] {
        let page = crate::site::chapter(name);
        site.answer(
            9001,
            number,
            [Answer {
                delay,
                ..Answer::page(page)
            }],
        );
    }
    site
}

fn start(site: &Site, folder: &Folder) -> std::process::Child {
    let arguments = site.arguments(&["bridge"]);
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut command = folder.command(&words);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn wait_until(mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(60), "timed out");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn killed_run_keeps_stored_pages() {
    let folder = Folder::new("kill");
    let site = slow_site(Duration::from_millis(80));
    // Kills a run after one page, the next one after two pages, and so on.
    for pages in 1..=5 {
        let mut child = start(&site, &folder);
        let stored = || {
            let manifest = std::fs::read_to_string(folder.path("specs/sources.yaml"));
            manifest.map_or(0, |text| text.matches("- file:").count())
        };
        wait_until(|| stored() >= pages || child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(stored() >= pages);
        remove_page_in_flight(&folder);
        assert_consistent(&folder);
    }
    site.server.forget();
    let output = run_output(start(&site, &folder).wait_with_output().unwrap());
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded().len(), PAGES.len());
    assert_consistent(&folder);
    // Pages that were done before are not requested again.
    let requests = PAGES
        .iter()
        .map(|page| site.server.times(&path(9001, *page)))
        .sum::<usize>();
    assert!(requests <= PAGES.len() - 3, "{requests}");
}

/// Removes a page that was stored without its record, which the next run would replace. Only one
/// page may be in that state.
fn remove_page_in_flight(folder: &Folder) {
    let recorded = folder.recorded();
    let sources = folder.path("specs/sources");
    let pages = sources::read_pages(&sources).unwrap();
    let unrecorded: Vec<&String> = pages
        .keys()
        .filter(|file| !recorded.contains(file))
        .collect();
    assert!(unrecorded.len() <= 1, "{unrecorded:?}");
    for file in unrecorded {
        assert!(
            pages[file].ends_with(b"</html>\n"),
            "{file} is half written"
        );
        std::fs::remove_file(sources.join(file)).unwrap();
    }
}

#[test]
fn concurrent_run_is_refused() {
    let folder = Folder::new("twice");
    let site = slow_site(Duration::from_millis(100));
    let first = start(&site, &folder);
    wait_until(|| folder.path("specs/.scrape/lock").exists() && site.server.requests().len() > 1);
    let second = site.run(&folder, &["bridge"]);
    assert_eq!(second.code, Some(3), "{}", second.stderr);
    assert!(
        second.stderr.contains("another scrape is running"),
        "{}",
        second.stderr
    );
    let first = run_output(first.wait_with_output().unwrap());
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert_consistent(&folder);
}

/// The shell limits the size of files, so writes fail midway, as on a full disk.
#[cfg(unix)]
#[test]
fn full_disk_leaves_only_whole_files() {
    let folder = Folder::new("full");
    let site = Site::start();
    let limited = |blocks: u32| {
        let mut command = Command::new("sh");
        command
            .args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""),
                "sh",
            ])
            .arg(env!("CARGO_BIN_EXE_scrape"))
            .args(["--specs", "specs"])
            .args(site.arguments(&["bridge"]))
            .current_dir(folder.path(""));
        run_output(command.output().unwrap())
    };
    let full = limited(6);
    assert_eq!(full.code, Some(3), "{}", full.stderr);
    assert!(full.stderr.contains("can't write") && full.stderr.contains("run the command again"));
    let pages = sources::read_pages(&folder.path("specs/sources"));
    assert!(
        pages
            .unwrap()
            .values()
            .all(|page| page.ends_with(b"</html>\n"))
    );
    let output = site.run(&folder, &["bridge"]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert_eq!(folder.recorded().len(), PAGES.len());
    assert_consistent(&folder);
}

/// Ends an import at every step that changes a file, then runs it again.
#[test]
fn import_killed_at_every_step_is_completed_by_the_next() {
    let pages = [
        (
            "tree/DescribeBridges.en.md",
            crate::document("en/l-source.md"),
        ),
        ("tree/types.en.md", crate::document("chapters/types.md")),
    ];
    let expected = Folder::new("every-step-expected");
    for (path, text) in &pages {
        expected.write(path, text);
    }
    assert_eq!(expected.run(&["tree"]).code, Some(0));
    for fault in ["kill", "kill-midway"] {
        for step in 0..200 {
            let folder = Folder::new("every-step");
            for (path, text) in &pages {
                folder.write(path, text);
            }
            let mut command = folder.command(&["tree"]);
            command.env(transaction::faults::VARIABLE, format!("{fault} {step}"));
            let killed = run_output(command.output().unwrap());
            let rerun = folder.run(&["tree"]);
            assert_eq!(rerun.code, Some(0), "{fault} {step}: {}", rerun.stderr);
            assert_eq!(folder.manifest(), expected.manifest(), "{fault} {step}");
            assert_consistent(&folder);
            let left = std::fs::read_dir(folder.path("specs/.scrape")).unwrap();
            assert!(left.count() <= 2, "{fault} {step}");
            if killed.code == Some(0) {
                assert!(step > 20, "{step}");
                break;
            }
            assert_eq!(
                killed.code,
                Some(transaction::faults::KILLED),
                "{}",
                killed.stderr
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn links_pipes_and_their_names_are_refused() {
    let folder = Folder::new("links");
    folder.write("page.md", crate::document("en/l-source.md"));
    assert_eq!(folder.run(&["page.md"]).code, Some(0));
    let pipe = folder.path("tree/a\u{1b}[31m\u{202e}.md");
    folder.write("tree/b.md", crate::document("en/l-source.md"));
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    // A pipe would block for ever.
    let output = folder.run(&["tree"]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert!(
        output.stderr.contains("a pipe, a socket or a device"),
        "{}",
        output.stderr
    );
    assert!(
        output.stderr.contains("a\\u{1b}[31m\\u{202e}.md"),
        "{}",
        output.stderr
    );
    assert!(
        !output.stderr.contains(['\u{1b}', '\u{202e}']),
        "{}",
        output.stderr
    );

    let elsewhere = folder.path("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    std::fs::remove_dir_all(folder.path("specs/sources/bridge")).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder.path("specs/sources/bridge")).unwrap();
    let output = folder.run(&["page.md"]);
    assert_eq!(output.code, Some(3), "{}", output.stderr);
    assert!(
        output.stderr.contains("bridge: it is a symbolic link"),
        "{}",
        output.stderr
    );
    assert_eq!(std::fs::read_dir(elsewhere).unwrap().count(), 0);
}
