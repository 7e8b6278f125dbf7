//! Random JSON texts: mutated documented examples, generated values, and members of odd types.

use std::fs;
use std::path::Path;

use fastrand::Rng;
use serde_json::Value;

/// The number of documented examples in use, which are taken from all products.
const EXAMPLES: usize = 400;

/// Returns the JSON of documented replies.
pub(crate) fn documented_examples() -> Vec<String> {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut files = Vec::new();
    collect_actions(&specs, &mut files);
    assert!(files.len() > 100, "{} has few actions", specs.display());
    files.sort();
    let step = files.len().div_ceil(EXAMPLES);
    let examples = files.iter().step_by(step).flat_map(|file| {
        let text = fs::read_to_string(file).unwrap();
        let action: Value = serde_yaml::from_str(&text).unwrap();
        let examples = action["examples"].as_array().cloned().unwrap_or_default();
        let responses = examples
            .into_iter()
            .map(|mut example| example["response"].take());
        responses
            .filter(|response| !response.is_null())
            .collect::<Vec<_>>()
    });
    let examples: Vec<_> = examples.map(|response| response.to_string()).collect();
    assert!(examples.len() > 50, "{} has few examples", specs.display());
    examples
}

fn collect_actions(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_actions(&path, files);
        } else if path.parent().unwrap().ends_with("actions") {
            files.push(path);
        }
    }
}

/// Returns a text that is JSON or nearly so.
pub(crate) fn any_json(rng: &mut Rng, examples: &[String]) -> String {
    let mut text = match rng.u8(..3) {
        0 => examples[rng.usize(..examples.len())].clone(),
        _ => value(rng, 4),
    };
    let mutations = rng.usize(..4);
    for _ in 0..mutations {
        text = mutated(rng, &text);
    }
    text
}

/// Replaces, removes or inserts a piece of the text.
fn mutated(rng: &mut Rng, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = rng.usize(..=chars.len());
    let end = (at + rng.usize(..4)).min(chars.len());
    let piece = match rng.u8(..6) {
        0 => String::new(),
        1 => value(rng, 1),
        2 => number(rng),
        3 => string(rng),
        _ => pick(rng, PIECES).to_owned(),
    };
    chars.splice(at..end, piece.chars());
    chars.into_iter().collect()
}

const PIECES: &[&str] = &[
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\u00e9", "null", "true", "0",
    "-", ".", "e", "E+", " ", "\n", "\t", "\u{0}", "\u{1f}", "\u{FFFD}", "é", "中", "\u{2028}",
    "NaN", "'", "//",
];

fn value(rng: &mut Rng, depth: usize) -> String {
    match rng.u8(..if depth == 0 { 6 } else { 10 }) {
        0 => pick(rng, &["null", "true", "false"]).to_owned(),
        1 | 2 => number(rng),
        3..=5 => string(rng),
        6 | 7 => {
            let elements: Vec<_> = (0..rng.usize(..5)).map(|_| value(rng, depth - 1)).collect();
            format!("[{}]", elements.join(pick(rng, &[",", " , ", ",\n"])))
        }
        _ => {
            let members: Vec<_> = (0..rng.usize(..5))
                .map(|_| format!("{}:{}", string(rng), value(rng, depth - 1)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

/// Returns a number, often near a limit of a type.
fn number(rng: &mut Rng) -> String {
    let digits = |rng: &mut Rng, count: usize| -> String {
        let first = char::from(b'1' + rng.u8(..9));
        let rest = (1..count).map(|_| char::from(b'0' + rng.u8(..10)));
        std::iter::once(first)
            .chain(rest.collect::<Vec<_>>())
            .collect()
    };
    let count = rng.usize(1..24);
    let sign = pick(rng, &["", "-"]);
    match rng.u8(..8) {
        0 => rng.i64(..).to_string(),
        1 => rng.u64(..).to_string(),
        2 => pick(rng, LIMITS).to_owned(),
        3 => format!("{sign}{}", digits(rng, count)),
        4 => format!(
            "{sign}{}.{}",
            digits(rng, count),
            pick(rng, &["0", "00", "5", "10"])
        ),
        5 => format!("{sign}{}e{}", digits(rng, count), rng.i32(-30..30)),
        6 => format!(
            "{sign}0.{}E{}",
            digits(rng, count),
            pick(rng, &["+3", "-3", "+25", "400", "0"])
        ),
        _ => rng.u8(..4).to_string(),
    }
}

const LIMITS: &[&str] = &[
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "9223372036854775807.0",
    "922337203685477580.8e1",
    "8539083177E+9",
    "4503599627370497.5",
    "1e308",
    "1e309",
    "-0",
    "-0.0",
    "0e5",
    "1.0E2",
    "2.14E-4",
    "9007199254740993",
    "123456789012345678901234567890",
];

fn string(rng: &mut Rng) -> String {
    let text: String = (0..rng.usize(..6)).map(|_| pick(rng, CHARACTERS)).collect();
    format!("\"{text}\"")
}

const CHARACTERS: &[&str] = &[
    "a",
    "B",
    "0",
    " ",
    "é",
    "中",
    "😀",
    "\\n",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\ufffd",
    "\\u0000",
    "{",
    "]",
    ":",
    ",",
];

fn pick<'a>(rng: &mut Rng, from: &[&'a str]) -> &'a str {
    from[rng.usize(..from.len())]
}

/// The members of the sample structure.
const MEMBERS: &[&str] = &[
    "InstanceId",
    "CPU",
    "Bandwidth",
    "AutoRenew",
    "Placement",
    "DataDisks",
    "PrivateIps",
    "Samples",
    "Counts",
    "Matrix",
];

/// Returns an instance whose members have values of any type.
pub(crate) fn instance(rng: &mut Rng) -> String {
    let mut members: Vec<String> = Vec::new();
    for name in MEMBERS {
        if rng.bool() {
            members.push(format!("\"{name}\":{}", member(rng)));
        }
    }
    if rng.bool() {
        let parent = format!("{{\"InstanceId\":{},\"CPU\":{}}}", scalar(rng), scalar(rng));
        let parent = if rng.u8(..4) == 0 {
            member(rng)
        } else {
            parent
        };
        members.push(format!("\"Parent\":{parent}"));
    }
    if rng.bool() {
        members.push(format!("\"Unknown\":{}", member(rng)));
    }
    rng.shuffle(&mut members);
    format!("{{{}}}", members.join(pick(rng, &[",", " ,\n"])))
}

/// Returns a value that fits some type, or nearly so.
fn member(rng: &mut Rng) -> String {
    let list = |rng: &mut Rng, element: fn(&mut Rng) -> String| {
        let elements: Vec<_> = (0..rng.usize(..4)).map(|_| element(rng)).collect();
        format!("[{}]", elements.join(","))
    };
    match rng.u8(..7) {
        0 | 1 => scalar(rng),
        2 => structure(rng),
        3 => list(rng, scalar),
        4 => list(rng, structure),
        5 => list(rng, |rng| format!("[{},{}]", scalar(rng), scalar(rng))),
        _ => {
            let names = pick(rng, &["0 1", "1 0", "0 2", "1", "00", "0", "0 Zone", "x"]);
            let members: Vec<_> = names
                .split(' ')
                .map(|name| {
                    format!(
                        "\"{name}\":{}",
                        if rng.bool() {
                            structure(rng)
                        } else {
                            scalar(rng)
                        }
                    )
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

fn scalar(rng: &mut Rng) -> String {
    match rng.u8(..6) {
        // `serde_json` reads only numbers within the range of floats.
        0 => finite(rng),
        1 => format!("\"{}\"", finite(rng)),
        2 => pick(rng, ODD).to_owned(),
        3 => rng.u8(..3).to_string(),
        4 => string(rng),
        _ => pick(
            rng,
            &[
                "null", "true", "false", "{}", "[]", "\"\"", "[[]]", "[null]",
            ],
        )
        .to_owned(),
    }
}

fn finite(rng: &mut Rng) -> String {
    loop {
        let number = number(rng);
        if number.parse().is_ok_and(f64::is_finite) {
            return number;
        }
    }
}

const ODD: &[&str] = &[
    "\"N/A\"",
    "\"-\"",
    "\"yes\"",
    "\"TRUE\"",
    "\" false \"",
    "\"NaN\"",
    "\"inf\"",
    "\"-Infinity\"",
    "\"1,024\"",
    "\"0x10\"",
    "\"null\"",
    "\"1e999\"",
    "\" 12 \"",
    "\"+7\"",
    "\"007\"",
    "\".5\"",
    "\"1.\"",
    "\"{\\\"DiskSize\\\":1}\"",
];

/// Returns an object with members of the sample's small structures.
fn structure(rng: &mut Rng) -> String {
    let mut names = ["DiskSize", "Encrypt", "Zone", "ProjectId", "Other"];
    rng.shuffle(&mut names);
    let members: Vec<_> = names[..rng.usize(..4)]
        .iter()
        .map(|name| format!("\"{name}\":{}", scalar(rng)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// Returns whether an object in the text has two members of one name. `value` is the parsed text,
/// which keeps one of them.
pub(crate) fn repeats_a_name(json: &str, value: &Value) -> bool {
    let (mut colons, mut chars) = (0, json.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => skip_string(&mut chars),
            ':' => colons += 1,
            _ => {}
        }
    }
    colons > members(value)
}

fn skip_string(chars: &mut impl Iterator<Item = char>) {
    while let Some(c) = chars.next() {
        match c {
            '\\' => _ = chars.next(),
            '"' => return,
            _ => {}
        }
    }
}

/// Counts the members of all objects in a value.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        _ => 0,
    }
}

/// Counts the integers that a float rounds, or could, outside of strings.
pub(crate) fn integers_beyond_64_bits(json: &str) -> usize {
    let mut count = 0;
    let mut chars = json.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c == '"' {
            skip_string(&mut chars.by_ref().map(|(_, c)| c));
        } else if c == '-' || c.is_ascii_digit() {
            let is_part = |c: &(usize, char)| c.1.is_ascii_digit() || ".eE+-".contains(c.1);
            let mut end = start + 1;
            while let Some((at, _)) = chars.next_if(is_part) {
                end = at + 1;
            }
            let number = &json[start..end];
            let is_integer = number
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_digit());
            let fits = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
            count += usize::from(is_integer && !fits);
        }
    }
    count
}
