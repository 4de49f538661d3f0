//! Names and endings that show where the family name is.

use super::words::{key, listed};
use crate::value::text;

/// Nouns that make devotional given names: María del Carmen, Maria de Fátima.
pub(super) fn is_devotional(word: &str) -> bool {
    const WORDS: &str = "\
         angeles carmen concepcion conceicao consuelo dolores dores fatima gracas jesus lourdes luz \
         mar milagros nieves paz pilar remedios reyes rocio rosario socorro sol soledad valle \
         mercedes";
    listed(WORDS, &text::search_key(word))
}

/// Frequent surnames of the Spanish and Portuguese world, where two are borne: they start the
/// family name even as the last word but one. Words that are English names too are left out.
pub(super) fn is_iberian_surname(word: &str) -> bool {
    const WORDS: &str = "\
         aguilar almeida alonso alvarez alves araujo arias barbosa barros benitez blanco bravo \
         caballero cabrera calvo cardoso carmona carrasco carvalho castillo castro cavalcanti \
         cortes costa crespo delgado dias diaz diez dominguez duran fernandes fernandez ferreira \
         ferrer flores freitas fuentes gallardo gallego garcia garrido gimenez gomes gomez \
         goncalves gonzalez guerrero gutierrez hernandez herrera herrero hidalgo ibanez iglesias \
         jimenez lima lopes lopez lozano marquez martinez martins medina mendes mendez molina \
         monteiro montero morales moreno moreira moura munoz nascimento navarro nieto nogueira \
         nunes nunez oliveira ortega ortiz parra pena pereira perez pinto prieto ramirez ramos \
         ribeiro rocha rodrigues rodriguez rojas romero rubio ruiz sanchez santana santos sanz \
         serrano silva soares soler soto sousa souza suarez teixeira torres vargas vazquez velasco \
         vieira vasquez";
    listed(WORDS, &text::search_key(word))
}

/// Whether the text has letters that only Vietnamese combines.
pub(super) fn is_vietnamese(name: &str) -> bool {
    name.chars().any(|c| {
        matches!(c, 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'đ' | 'Đ' | 'ă' | 'Ă')
            || matches!(u32::from(c), 0x1EA0..=0x1EF9)
    })
}

/// Whether the word is one of the Vietnamese surnames that most people bear.
pub(super) fn is_vietnamese_surname(word: &str) -> bool {
    const WORDS: &str = "\
         nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh truong \
         lam mai dao doan luong luu cao ton";
    listed(
        WORDS,
        &text::search_key(word.split(' ').next().unwrap_or_default()),
    )
}

/// Whether the word is a Chinese surname in one of its usual Latin spellings.
pub(super) fn is_romanised_chinese_surname(word: &str) -> bool {
    const WORDS: &str = "\
         ang cai cao chan chang chao chen cheng cheong cheung chew chia chin chiu choi chong chow \
         chu chua chung deng ding dong du fan fang feng foo fu fung gao goh gu guo han he ho hong \
         hsu hu huang jiang jin kang koh kuo kwok lai lau lee leong leung li liang liao lim lin \
         ling liu loh lu luo ma mak ng ong pan peng qian shen shi sim song sun tan tang tay teo toh \
         tsai tsang wang wei wong wu xu yang yeo yip zhang zhao zhou";
    listed(WORDS, &key(word))
}

/// Whether every part of the word, split at hyphens, sounds like one Chinese syllable.
pub(super) fn is_chinese_syllable(word: &str) -> bool {
    const INITIALS: &str = "zh ch sh hs ts b p m f d t n l g k h j q x r z c s y w";
    const FINALS: &str = "\
         a ai an ang ao e ee ei en eng eong eung i ia ian iang iao ie ien in ing iong iu o oi ok on \
         ong oo ou ow u ua uai uan uang ui uk un uo ue";
    key(word).split('-').all(|part| {
        INITIALS
            .split(' ')
            .filter_map(|initial| part.strip_prefix(initial))
            .chain(std::iter::once(part))
            .any(|rest| listed(FINALS, rest))
    })
}

/// Whether the word ends like a patronymic, in Cyrillic or romanised.
pub(super) fn is_patronymic(word: &str) -> bool {
    const ENDINGS: &str = "\
         ович евич ьич мич овна евна инична ична івна ївна йович ovich evich ovna evna";
    let key = key(word);
    ENDINGS
        .split(' ')
        .any(|ending| key.len() > ending.len() && key.ends_with(ending))
}

/// Whether the word ends like a Russian or Ukrainian surname and like no given name.
pub(super) fn is_slavic_surname(word: &str) -> bool {
    const ENDINGS: &str = "ов ова ев ева ёв ёва ский ская цкий цкая енко чук ський ська юк";
    let key = key(word);
    key.chars().count() >= 4
        && !matches!(key.as_str(), "лев" | "ева")
        && ENDINGS.split(' ').any(|ending| key.ends_with(ending))
}
