//! Tests that a reader of YAML 1.1, PyYAML, reads the same from our files as we do.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::{Value, json};

/// Prints each file of the standard input as a line of JSON, as PyYAML reads it. Values without a
/// JSON form, such as dates, become their Python text in a list, so that they differ from ours.
const PYTHON: &str = r#"
import json, sys, yaml
loader = getattr(yaml, sys.argv[1], yaml.SafeLoader)
class Loader(loader):
    pass
def mapping(loader, node):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    odd = [key for key in keys if not isinstance(key, str)]
    if odd:
        return ["keys that are not text", repr(odd)]
    return loader.construct_mapping(node, deep=True)
Loader.add_constructor("tag:yaml.org,2002:map", mapping)
for path in sys.stdin.read().split("\n"):
    with open(path, encoding="utf-8") as file:
        try:
            value = yaml.load(file, Loader)
        except Exception as error:
            value = ["unreadable", str(error)]
    print(json.dumps(value, default=lambda other: ["python", repr(other)]))
"#;

/// Returns the files as PyYAML reads them; `None`, with a message, if it isn't installed.
fn python(loader: &str, files: &[PathBuf]) -> Option<Vec<Value>> {
    let installed = Command::new("python3").args(["-c", "import yaml"]).output();
    if !installed.is_ok_and(|check| check.status.success()) {
        assert!(
            env::var_os("CI").is_none(),
            "PyYAML is missing: install the package python3-yaml"
        );
        eprintln!("skipped: python3 with PyYAML is missing");
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", PYTHON, loader])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let paths: Vec<String> = files
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut input = child.stdin.take().unwrap();
    input.write_all(paths.join("\n").as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

fn yaml_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            yaml_files(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            files.push(path);
        }
    }
}

fn ours(text: &str) -> Value {
    let value: Option<Value> = serde_yaml::from_str(text).unwrap();
    value.unwrap_or_default()
}

#[test]
fn committed_files_read_the_same() {
    let mut files = Vec::new();
    yaml_files(&specs(), &mut files);
    files.sort();
    assert!(files.len() > 100, "{}", files.len());
    let Some(theirs) = python("CSafeLoader", &files) else {
        return;
    };
    assert_eq!(theirs.len(), files.len());
    for (path, theirs) in files.iter().zip(theirs) {
        let ours = ours(&fs::read_to_string(path).unwrap());
        assert!(
            ours == theirs,
            "{}: {}",
            path.display(),
            first_difference("", &ours, &theirs)
        );
    }
}

#[test]
fn openapi_documents_read_the_same() {
    let specs = spec::parse_tree("specs", &spec::read_files(&specs()).unwrap()).unwrap();
    let texts: Vec<(Value, String)> = specs
        .iter()
        .map(|spec| {
            let document = openapi::document(spec);
            let text = spec::yaml::print(&document).unwrap();
            (document, text)
        })
        .collect();
    compare_all("openapi", "CSafeLoader", &texts);
}

/// Compares documents with the readings of their YAML by us and by PyYAML.
fn compare_all(name: &str, loader: &str, texts: &[(Value, String)]) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let mut files = Vec::new();
    for (index, (_, text)) in texts.iter().enumerate() {
        let path = folder.join(format!("{index}.yaml"));
        fs::write(&path, text).unwrap();
        files.push(path);
    }
    for (value, text) in texts {
        let ours = ours(text);
        assert!(ours == *value, "{}", first_difference("", value, &ours));
    }
    let Some(theirs) = python(loader, &files) else {
        return;
    };
    for ((value, _), theirs) in texts.iter().zip(theirs) {
        assert!(*value == theirs, "{}", first_difference("", value, &theirs));
    }
}

/// Returns the path and the values of the first difference.
fn first_difference(path: &str, one: &Value, other: &Value) -> String {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                match other.get(key) {
                    Some(same) if same == value => {}
                    Some(differs) => {
                        return first_difference(&format!("{path}.{key}"), value, differs);
                    }
                    None => return format!("{path}: lacks {key:?}"),
                }
            }
            format!("{path}: has other keys")
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other).enumerate();
            let (index, (one, other)) = pairs.find(|(_, (one, other))| one != other).unwrap();
            first_difference(&format!("{path}[{index}]"), one, other)
        }
        _ => format!("{path}: {one} is not {other}"),
    }
}

/// Texts that a reader of YAML 1.1 or 1.2 takes for something else if they have no quotes.
const TEXTS: &[&str] = &[
    "",
    "~",
    "null",
    "Null",
    "true",
    "True",
    "tRue",
    "yes",
    "Yes",
    "YES",
    "no",
    "No",
    "on",
    "On",
    "off",
    "OFF",
    "y",
    "Y",
    "n",
    "N",
    "=",
    "<<",
    "<",
    "2017-03-12",
    "2017-3-2",
    "2017-03-12T08:00",
    "2018-12-18T08:00:00Z",
    "2018-12-18 08:00:00",
    "2018-12-18t08:00:00.1 +8",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "2017-03-12 or later",
    "12:30",
    "12:30:45",
    "0000:00:08.0",
    "1:2",
    "190:20:30.15",
    "52:54:00:11:22:33",
    "-1:30",
    "0x1F",
    "0x",
    "0X1f",
    "+0x1",
    "0b101",
    "0b2",
    "0o14",
    "010",
    "08",
    "0",
    "-0",
    "+5",
    "5",
    "1_000",
    "_1",
    "1__0",
    "1_",
    "1,000",
    "80,443",
    ".5",
    "5.",
    "+.5",
    "-.5",
    ".",
    "..",
    "...",
    "-",
    "--",
    "---",
    "+",
    "1.5",
    "1.5.2",
    "10.0.0.1",
    "1e3",
    "1E3",
    "1.0e+3",
    "1e-7",
    "1.e+3",
    ".e3",
    "e3",
    ".inf",
    ".Inf",
    "-.INF",
    "+.inf",
    ".nan",
    ".NaN",
    "inf",
    "NaN",
    ":a",
    ":",
    "::",
    ": a",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "- a",
    "? a",
    "-a",
    "?a",
    "&a",
    "*a",
    "!a",
    "!!int 5",
    "%a",
    "@a",
    "`a`",
    "|",
    ">",
    "|-",
    "'",
    "\"",
    "''a''",
    "\"a\"",
    "a'b",
    "[a]",
    "{a: b}",
    "a, b",
    "[",
    "]",
    "{",
    "}",
    ",a",
    " a",
    "a ",
    "  ",
    "\t",
    "a\tb",
    "\ta",
    "a\t",
    "a\nb",
    "a\n",
    "\na",
    "\n",
    "a\n\n",
    "a\n\nb\n",
    " a\nb",
    "a\n b\n- c\nd: 2017-03-12\n",
    "a\r\nb",
    "a \nb",
    "a\rb",
    "a\n \nb",
    "key: |\n  x\n",
    "\u{85}",
    "a\u{85}b",
    "a\u{2028}b",
    "\u{2029}",
    "a\u{2028}b'c\nd",
    "\u{feff}a",
    "a\u{feff}",
    "\u{a0}",
    "a\u{0}b",
    "\u{7f}",
    "\u{9f}",
    "\u{1f600}",
    "\u{fffd}",
    "\u{ffff}",
    "名称",
    "是",
    "：",
    "示例值：“x”",
    "١٢",
    "2017–03–12",
    "12345678901234567890123",
    "-9223372036854775809",
    "1e400",
    "0.1e1",
    "00",
    "0.0",
    "1.",
    "+1.5",
    "1 000",
    "1 month",
    "3D",
    "2FA",
    "0day",
    "1h",
    "e",
    "0e0",
    "1-2",
    "2017-03",
    "20170312",
    "2017-03-12-01",
    "1/2",
    "50%",
];

#[test]
fn ambiguous_texts_read_the_same() {
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    texts.push("x".repeat(300));
    texts.push(format!("{}: y", "x".repeat(300)));
    texts.push(format!("{}\n{}", "x".repeat(300), "2017-03-12"));
    let list: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    let by_key: BTreeMap<&String, Value> = texts.iter().map(|text| (text, json!(text))).collect();
    let nested: BTreeMap<&String, Value> = texts
        .iter()
        .map(|text| {
            (
                text,
                json!([{"on": [[text, {"y": text}]], "2017-03-12": {}}]),
            )
        })
        .collect();
    let documents = [
        json!(list),
        json!(by_key),
        json!({"no": [nested]}),
        json!([[list]]),
    ];
    let texts: Vec<(Value, String)> = documents
        .into_iter()
        .map(|document| {
            let text = spec::yaml::print(&document).unwrap();
            (document, text)
        })
        .collect();
    compare_all("ambiguous", "SafeLoader", &texts);
}

#[test]
fn numbers_read_the_same() {
    let numbers = json!([
        0,
        -1,
        1_000_000,
        u64::MAX,
        i64::MIN,
        0.5,
        -2.5,
        1e16,
        1e-7,
        1.5e300,
        -1e-300,
        123456789.125,
        true,
        false,
        null
    ]);
    let text = spec::yaml::print(&numbers).unwrap();
    assert!(text.contains("- 1.0e+16\n- 1.0e-7\n- 1.5e+300\n"), "{text}");
    compare_all("numbers", "SafeLoader", &[(numbers, text)]);
}
