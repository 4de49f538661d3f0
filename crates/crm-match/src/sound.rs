//! How a word roughly sounds, for bringing misspelt names together.

/// The consonants of a word in classes, doubled ones once, vowels left out but at the start.
///
/// A key for blocking, rougher than any one language's phonetics: `Meyer`, `Maier` and `Mayr` meet.
/// What is not Latin stays as it is.
pub(crate) fn skeleton(word: &str, code: &mut Vec<u8>) {
    let start = code.len();
    let bytes = word.as_bytes();
    let mut last = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let class = match byte {
            b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'j' => {
                if at == 0 {
                    b'a'
                } else {
                    0
                }
            }
            b'p' if next == b'h' => b'f',
            b'b' | b'p' => b'p',
            b'f' | b'v' | b'w' => b'f',
            b'c' if matches!(next, b'e' | b'i' | b'z') => b's',
            b'c' | b'k' | b'q' | b'g' | b'x' => b'k',
            b's' | b'z' => b's',
            b'd' | b't' => b't',
            b'm' | b'n' => b'n',
            b'h' | b' ' => 0,
            other => *other,
        };
        if class != 0 && class != last {
            code.push(class);
        }
        if class != 0 || *byte != b'h' {
            last = class;
        }
    }
    if code.len() == start {
        code.extend(bytes.iter().take(2));
    }
}
