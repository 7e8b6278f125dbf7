//! Digests as lower-case hexadecimal digits.

/// Two digits per byte.
pub(super) fn hex(digest: &[u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(digest) {
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
    }
    digits
}

/// The digit of a number below 16. Arithmetic, unlike a table of digits, can do many at once.
fn digit(number: u8) -> u8 {
    const FROM_NINE_TO_A: u8 = b'a' - b'9' - 1;
    number + b'0' + if number > 9 { FROM_NINE_TO_A } else { 0 }
}
