//! The letter tables behind search keys: one character in, its key spelling out.
//!
//! Keys only. These spellings serve to meet what people type on another keyboard; they follow no
//! national standard and must never be shown or stored as a person's name.

/// Appends the key spelling of one folded character.
pub fn letter(c: char, key: &mut String) {
    if c.is_ascii() {
        key.push(c);
    } else if let Some(spelling) = latin(c).or_else(|| cyrillic(c)).or_else(|| greek(c)) {
        key.push_str(spelling);
    } else if let Some(digit) = digit_value(c) {
        key.push(char::from(b'0' + digit));
    } else {
        key.push(other(c));
    }
}

/// Latin letters that do not decompose, in folded (lower) case, and typographic punctuation.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' | 'ǽ' | 'ǣ' => "ae",
        'œ' => "oe",
        'ø' | 'ɵ' | 'ɔ' => "o",
        'đ' | 'ð' | 'ɖ' | 'ɗ' => "d",
        'þ' => "th",
        'ß' => "ss",
        'ł' | 'ƚ' => "l",
        'ħ' => "h",
        'ı' | 'ɨ' => "i",
        'ŋ' | 'ɲ' => "n",
        'ŧ' => "t",
        'ƒ' => "f",
        'ɓ' | 'ƀ' => "b",
        'ǥ' => "g",
        'ɛ' | 'ə' | 'ǝ' => "e",
        'ĸ' | 'ƙ' => "k",
        'ƴ' => "y",
        'ƶ' => "z",
        'ʻ' | 'ʼ' | 'ʽ' | 'ʹ' | 'ʾ' | 'ʿ' | 'ˈ' | '‘' | '’' | '‛' | '`' | '´' | '′' => {
            "'"
        }
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        _ => return None,
    })
}

fn cyrillic(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ӑ' | 'ӓ' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' | 'ғ' | 'ѓ' => "g",
        'д' => "d",
        // ё is written е more often than not, so both must give one key.
        'е' | 'ё' | 'э' | 'ѐ' | 'є' | 'ә' => "e",
        'ж' | 'җ' => "zh",
        'з' | 'ѕ' => "z",
        'и' | 'і' | 'ѝ' | 'ї' => "i",
        'й' | 'ы' | 'ү' | 'ј' => "y",
        'к' | 'қ' | 'ќ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' | 'ұ' => "u",
        'ф' => "f",
        'х' => "kh",
        'һ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'џ' => "dzh",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ђ' => "dj",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        _ => return None,
    })
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' | 'ά' => "a",
        'β' => "v",
        'γ' => "g",
        'δ' => "d",
        'ε' | 'έ' => "e",
        'ζ' => "z",
        'η' | 'ή' | 'ι' | 'ί' | 'ϊ' | 'ΐ' => "i",
        'θ' => "th",
        'κ' => "k",
        'λ' => "l",
        'μ' => "m",
        'ν' => "n",
        'ξ' => "x",
        'ο' | 'ό' | 'ω' | 'ώ' => "o",
        'π' => "p",
        'ρ' => "r",
        'σ' | 'ς' => "s",
        'τ' => "t",
        'υ' | 'ύ' | 'ϋ' | 'ΰ' => "y",
        'φ' => "f",
        'χ' => "ch",
        'ψ' => "ps",
        _ => return None,
    })
}

/// Letters that change within their script: Katakana to Hiragana, Arabic and Persian variants.
fn other(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        'ٱ' => 'ا',
        'ة' | 'ہ' | 'ھ' => 'ه',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        _ => c,
    }
}

/// Whether a decomposed character is left out of a key: accents of alphabetic scripts, vowel
/// points, the Arabic stretching stroke, and characters that only steer rendering.
pub fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF
        | 0xFE20..=0xFE2F                                                        // accents
        | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5 | 0x05C7    // Hebrew points
        | 0x0610..=0x061A | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC
        | 0x06DF..=0x06E4 | 0x06E7..=0x06E8 | 0x06EA..=0x06ED                      // Arabic points
        | 0x00AD | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// The value of a decimal digit of any script (Unicode general category Nd).
pub fn digit_value(c: char) -> Option<u8> {
    /// The zero of each run of ten digits, ascending.
    const ZEROS: [u32; 71] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66,
        0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
        0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
        0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450,
        0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
        0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1E140,
        0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
    ];
    let code = u32::from(c);
    let run = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    u8::try_from(code.checked_sub(*ZEROS.get(run)?)?)
        .ok()
        .filter(|value| *value < 10)
}
