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
