//! The first place where two texts differ, for people to look at.

/// Lines shown around the difference.
const CONTEXT: usize = 2;

/// Shows the first difference between a file and what should stand in it, as compilers do.
pub(crate) fn first(file: &str, actual: &str, expected: &str) -> String {
    let (actual, expected): (Vec<&str>, Vec<&str>) =
        (actual.lines().collect(), expected.lines().collect());
    let line = actual
        .iter()
        .zip(&expected)
        .position(|(actual, expected)| actual != expected)
        .unwrap_or(actual.len().min(expected.len()));
    let mut shown = format!("  --> {file}:{}\n", line + 1);
    for before in actual.iter().take(line).skip(line.saturating_sub(CONTEXT)) {
        shown.push_str(&marked(' ', before));
    }
    for there in actual.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('-', there));
    }
    for wanted in expected.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('+', wanted));
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

/// Some lines hold a whole JSON document.
const WIDTH: usize = 160;

fn marked(mark: char, line: &str) -> String {
    let short: String = line.chars().take(WIDTH).collect();
    format!("   | {mark}{short}\n")
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn the_first_changed_line_is_shown_with_its_neighbours() {
        let shown = first("a.yaml", "1\n2\n3\nold\n5\n6\n", "1\n2\n3\nnew\n5\n6\n");
        assert_eq!(
            shown,
            "  --> a.yaml:4\n   |  2\n   |  3\n   | -old\n   | -5\n   | +new\n   | +5"
        );
    }

    #[test]
    fn missing_and_additional_ends_are_shown() {
        assert_eq!(first("a", "1\n", "1\n2\n"), "  --> a:2\n   |  1\n   | +2");
        assert_eq!(first("a", "1\n2\n", "1\n"), "  --> a:2\n   |  1\n   | -2");
        assert_eq!(first("a", "1", "1\n"), "  --> a:2\n   |  1");
    }
}
