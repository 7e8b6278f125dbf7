//! The sizes of files and functions.

/// The most lines of a file.
const LONGEST_FILE: usize = 450;

/// The most lines of a function.
const LONGEST_FUNCTION: usize = 60;

/// Files below this size are short.
const SHORT_FILE: usize = 60;

/// The least number of source files per short one.
const ONE_SHORT_IN: usize = 10;

/// The least median size of source files, in lines.
const LEAST_MEDIAN: usize = 140;

/// Returns a line for each rule that the files break, given as pairs of path and text.
pub(crate) fn violations(files: &[(String, String)]) -> Vec<String> {
    let mut violations = Vec::new();
    let mut sources = Vec::new();
    for (file, text) in files.iter().filter(|(file, _)| file.ends_with(".rs")) {
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            violations.push(format!("{file}: {lines} lines, at most {LONGEST_FILE}"));
        }
        for (name, lines) in long_functions(text) {
            violations.push(format!(
                "{file}: `{name}` has {lines} lines, at most {LONGEST_FUNCTION}"
            ));
        }
        if file.contains("/src/") {
            sources.push((lines, file));
        }
    }
    sources.sort();
    let short: Vec<String> = sources
        .iter()
        .filter(|(lines, _)| *lines < SHORT_FILE)
        .map(|(lines, file)| format!("{file} ({lines})"))
        .collect();
    if short.len() * ONE_SHORT_IN > sources.len() {
        violations.push(format!(
            "{} of {} files have fewer than {SHORT_FILE} lines, at most one in {ONE_SHORT_IN} may: {}",
            short.len(),
            sources.len(),
            short.join(", ")
        ));
    }
    let median = sources
        .get(sources.len() / 2)
        .map_or(0, |(lines, _)| *lines);
    if median < LEAST_MEDIAN {
        violations.push(format!(
            "the median file has {median} lines, not {LEAST_MEDIAN}"
        ));
    }
    violations
}

/// Returns the functions that are too long, with their number of lines. Relies on rustfmt: a
/// function's last line has the indentation of its first, and closes its braces.
fn long_functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut long = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let end = lines.iter().skip(start).position(|line| {
            let is_outside = line.len() - line.trim_start().len() == indent;
            is_outside && line.trim_start().starts_with('}')
        });
        // A declaration without a body ends at its semicolon.
        let body = lines
            .iter()
            .skip(start)
            .position(|line| line.ends_with(['{', ';']));
        let has_body = body.is_some_and(|at| lines[start + at].ends_with('{'));
        if let Some(end) = end
            && has_body
            && end + 1 > LONGEST_FUNCTION
        {
            long.push((name, end + 1));
        }
    }
    long
}

/// Returns the name of the function whose signature begins on a line.
fn function_name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    let before = |word: &&str| {
        matches!(
            *word,
            "pub" | "const" | "async" | "pub(crate)" | "pub(super)"
        )
    };
    let first = words.by_ref().find(|word| !before(word))?;
    if first != "fn" {
        return None;
    }
    words.next()?.split(['(', '<']).next()
}

#[test]
fn long_functions_lists_names_and_sizes() {
    let body = |lines: usize| "    x();\n".repeat(lines);
    let text = format!(
        "fn short() {{\n{}}}\n\npub(crate) async fn long<T>(\n    x: T,\n) -> T {{\n{}}}\n\n\
         trait A {{\n    fn declared(&self);\n}}\n",
        body(58),
        body(57)
    );
    assert_eq!(long_functions(&text), [("long", 61)]);
}

#[test]
fn violations_count_long_and_short_files() {
    let file = |name: &str, lines: usize| (format!("a/src/{name}.rs"), "x\n".repeat(lines));
    let fine: Vec<_> = (0..10)
        .map(|number| file(&number.to_string(), 150))
        .collect();
    assert_eq!(violations(&fine), Vec::<String>::new());
    let mut faulty = fine.clone();
    faulty.extend([file("long", 451), file("short", 59), file("tiny", 1)]);
    let found = violations(&faulty);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("a/src/long.rs: 451 lines"),
        "{found:?}"
    );
    assert!(found[1].starts_with("2 of 13 files"), "{found:?}");
}
