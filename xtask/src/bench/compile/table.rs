//! The cost of compiling as tables.

use serde_json::Value;

use crate::table::{line, list, words};

/// The variant that all others are compared with.
const DERIVED: &str = "serde-derived";

const COLUMNS: [&str; 5] = ["check", "debug", "release", "peak", "rlib"];

/// Returns the tables about compilation for which there are figures.
pub(crate) fn tables(figures: &Value) -> String {
    let mut text = String::new();
    let crates = list(&figures["crate"]);
    seconds(&mut text, "crates of products", crates, of_library);
    let variants = list(&figures["variants"]["variants"]);
    let product = words(&figures["variants"]["product"]);
    let title = format!("{} types of {product}", figures["variants"]["types"]);
    seconds(&mut text, &title, variants, of_library);
    ratios(&mut text, &title, variants, of_library);
    let title =
        "a program that writes and reads bodies of five actions, once the types are compiled";
    let variants: Vec<Value> = variants
        .iter()
        .filter(|row| row["program"].is_object())
        .cloned()
        .collect();
    seconds(&mut text, title, &variants, of_program);
    ratios(&mut text, title, &variants, of_program);
    for (actions, program) in figures["consumer"].as_object().into_iter().flatten() {
        let bytes = &program["bytes"];
        let seconds = of_mode(&program["release"], "cpu_ms") / 1e3;
        line(
            &mut text,
            &format!(
                "a stripped program with {actions} actions: {bytes} bytes; its release build: {seconds:.2} s of CPU"
            ),
        );
    }
    text
}

fn of_mode(mode: &Value, key: &str) -> f64 {
    mode[key].as_f64().unwrap_or(f64::NAN)
}

/// Returns a row's cells: the seconds of each mode, the peak MB of the release build, and the kB of
/// its output.
fn cells(figures: &Value, bytes: f64) -> [f64; 5] {
    let mode = |name: &str| of_mode(&figures[name], "cpu_ms") / 1e3;
    let peak = of_mode(&figures["release"], "peak_kib") / 1024.0;
    [
        mode("check"),
        mode("debug"),
        mode("release"),
        peak,
        bytes / 1e3,
    ]
}

fn of_library(row: &Value) -> [f64; 5] {
    let figures = &row["figures"];
    cells(figures, of_mode(&figures["release"], "rlib_bytes"))
}

fn of_program(row: &Value) -> [f64; 5] {
    cells(&row["program"], of_mode(&row["program"], "bytes"))
}

fn seconds(text: &mut String, title: &str, rows: &[Value], cells: fn(&Value) -> [f64; 5]) {
    if rows.is_empty() {
        return;
    }
    head(
        text,
        &format!(
            "{title}: CPU seconds of the cheapest round, peak MB and output kB of the release build"
        ),
    );
    for row in rows {
        print(text, words(&row["name"]), cells(row));
    }
    text.push('\n');
}

/// Writes the same rows as ratios to those of derived code.
fn ratios(text: &mut String, title: &str, rows: &[Value], cells: fn(&Value) -> [f64; 5]) {
    let Some(derived) = rows
        .iter()
        .find(|row| words(&row["name"]) == DERIVED)
        .map(cells)
    else {
        return;
    };
    head(text, &format!("{title}: ratios to {DERIVED}"));
    for row in rows {
        let mut ratios = cells(row);
        for (cell, derived) in ratios.iter_mut().zip(derived) {
            *cell /= derived;
        }
        print(text, words(&row["name"]), ratios);
    }
    text.push('\n');
}

fn head(text: &mut String, title: &str) {
    let columns: String = COLUMNS.iter().map(|word| format!("{word:>12}")).collect();
    line(text, &format!("{title}\n{:24}{columns}", ""));
}

fn print(text: &mut String, name: &str, cells: [f64; 5]) {
    let cells: String = cells.iter().map(|cell| format!("{cell:>12.2}")).collect();
    line(text, &format!("{name:24}{cells}"));
}
