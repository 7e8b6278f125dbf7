//! Runs that are killed, come twice at once, or meet a full disk.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Answer;
use crate::site::{PAGES, Site, path};
use crate::support::{Folder, said};
use crate::walk::assert_whole;

/// A site whose pages take their time.
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

fn wait_for(mut what: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !what() {
        assert!(begin.elapsed() < Duration::from_secs(60), "nothing happens");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_killed_run_loses_nothing_that_it_stored() {
    let folder = Folder::new("kill");
    let site = slow_site(Duration::from_millis(80));
    // Killed again and again, after one more page each time.
    for pages in 1..=5 {
        let mut child = start(&site, &folder);
        let stored = || {
            let manifest = std::fs::read_to_string(folder.path("specs/sources.yaml"));
            manifest.map_or(0, |text| text.matches("- file:").count())
        };
        wait_for(|| stored() >= pages || child.try_wait().unwrap().is_some());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(stored() >= pages);
        remove_page_in_flight(&folder);
        assert_whole(&folder);
    }
    site.server.forget();
    let said = said(start(&site, &folder).wait_with_output().unwrap());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.recorded().len(), PAGES.len());
    assert_whole(&folder);
    // What was dealt with before was not asked for again.
    let asked = PAGES
        .iter()
        .map(|page| site.server.times(&path(9001, *page)))
        .sum::<usize>();
    assert!(asked <= PAGES.len() - 3, "{asked}");
}

/// The page in flight may be there without its record: the next run replaces it. Nothing else may be.
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
fn two_runs_at_once_do_not_meddle() {
    let folder = Folder::new("twice");
    let site = slow_site(Duration::from_millis(100));
    let first = start(&site, &folder);
    wait_for(|| folder.path("specs/.scrape/lock").exists() && site.server.asked().len() > 1);
    let second = site.run(&folder, &["bridge"]);
    assert_eq!(second.code, Some(3), "{}", second.stderr);
    assert!(
        second.stderr.contains("another scrape is at work"),
        "{}",
        second.stderr
    );
    let first = said(first.wait_with_output().unwrap());
    assert_eq!(first.code, Some(0), "{}", first.stderr);
    assert_whole(&folder);
}

/// The shell limits the size of files, as a full disk does: a write ends in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_run_and_leaves_whole_files() {
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
        said(command.output().unwrap())
    };
    let full = limited(6);
    assert_eq!(full.code, Some(3), "{}", full.stderr);
    assert!(
        full.stderr.contains("can't write") && full.stderr.contains("goes on where it stopped")
    );
    let pages = sources::read_pages(&folder.path("specs/sources"));
    assert!(
        pages
            .unwrap()
            .values()
            .all(|page| page.ends_with(b"</html>\n"))
    );
    let said = site.run(&folder, &["bridge"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(folder.recorded().len(), PAGES.len());
    assert_whole(&folder);
}
