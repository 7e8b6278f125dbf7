//! Figures as tables for people.

use std::fmt::Write as _;

use serde_json::Value;

/// All tables that the figures hold.
pub(super) fn tables(figures: &Value) -> String {
    let mut text = String::new();
    for reply in list(&figures["calls"]) {
        let title = format!(
            "{} reply, {} bytes: CPU time per call",
            words(&reply["reply"]),
            reply["bytes"]
        );
        times(&mut text, &title, &reply["contenders"]);
    }
    for reply in ["large", "empty"] {
        allocations(&mut text, reply, &figures["allocations"][reply]);
    }
    concurrent(&mut text, &figures["concurrent"]);
    let first = "from the start of a program to its first reply: CPU time";
    times(&mut text, first, &figures["first_call"]);
    text
}

fn times(text: &mut String, title: &str, contenders: &Value) {
    if list(contenders).is_empty() {
        return;
    }
    line(
        text,
        &format!(
            "{title}\n{:30}{:>28}{:>28}",
            "", "µs: median (quartiles)", "ratio to the first"
        ),
    );
    for contender in list(contenders) {
        let name = words(&contender["name"]);
        let cpu = quartiles(&contender["cpu_us"], 1);
        let ratio = quartiles(&contender["ratio"], 2);
        line(text, &format!("{name:30}{cpu:>28}{ratio:>28}"));
    }
    text.push('\n');
}

fn allocations(text: &mut String, reply: &str, contenders: &Value) {
    if list(contenders).is_empty() {
        return;
    }
    line(
        text,
        &format!(
            "{reply} reply: per call\n{:30}{:>14}{:>16}{:>12}",
            "", "allocations", "reallocations", "bytes"
        ),
    );
    for contender in list(contenders) {
        let name = words(&contender["name"]);
        let number = |key: &str| format!("{:.1}", contender[key].as_f64().unwrap_or(f64::NAN));
        let (made, grown, bytes) = (
            number("allocations"),
            number("reallocations"),
            number("bytes"),
        );
        line(text, &format!("{name:30}{made:>14}{grown:>16}{bytes:>12}"));
    }
    text.push('\n');
}

fn concurrent(text: &mut String, figures: &Value) {
    let Some(figures) = figures.as_object() else {
        return;
    };
    for (name, figures) in figures {
        if let Some(bytes) = figures["bytes_per_call"].as_u64() {
            let cpu = figures["cpu_us_per_call"].as_f64().unwrap_or(f64::NAN);
            line(
                text,
                &format!(
                    "{name}: {bytes} bytes and {cpu:.1} µs per call in flight, connection included"
                ),
            );
        } else {
            line(text, &format!("{figures} {name} at once"));
        }
    }
    text.push('\n');
}

fn quartiles(value: &Value, digits: usize) -> String {
    let at = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    let (median, lower, upper) = (at("median"), at("lower"), at("upper"));
    format!("{median:.digits$} ({lower:.digits$}–{upper:.digits$})")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn line(text: &mut String, line: &str) {
    // Writing to a `String` has no way to fail.
    let _ = writeln!(text, "{line}");
}
