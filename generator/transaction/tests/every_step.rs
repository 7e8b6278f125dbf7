//! A kill or an error at every step of a transaction, and of the recovery from it.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use tempfile::TempDir;
use transaction::faults::{Fault, Faulty};
use transaction::{Changes, Durability, Layer, Patience, Place, System, WriteError, Writer};

/// The files of a folder with their texts, by path. Folders end with `/`.
type Tree = BTreeMap<String, String>;

/// A folder with files to replace, to remove, and to leave alone.
struct Workspace {
    folder: TempDir,
}

const OLD: [(&str, &str); 5] = [
    ("specs/a.yaml", "old a"),
    ("specs/gone/deep/b.yaml", "old b"),
    ("specs/sources.yaml", "old manifest"),
    ("specs/notes.txt", "a person's"),
    ("generated/lib.rs", "old crate"),
];

const NEW: [(&str, &str); 7] = [
    ("specs/a.yaml", "a new a"),
    ("specs/sources.yaml", "a new manifest"),
    ("specs/notes.txt", "a person's"),
    ("specs/new/c.yaml", "c"),
    ("generated/lib.rs", "a new crate"),
    ("generated/one/two/d.rs", "d"),
    ("generated/one/e.rs", "e"),
];

impl Workspace {
    fn new() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in OLD {
            workspace.write(path, text);
        }
        workspace
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn place(&self) -> Place {
        Place {
            root: self.path(""),
            state: self.path(".xtask"),
        }
    }

    /// Opens the folder and makes those of the changes that are left.
    fn run(&self, layer: &dyn Layer) -> Result<(), WriteError> {
        let writer = Writer::open_with(&self.place(), "test", Patience::NONE, layer)?;
        let tree = self.tree();
        let mut changes = Changes::default();
        for (path, text) in NEW {
            if tree.get(path).is_some_and(|found| found == text) {
                continue;
            }
            match path {
                "specs/sources.yaml" => changes.write_last(path, text.as_bytes()),
                _ if path.starts_with("specs") => {
                    changes.write(path, text.as_bytes(), Durability::PowerFailure);
                }
                _ => changes.write(path, text.as_bytes(), Durability::Kill),
            }
        }
        if tree.contains_key("specs/gone/deep/b.yaml") {
            changes.remove("specs/gone/deep/b.yaml", "specs");
        }
        writer.commit(&changes)
    }

    /// Opens the folder, which makes interrupted runs whole.
    fn recover(&self) -> Option<String> {
        let layer = sound();
        let writer = Writer::open_with(&self.place(), "test", Patience::NONE, &layer).unwrap();
        writer.recovered().map(ToString::to_string)
    }

    fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.folder.path(), "", &mut tree);
        tree.retain(|path, _| !path.starts_with(".xtask"));
        tree
    }

    fn assert_no_leftovers(&self) {
        let state = fs::read_dir(self.path(".xtask")).unwrap();
        let names: Vec<_> = state.map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["lock"]);
    }
}

fn collect(root: &Path, below: &str, tree: &mut Tree) {
    for entry in fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            tree.insert(format!("{path}/"), String::new());
            collect(root, &format!("{path}/"), tree);
        } else if entry.file_type().unwrap().is_file() {
            let text = fs::read_to_string(entry.path()).unwrap();
            tree.insert(path, text);
        }
    }
}

fn tree_of(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, text) in files {
        tree.insert((*path).to_owned(), (*text).to_owned());
        for (at, _) in path.match_indices('/') {
            tree.insert(path[..=at].to_owned(), String::new());
        }
    }
    tree
}

/// Returns a layer without faults, which doesn't wait for the disk.
fn sound() -> Faulty {
    Faulty::new(Fault::Stop, usize::MAX)
}

/// Calls the test with every step until a run doesn't reach it. Returns the number of steps.
fn at_every_step(
    fault: Fault,
    test: impl Fn(&Workspace, &Faulty, Result<(), WriteError>),
) -> usize {
    for step in 0..1000 {
        let workspace = Workspace::new();
        let layer = Faulty::new(fault, step);
        let result = workspace.run(&layer);
        if !layer.has_failed() {
            result.unwrap();
            assert_eq!(workspace.tree(), tree_of(&NEW));
            return step;
        }
        test(&workspace, &layer, result);
    }
    panic!("a run has no end");
}

#[test]
fn kill_at_every_step_leaves_old_or_new_tree() {
    let (old, new) = (tree_of(&OLD), tree_of(&NEW));
    let finished = std::cell::Cell::new(0);
    let steps = at_every_step(Fault::Stop, |workspace, _, _| {
        let note = workspace.recover();
        workspace.assert_no_leftovers();
        let tree = workspace.tree();
        assert!(tree == old || tree == new, "{tree:#?}");
        if note.is_some_and(|note| note.contains("finished an interrupted `test`")) {
            finished.set(finished.get() + 1);
        }
        // One rerun completes the work.
        workspace.run(&sound()).unwrap();
        assert_eq!(workspace.tree(), new);
        workspace.assert_no_leftovers();
    });
    assert!(steps > 40, "{steps}");
    // Every step between the journal and its removal.
    assert!(finished.get() > 12, "{}", finished.get());
}

#[test]
fn kill_at_every_step_of_recovery_is_recovered_too() {
    let (old, new) = (tree_of(&OLD), tree_of(&NEW));
    let mut step = 0;
    loop {
        let mut is_over = false;
        for again in 0..1000 {
            let workspace = Workspace::new();
            let layer = Faulty::new(Fault::Stop, step);
            let _ = workspace.run(&layer);
            is_over = !layer.has_failed();
            let second = Faulty::new(Fault::Stop, again);
            let _ = Writer::open_with(&workspace.place(), "test", Patience::NONE, &second);
            workspace.recover();
            let tree = workspace.tree();
            assert!(tree == old || tree == new, "{step} {again}: {tree:#?}");
            workspace.assert_no_leftovers();
            if !second.has_failed() {
                break;
            }
        }
        if is_over {
            break;
        }
        step += 1;
    }
    assert!(step > 40, "{step}");
}

#[test]
fn error_at_every_step_changes_nothing() {
    let (old, new) = (tree_of(&OLD), tree_of(&NEW));
    for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied] {
        at_every_step(Fault::Once(kind), |workspace, _, result| {
            let Err(error) = result else {
                // Only the removal of temporary files failed.
                assert_eq!(workspace.tree(), new);
                workspace.recover();
                workspace.assert_no_leftovers();
                return;
            };
            let message = error.to_string();
            assert!(message.starts_with("error: can't "), "{message}");
            assert!(message.contains(&std::io::Error::from(kind).to_string()));
            assert!(message.contains("no file has changed"), "{message}");
            assert_eq!(workspace.tree(), old, "{message}");
            workspace.run(&sound()).unwrap();
            assert_eq!(workspace.tree(), new);
            workspace.assert_no_leftovers();
        });
    }
}

#[test]
fn lasting_error_at_every_step_is_made_whole() {
    let (old, new) = (tree_of(&OLD), tree_of(&NEW));
    for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied] {
        at_every_step(Fault::Always(kind), |workspace, _, result| {
            if result.is_ok() {
                assert_eq!(workspace.tree(), new);
            }
            workspace.recover();
            let tree = workspace.tree();
            assert!(tree == old || tree == new, "{tree:#?}");
            workspace.run(&sound()).unwrap();
            assert_eq!(workspace.tree(), new);
            workspace.assert_no_leftovers();
        });
    }
}

/// Returns a workspace whose run was killed when its journal was complete.
fn killed_with_journal() -> Workspace {
    for step in 0..1000 {
        let workspace = Workspace::new();
        let _ = workspace.run(&Faulty::new(Fault::Stop, step));
        if workspace.path(".xtask/transaction/journal").exists() {
            return workspace;
        }
    }
    panic!("no run has a journal");
}

#[test]
fn file_edited_after_a_kill_stays() {
    let workspace = killed_with_journal();
    workspace.write("specs/a.yaml", "edited after the kill");
    let note = workspace.recover().unwrap();
    assert!(
        note.contains("specs/a.yaml isn't as that run left it"),
        "{note}"
    );
    let mut expected = tree_of(&NEW);
    expected.insert(
        "specs/a.yaml".to_owned(),
        "edited after the kill".to_owned(),
    );
    assert_eq!(workspace.tree(), expected);
}

#[test]
fn bytes_lost_in_a_power_failure_are_not_installed() {
    let workspace = killed_with_journal();
    let staged = workspace.path(".xtask/transaction/new-0");
    for entry in fs::read_dir(staged).unwrap() {
        let path = entry.unwrap().path();
        if fs::read_to_string(&path).unwrap() == "a new crate" {
            fs::write(path, "").unwrap();
        }
    }
    let note = workspace.recover().unwrap();
    assert!(note.contains("generated/lib.rs"), "{note}");
    assert_eq!(workspace.tree()["generated/lib.rs"], "old crate");
    assert_eq!(workspace.tree()["generated/one/e.rs"], "e");
}

#[test]
fn second_writer_is_told_who_holds_the_lock() {
    let workspace = Workspace::new();
    let first = Writer::open(&workspace.place(), "cargo xtask codegen", Patience::NONE).unwrap();
    let refused = Writer::open(&workspace.place(), "another", Patience::NONE);
    let message = refused.err().unwrap().to_string();
    let holder = format!("`cargo xtask codegen` (process {})", std::process::id());
    assert!(message.contains(&holder), "{message}");
    drop(first);
    Writer::open(&workspace.place(), "another", Patience::NONE).unwrap();
}

#[test]
fn paths_leading_elsewhere_are_refused() {
    let workspace = Workspace::new();
    let writer = Writer::open(&workspace.place(), "test", Patience::NONE).unwrap();
    for path in ["../a", "/tmp/a", "specs/../../a", ""] {
        let mut changes = Changes::default();
        changes.write(path, b"x", Durability::Kill);
        let error = writer.commit(&changes).unwrap_err().to_string();
        assert!(error.contains("isn't a path below"), "{error}");
    }
    assert_eq!(workspace.tree(), tree_of(&OLD));
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    use std::os::unix::fs::symlink;

    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("lib.rs"), "untouched").unwrap();
    let workspace = Workspace::new();
    fs::remove_file(workspace.path("specs/a.yaml")).unwrap();
    symlink(elsewhere.path(), workspace.path("generated/one")).unwrap();
    let target = elsewhere.path().join("lib.rs");
    let error = workspace.run(&System).unwrap_err().to_string();
    assert!(
        error.contains("generated/one: it is a symbolic link"),
        "{error}"
    );
    fs::remove_file(workspace.path("generated/one")).unwrap();
    symlink(&target, workspace.path("specs/a.yaml")).unwrap();
    let error = workspace.run(&System).unwrap_err().to_string();
    assert!(
        error.contains("specs/a.yaml: it is a symbolic link"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(target).unwrap(), "untouched");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}
