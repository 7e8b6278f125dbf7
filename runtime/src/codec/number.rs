//! Numbers from their text, without rounding integers.

/// Parses a 64-bit integer in any notation: `12`, `12.0`, `1.2e1`. `None` for a fraction and for a
/// number out of range. Never converts through a float, which would round.
pub(crate) fn integer_from_text(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let decimal = Decimal::parse(text)?;
    decimal.integer()
}

/// Parses a number in any notation. `None` for `NaN`, infinity, and numbers out of range.
pub(super) fn float_from_text(text: &str) -> Option<f64> {
    let value: f64 = text.trim().parse().ok()?;
    if value.is_finite() { Some(value) } else { None }
}

/// The parts of a decimal number, as text.
struct Decimal<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    /// The power of ten, limited to a range that no shorter text can compensate.
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let has_digits = !whole.is_empty() || !fraction.is_empty();
        (has_digits && all_digits(whole) && all_digits(fraction)).then_some(Self {
            negative: text.starts_with('-'),
            whole,
            fraction,
            exponent,
        })
    }

    /// Returns the value if it is whole and fits.
    fn integer(&self) -> Option<i64> {
        let digits = || self.whole.bytes().chain(self.fraction.bytes());
        if digits().all(|digit| digit == b'0') {
            return Some(0);
        }
        // The number of digits before the decimal point, once the exponent has moved it.
        let before = i64::try_from(self.whole.len()).ok()? + self.exponent;
        let before = usize::try_from(before).ok()?;
        if digits().skip(before).any(|digit| digit != b'0') {
            return None;
        }
        let mut value = 0_i64;
        let mut missing = before;
        for digit in digits().take(before) {
            missing -= 1;
            value = self.append(value, digit)?;
        }
        // The number is not zero, so it cannot take more zeros than this.
        if missing > 19 {
            return None;
        }
        (0..missing).try_fold(value, |value, _| self.append(value, b'0'))
    }

    /// Appends a digit. Negative numbers are counted down, because they reach further.
    fn append(&self, value: i64, digit: u8) -> Option<i64> {
        let digit = i64::from(digit - b'0');
        let value = value.checked_mul(10)?;
        if self.negative {
            value.checked_sub(digit)
        } else {
            value.checked_add(digit)
        }
    }
}

/// Parses an exponent. One out of range becomes the limit: as far as texts can be long, a number
/// with it is out of range too, or not whole, or zero.
fn parse_exponent(text: &str) -> Option<i64> {
    const LIMIT: i64 = 1 << 40;
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(LIMIT).min(LIMIT);
    Some(if text.starts_with('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_number_in_any_notation_parses() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("1.0", 1),
            ("1.", 1),
            ("-7.000", -7),
            ("1e3", 1000),
            ("1.5e1", 15),
            ("1500e-2", 15),
            ("0.00012E5", 12),
            ("  +8 ", 8),
            ("0e999999999999999999999", 0),
            ("0.000e-5", 0),
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("8539083177E+9", 8_539_083_177_000_000_000),
            ("9223372036854775807e0", i64::MAX),
            ("-9223372036854775808.0", i64::MIN),
            ("-922337203685477580800e-2", i64::MIN),
        ] {
            assert_eq!(integer_from_text(text), Some(value), "{text}");
        }
    }

    #[test]
    fn fraction_overflow_or_other_text_is_none() {
        for text in [
            "1.5",
            "-0.5",
            "15e-2",
            "4503599627370497.5",
            "2.14E-4",
            "9223372036854775808",
            "-9223372036854775809",
            "1e19",
            "1e30",
            "1e999999999999999999999",
            "1e-999999999999999999999",
            "-",
            "",
            ".",
            "e5",
            "1e",
            "1e+",
            "1.5.0",
            "0x10",
            "1_000",
            "1,024",
            "NaN",
            "inf",
            "١",
            "--1",
            "1e5e5",
        ] {
            assert_eq!(integer_from_text(text), None, "{text}");
        }
    }

    #[test]
    fn float_out_of_range_is_none() {
        assert_eq!(float_from_text(" 1.50e1 "), Some(15.0));
        assert_eq!(float_from_text("1e-999"), Some(0.0));
        for text in [
            "1e999",
            "-1e999",
            "NaN",
            "inf",
            "-Infinity",
            "1,024.5",
            "",
            "true",
        ] {
            assert_eq!(float_from_text(text), None, "{text}");
        }
    }
}
