//! The first difference between a file and its expected content.

/// The number of lines shown before the first difference, and of each file from there.
const CONTEXT: usize = 2;
/// The most characters shown of a line, because some lines hold a whole JSON document.
const WIDTH: usize = 160;

/// Shows the first difference between a file and its expected content, as compilers do.
pub(crate) fn first_difference(file: &str, actual: &str, expected: &str) -> String {
    let actual: Vec<&str> = actual.lines().collect();
    let expected: Vec<&str> = expected.lines().collect();
    let line = actual
        .iter()
        .zip(&expected)
        .position(|(actual, expected)| actual != expected)
        .unwrap_or(actual.len().min(expected.len()));
    let mut shown = format!("  --> {file}:{}\n", line + 1);
    for before in actual.iter().take(line).skip(line.saturating_sub(CONTEXT)) {
        shown.push_str(&marked(' ', before));
    }
    for removed in actual.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('-', removed));
    }
    for added in expected.iter().skip(line).take(CONTEXT) {
        shown.push_str(&marked('+', added));
    }
    shown.truncate(shown.trim_end_matches('\n').len());
    shown
}

fn marked(mark: char, line: &str) -> String {
    let short: String = line.chars().take(WIDTH).collect();
    format!("   | {mark}{short}\n")
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn first_difference_shows_its_neighbours() {
        let shown = first_difference("a.yaml", "1\n2\n3\nold\n5\n6\n", "1\n2\n3\nnew\n5\n6\n");
        assert_eq!(
            shown,
            "  --> a.yaml:4\n   |  2\n   |  3\n   | -old\n   | -5\n   | +new\n   | +5"
        );
    }

    #[test]
    fn first_difference_shows_unequal_ends() {
        assert_eq!(
            first_difference("a", "1\n", "1\n2\n"),
            "  --> a:2\n   |  1\n   | +2"
        );
        assert_eq!(
            first_difference("a", "1\n2\n", "1\n"),
            "  --> a:2\n   |  1\n   | -2"
        );
        assert_eq!(first_difference("a", "1", "1\n"), "  --> a:2\n   |  1");
    }
}
