//! One fixed 64-bit hash, the same on every platform and in every version.
//!
//! Blocking keys are stored, so the hash is part of the stored form: changing it is changing the
//! normaliser's version. It resists accidents, not attackers; who can choose values can only make
//! blocks that the caps cut off.

/// The hash of bytes under a seed that says what the bytes are.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut state = mix(seed ^ 0x9E37_79B9_7F4A_7C15, bytes.len() as u64);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        for (place, byte) in word.iter_mut().zip(chunk) {
            *place = *byte;
        }
        state = mix(state ^ u64::from_le_bytes(word), 0xD6E8_FEB8_6659_FD93);
    }
    mix(state, 0xA076_1D64_78BD_642F)
}

/// Two hashes as one, their order kept.
pub fn join(one: u64, other: u64) -> u64 {
    mix(one.rotate_left(23) ^ 0xE703_7ED1_A0B4_28DB, other ^ one)
}

/// Folds the 128-bit product, so that every bit in reaches every bit out.
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x2D35_8DCC_AA6C_78A5) * u128::from(b ^ 0x8BB8_4B93_962E_ACC9);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
    let halves = (product as u64, (product >> 64) as u64);
    halves.0 ^ halves.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_part_of_the_stored_form() {
        assert_eq!(hash(0, b""), hash(0, b""));
        assert_ne!(hash(0, b"ab"), hash(0, b"ab\0"));
        assert_ne!(hash(0, b"ab"), hash(1, b"ab"));
        assert_ne!(join(1, 2), join(2, 1));
    }
}
