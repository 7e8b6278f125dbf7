//! The figures of a run as tables.

use std::fmt::Write as _;

use serde_json::Value;

/// Returns the tables for which there are figures.
pub(crate) fn tables(figures: &Value) -> String {
    let mut text = String::new();
    for reply in list(&figures["calls"]) {
        let title = format!(
            "{} reply, {} bytes: CPU time per call",
            words(&reply["reply"]),
            reply["bytes"]
        );
        times(&mut text, &title, &reply["contenders"]);
    }
    times(&mut text, "signatures: CPU time", &figures["signing"]);
    for reply in ["large", "empty"] {
        allocations(&mut text, reply, &figures["allocations"][reply]);
    }
    concurrent(&mut text, &figures["concurrent"]);
    let first = "program start to first reply, plain: CPU time";
    times(&mut text, first, &figures["first_call"]);
    let first = "program start to first reply, TLS with the system's roots: CPU time";
    times(&mut text, first, &figures["first_call_tls"]);
    fake(&mut text, &figures["fake"]);
    texts(&mut text, list(&figures["text"]));
    scales(&mut text, list(&figures["scale"]));
    crates(&mut text, &figures["scale_crates"]);
    pages(&mut text, list(&figures["pages"]));
    text
}

fn fake(text: &mut String, figures: &Value) {
    if figures.is_null() {
        return;
    }
    line(
        text,
        &format!(
            "the fake cloud: ready after {} ms, {} MiB resident, {} MiB after all calls, reset in {} µs",
            quartiles(&figures["ready_ms"], 1),
            quartiles(&figures["resident_mib"], 1),
            shown(&figures["resident_after_calls_mib"]),
            quartiles(&figures["reset_us"], 0),
        ),
    );
    let title = "signed calls on one core";
    let columns = ["per second", "of CPU time", "CPU, µs", "bytes"];
    let columns = columns.map(|column| format!("{column:>14}")).concat();
    line(text, &format!("{title:38}{columns}"));
    for call in list(&figures["calls"]) {
        let number = |key: &str| call[key].as_f64().unwrap_or(f64::NAN);
        let name = words(&call["name"]);
        let (wall, cpu) = (number("per_second"), number("per_cpu_second"));
        let (each, bytes) = (number("server_cpu_us"), number("bytes"));
        line(
            text,
            &format!("{name:38}{wall:>14.0}{cpu:>14.0}{each:>14.1}{bytes:>14.0}"),
        );
    }
    text.push('\n');
}

fn texts(text: &mut String, lengths: &[Value]) {
    for length in lengths {
        let number = |key: &str| length[key].as_u64().unwrap_or_default();
        let megabytes = number("bytes") as f64 / 1e6;
        let each = number("wall_ms") as f64 / megabytes;
        line(
            text,
            &format!(
                "{} x {}: {megabytes:.1} MB, {} actions, {} ms, {} ms of CPU, {each:.0} ms per MB",
                words(&length["file"]),
                length["repetitions"],
                length["actions"],
                length["wall_ms"],
                length["cpu_ms"],
            ),
        );
    }
}

fn scales(text: &mut String, sizes: &[Value]) {
    for (index, size) in sizes.iter().enumerate() {
        let stages = list(&size["stages"]);
        if index == 0 {
            let names: String = stages
                .iter()
                .map(|stage| format!("{:>8}", words(&stage[0])))
                .collect();
            let rest = format!("{:>8}{:>8}{:>10}", "total", "cpu", "peak");
            let title = "from specs to crates, in the proportions of the cloud: milliseconds, MiB";
            line(
                text,
                &format!("\n{title}\n{:>8}{:>8}{names}{rest}", "actions", "types"),
            );
        }
        let times: String = stages
            .iter()
            .map(|stage| format!("{:>8}", shown(&stage[1])))
            .collect();
        line(
            text,
            &format!(
                "{:>8}{:>8}{times}{:>8}{:>8}{:>10}",
                shown(&size["actions"]),
                shown(&size["types"]),
                shown(&size["wall_ms"]),
                shown(&size["cpu_ms"]),
                shown(&size["peak_mib"])
            ),
        );
    }
}

fn crates(text: &mut String, figures: &Value) {
    let largest = words(&figures["largest"]);
    if largest.is_empty() {
        return;
    }
    let megabytes = |key: &str| figures[key].as_f64().unwrap_or(f64::NAN) / 1e6;
    line(
        text,
        &format!(
            "\npacked: the largest crate, {largest}, {:.2} MB; all crates {:.1} MB",
            megabytes("largest_packed_bytes"),
            megabytes("all_packed_bytes")
        ),
    );
    let facade = format!("the facade with {}", words(&figures["facade_feature"]));
    let rows = [
        (largest, &figures["largest_all_features"]),
        (facade.as_str(), &figures["facade_one_feature"]),
    ];
    for (name, costs) in rows {
        for command in ["check", "doc"] {
            let cost = |key: &str| costs[command][key].as_f64().unwrap_or(f64::NAN);
            line(
                text,
                &format!(
                    "cargo {command} of {name}: {:.1} s of CPU, peak {:.0} MiB",
                    cost("cpu_ms") / 1e3,
                    cost("peak_kib") / 1024.0
                ),
            );
        }
    }
}

fn pages(text: &mut String, sizes: &[Value]) {
    for size in sizes {
        let number = |key: &str| size[key].as_f64().unwrap_or(f64::NAN);
        let each = number("cpu_ms") / number("pages");
        let stages: Vec<String> = list(&size["stages"])
            .iter()
            .map(|stage| format!("{} {} ms", words(&stage[0]), stage[1]))
            .collect();
        line(
            text,
            &format!(
                "{} pages, {:.1} MB, to {} spec files: {} ms, {} ms of CPU, {each:.2} ms of CPU a \
                 page, {} MiB ({})",
                size["pages"],
                number("bytes") / 1e6,
                size["files"],
                size["wall_ms"],
                size["cpu_ms"],
                shown(&size["peak_mib"]),
                stages.join(", "),
            ),
        );
    }
}

fn times(text: &mut String, title: &str, contenders: &Value) {
    if list(contenders).is_empty() {
        return;
    }
    line(
        text,
        &format!(
            "{title}\n{:38}{:>28}{:>28}",
            "", "µs: median (quartiles)", "ratio to the first"
        ),
    );
    for contender in list(contenders) {
        let name = words(&contender["name"]);
        let cpu = quartiles(&contender["cpu_us"], 1);
        let ratio = quartiles(&contender["ratio"], 2);
        line(text, &format!("{name:38}{cpu:>28}{ratio:>28}"));
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
            "{reply} reply: per call\n{:38}{:>14}{:>16}{:>12}",
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
        line(text, &format!("{name:38}{made:>14}{grown:>16}{bytes:>12}"));
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
            line(text, &format!("{figures} concurrent {name}"));
        }
    }
    text.push('\n');
}

fn quartiles(value: &Value, digits: usize) -> String {
    let at = |key: &str| value[key].as_f64().unwrap_or(f64::NAN);
    let (median, lower, upper) = (at("median"), at("lower"), at("upper"));
    format!("{median:.digits$} ({lower:.digits$}–{upper:.digits$})")
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Formats a number as text that can be padded, or `null` if the system doesn't report it.
fn shown(value: &Value) -> String {
    value.to_string()
}

pub(crate) fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub(crate) fn line(text: &mut String, line: &str) {
    // Writing to a `String` can't fail.
    let _ = writeln!(text, "{line}");
}
