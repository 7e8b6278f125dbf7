//! Quotes for scalars that some version of YAML takes for something else than text.
//!
//! The emitter writes YAML 1.2, and quotes a text only if 1.2 reads it as another kind. Programs
//! with YAML 1.1, such as PyYAML, Ruby and go-yaml 2, also read dates, `yes`, `on`, numbers to the
//! base 60 and other kinds. Therefore a plain scalar that is text in 1.2 gets quotes if a reader of
//! 1.1 disagrees, and a number is spelled as both understand it.

use std::borrow::Cow;

/// Returns the emitter's text with these quotes. All other bytes stay.
pub(super) fn portable(emitted: &str) -> String {
    let mut out = String::with_capacity(emitted.len() + emitted.len() / 64);
    let mut lines = emitted.split_inclusive('\n');
    // The column of the key or dash whose block scalar the following lines belong to.
    let mut block: Option<usize> = None;
    while let Some(line) = lines.next() {
        if let Some(column) = block {
            // The emitter indents only after the last of several breaks.
            let text = line.trim_start_matches(BREAKS);
            if text.is_empty() || indent(text) > column {
                out.push_str(line);
                continue;
            }
            block = None;
        }
        let Line {
            prefix,
            column,
            scalar,
        } = split_line(line);
        out.push_str(prefix);
        let mut rest = scalar;
        if let Some(end) = key_end(scalar) {
            let (key, after) = scalar.split_at_checked(end).unwrap_or((scalar, ""));
            out.push_str(&quoted(key));
            let value = after
                .strip_prefix(':')
                .unwrap_or(after)
                .trim_start_matches(' ');
            let separator = after.len() - value.len();
            out.push_str(after.get(..separator).unwrap_or_default());
            rest = value;
        }
        let value = rest.trim_end_matches('\n');
        out.push_str(&quoted(value));
        out.push_str(rest.get(value.len()..).unwrap_or_default());
        if value.starts_with(['|', '>']) {
            block = Some(column);
        } else if let Some(quote) = open_quote(value) {
            copy_until_closed(quote, &mut lines, &mut out);
        }
    }
    out
}

/// The characters that end a line for the emitter.
const BREAKS: [char; 4] = ['\n', '\u{85}', '\u{2028}', '\u{2029}'];

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A line of the emitter's text.
struct Line<'t> {
    /// Blanks and the indicators `- `, `? ` and `: `.
    prefix: &'t str,
    /// The column of the last indicator or of the key, below which block scalars are indented.
    column: usize,
    /// A key with its value, or only a value.
    scalar: &'t str,
}

fn split_line(line: &str) -> Line<'_> {
    let mut scalar = line.trim_start_matches(' ');
    let mut column = line.len() - scalar.len();
    while let Some(rest) = ["- ", "? ", ": "]
        .iter()
        .find_map(|indicator| scalar.strip_prefix(indicator))
    {
        column = line.len() - scalar.len();
        scalar = rest.trim_start_matches(' ');
    }
    let start = line.len() - scalar.len();
    if key_end(scalar).is_some() {
        column = start;
    }
    Line {
        prefix: line.get(..start).unwrap_or_default(),
        column,
        scalar,
    }
}

/// Returns the length of the key if the line has one. It ends before a colon that a blank or the
/// line's end follows.
fn key_end(scalar: &str) -> Option<usize> {
    let quoted = match scalar.chars().next()? {
        '\'' | '"' => closing_quote(scalar)?,
        '|' | '>' | '!' => return None,
        _ => 0,
    };
    let after = scalar.get(quoted..)?;
    if quoted > 0 {
        return after.starts_with(": ").then_some(quoted).or_else(|| {
            let ends = after.trim_end_matches('\n') == ":";
            ends.then_some(quoted)
        });
    }
    let line = after.trim_end_matches('\n');
    line.find(": ")
        .or_else(|| line.strip_suffix(':').map(str::len))
}

/// Returns the length of the quoted scalar at the start of the text; `None` if the text ends first.
fn closing_quote(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((index, current)) = chars.next() {
        if current == '\\' && quote == '"' {
            chars.next();
        } else if current == quote {
            if quote == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some() {
                continue;
            }
            return Some(index + 1);
        }
    }
    None
}

/// Returns the quotation mark of a scalar that continues on the next line.
fn open_quote(value: &str) -> Option<char> {
    let quote = value.chars().next().filter(|c| ['\'', '"'].contains(c))?;
    closing_quote(value).is_none().then_some(quote)
}

fn copy_until_closed<'t>(quote: char, lines: &mut impl Iterator<Item = &'t str>, out: &mut String) {
    for line in lines {
        out.push_str(line);
        if closing_quote(&format!("{quote}{line}")).is_some() {
            return;
        }
    }
}

/// Returns the scalar with quotes if a reader takes it for something else than the emitter.
fn quoted(scalar: &str) -> Cow<'_, str> {
    if scalar.starts_with(['\'', '"', '|', '>', '!', '[', '{']) {
        return Cow::Borrowed(scalar);
    }
    match read_in_both(scalar) {
        Reading::Same => Cow::Borrowed(scalar),
        Reading::Differs => Cow::Owned(format!("'{}'", scalar.replace('\'', "''"))),
        Reading::Float => Cow::Owned(portable_float(scalar)),
    }
}

/// The readings of a plain scalar by YAML 1.1 and 1.2.
enum Reading {
    /// Both read the same.
    Same,
    /// Text in 1.2, and something else in 1.1 or in one of its readers.
    Differs,
    /// A number with an exponent, which 1.1 accepts only with a fraction and a sign.
    Float,
}

fn read_in_both(scalar: &str) -> Reading {
    let Some(first) = scalar.chars().next() else {
        return Reading::Same;
    };
    match first {
        '0'..='9' | '+' | '-' | '.' => match as_number(scalar) {
            Some(reading) => reading,
            None if is_number_in_11(scalar) || is_date_in_11(scalar) => Reading::Differs,
            None => Reading::Same,
        },
        // Ruby reads `:word` as a symbol.
        ':' | '=' | '<' | '~' => {
            if first == ':' || ["=", "<<", "~"].contains(&scalar) {
                Reading::Differs
            } else {
                Reading::Same
            }
        }
        _ if is_word_in_11(scalar) => Reading::Differs,
        _ => Reading::Same,
    }
}

/// Returns whether 1.1 reads the word as a truth value or as null. The emitter itself writes
/// `true`, `false` and `null`, and quotes texts that look so.
fn is_word_in_11(word: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    !["true", "false", "null"].contains(&word)
        && WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Returns the reading of a scalar that the emitter writes for numbers; `None` for others. It
/// quotes texts of that form.
fn as_number(scalar: &str) -> Option<Reading> {
    let digits = scalar.strip_prefix('-').unwrap_or(scalar);
    if [".inf", ".nan"].contains(&digits) {
        return Some(Reading::Same);
    }
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (number, exponent) = match digits.split_once('e') {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let is_number = all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(all_digits)
        && exponent.is_none_or(|digits| all_digits(digits.trim_start_matches(['-', '+'])));
    if !is_number {
        return None;
    }
    Some(match (exponent, scalar.parse::<f64>()) {
        (None, _) => Reading::Same,
        (Some(_), Ok(number)) if number.is_finite() => Reading::Float,
        // The emitter takes a number beyond the range of floats for text.
        _ => Reading::Differs,
    })
}

/// Returns whether a reader of 1.1 takes the text for a number: with underscores or commas, to the
/// base 2, 8, 16 or 60, with a sign, or without digits before or after the point.
fn is_number_in_11(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let prefix = unsigned.get(..2).unwrap_or_default();
    if ["0x", "0X", "0b", "0B", "0o", "0O"].contains(&prefix) {
        let digits = unsigned.get(2..).unwrap_or_default();
        return digits.bytes().all(|b| b.is_ascii_hexdigit() || b == b'_');
    }
    if [".inf", ".nan"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(unsigned))
    {
        return true;
    }
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str, others: &[u8]| {
        text.bytes().any(|b| b.is_ascii_digit())
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || others.contains(&b))
    };
    digits(number, b"_,.:")
        && number.bytes().filter(|b| *b == b'.').count() <= 1
        && exponent.is_none_or(|exponent| digits(exponent, b"+-_"))
}

/// Returns whether 1.1 takes the text for a date or time: `2017-03-12`, `0000-00-00 00:00:00`,
/// `2018-12-18T08:00:00Z`.
fn is_date_in_11(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (Some(year), Some(month), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let after_day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let day = rest.len() - after_day.len();
    let after = after_day.trim_start_matches([' ', '\t', 'T', 't']);
    year.len() == 4
        && is_number(year)
        && is_number(month)
        && month.len() <= 2
        && (1..=2).contains(&day)
        && (after_day.is_empty()
            || after.len() < after_day.len() && after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Returns the number as both versions read it: `1e16` becomes `1.0e+16`.
fn portable_float(number: &str) -> String {
    let Some((mantissa, exponent)) = number.split_once('e') else {
        return number.to_owned();
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) {
        ""
    } else {
        "+"
    };
    format!("{mantissa}{point}e{sign}{exponent}")
}
