//! Numbers inside JSON, and numbers that come as text.

use super::error::ReadError;
use super::reader::Reader;

impl<'a> Reader<'a> {
    /// Takes a number and returns its text.
    pub(super) fn number(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.position;
        self.take_byte(b'-');
        let leading_zero = self.byte() == Some(b'0');
        let integer_digits = self.take_digits();
        let fraction_digits = !self.take_byte(b'.') || self.take_digits() > 0;
        let well_formed = integer_digits > 0
            && (!leading_zero || integer_digits == 1)
            && fraction_digits
            && self.take_exponent();
        if well_formed {
            return Ok(self.since(start));
        }
        self.position = start;
        Err(self.error("a malformed number"))
    }

    /// Takes a whole number; `1.0` and `1e3` are whole too.
    #[inline]
    pub(super) fn integer(&mut self) -> Result<i64, ReadError> {
        self.peek();
        let start = self.position;
        if let Some(value) = self.short_integer() {
            return Ok(value);
        }
        let text = self.number()?;
        integer_from_text(text).ok_or_else(|| {
            ReadError::new(
                "expected a whole number of 64 bits, found another number",
                start,
            )
        })
    }

    /// A number of up to 18 digits, which needs no check for overflow; `None` for anything else.
    #[inline]
    fn short_integer(&mut self) -> Option<i64> {
        let (negative, digits) = match self.rest() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let (mut value, mut count) = (0_i64, 0);
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            count += 1;
        }
        let leading_zero = count > 1 && digits.first() == Some(&b'0');
        let plain = (1..=18).contains(&count) && !leading_zero;
        if !plain || matches!(digits.get(count), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.position += count + usize::from(negative);
        Some(if negative { -value } else { value })
    }

    /// Takes a number as a float.
    pub(super) fn float(&mut self) -> Result<f64, ReadError> {
        let start = self.position;
        let text = self.number()?;
        text.parse()
            .map_err(|_| ReadError::new("a malformed number", start))
    }

    fn take_byte(&mut self, expected: u8) -> bool {
        let found = self.byte() == Some(expected);
        self.position += usize::from(found);
        found
    }

    fn take_digits(&mut self) -> usize {
        let start = self.position;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        self.position - start
    }

    /// True if there is no exponent or a well-formed one, which is taken.
    fn take_exponent(&mut self) -> bool {
        if !matches!(self.byte(), Some(b'e' | b'E')) {
            return true;
        }
        self.position += 1;
        if matches!(self.byte(), Some(b'+' | b'-')) {
            self.position += 1;
        }
        self.take_digits() > 0
    }
}

/// A whole number within 64 bits written in any way: `12`, `12.0`, `1.2e1`.
pub(super) fn integer_from_text(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    if let Some((whole, fraction)) = text.split_once('.')
        && fraction.bytes().all(|digit| digit == b'0')
    {
        return whole.parse().ok();
    }
    let value: f64 = text.parse().ok()?;
    // 2^63 itself is the first float too large.
    let limit = 9_223_372_036_854_775_808.0;
    let whole = value.fract() == 0.0 && value >= -limit && value < limit;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within range")]
    whole.then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_whole_numbers_however_they_are_written() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("1.0", 1),
            ("-7.000", -7),
            ("1e3", 1000),
            ("1.5e1", 15),
            ("999999999999999999", 999_999_999_999_999_999),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("9007199254740993.0", 9_007_199_254_740_993),
        ] {
            assert_eq!(Reader::new(text).integer().unwrap(), value, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_whole_number_of_64_bits() {
        for text in [
            "1.5",
            "9223372036854775808",
            "1e30",
            "-",
            "01",
            "1.",
            "1e",
            ".5",
            "+1",
            "",
        ] {
            assert!(Reader::new(text).integer().is_err(), "{text}");
        }
    }
}
