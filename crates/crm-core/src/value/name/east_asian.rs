//! Names in Han, Kana and Hangul: family first, often without a blank.

use super::{PersonName, words::opt};

/// Whether the character belongs to a script in which the family name comes first.
pub(super) fn is_native(c: char) -> bool {
    is_han(c) || is_kana(c) || is_hangul(c)
}

fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF)
}

fn is_kana(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x31F0..=0x31FF)
}

fn is_hangul(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF)
}

/// Forms of address after a name, the longer ones first.
const SUFFIXES: [&str; 23] = [
    "선생님",
    "先生",
    "女士",
    "小姐",
    "太太",
    "老师",
    "老師",
    "經理",
    "经理",
    "博士",
    "さん",
    "さま",
    "ちゃん",
    "御中",
    "귀하",
    "様",
    "殿",
    "氏",
    "君",
    "님",
    "씨",
    "总",
    "總",
];

/// Splits a name written wholly in these scripts; nothing if some letter is of another one.
pub(super) fn split(name: &str) -> Option<PersonName> {
    let bare = name.trim();
    let dots = ['·', '・', '•'];
    if bare.is_empty()
        || !bare
            .chars()
            .all(|c| is_native(c) || c == ' ' || dots.contains(&c))
    {
        return None;
    }
    // The dot separates the words of a foreign name, which keeps its own order.
    if bare.contains(dots) {
        let words: Vec<&str> = bare
            .split(dots)
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .collect();
        return Some(match words.as_slice() {
            [given, middle @ .., family] => PersonName {
                given: opt(given),
                middle: opt(&middle.join("・")),
                family: opt(family),
                ..PersonName::default()
            },
            _ => PersonName {
                given: words.first().and_then(|w| opt(w)),
                ..PersonName::default()
            },
        });
    }
    let (bare, suffix) = SUFFIXES
        .iter()
        .find_map(|suffix| Some((bare.strip_suffix(suffix)?.trim_end(), *suffix)))
        .filter(|(rest, suffix)| keeps_a_name(rest, suffix))
        .map_or((bare, None), |(rest, suffix)| (rest, opt(suffix)));
    let words: Vec<&str> = bare.split(' ').filter(|word| !word.is_empty()).collect();
    let name = match words.as_slice() {
        [family, given @ ..] if !given.is_empty() => PersonName {
            family: opt(family),
            given: opt(&given.concat()),
            ..PersonName::default()
        },
        [whole] => match family_length(whole) {
            Some(length) => {
                let (family, given) = whole.split_at(length);
                PersonName {
                    family: opt(family),
                    given: opt(given),
                    ..PersonName::default()
                }
            }
            // A lone family name is known by itself or by a form of address; else it stays whole.
            None if suffix.is_some() || JAPANESE.contains(whole) => PersonName {
                family: opt(whole),
                ..PersonName::default()
            },
            None => PersonName {
                given: opt(whole),
                ..PersonName::default()
            },
        },
        _ => PersonName::default(),
    };
    Some(PersonName { suffix, ..name })
}

/// 君 and 氏 end given names too, so they count as address only after a longer name.
fn keeps_a_name(rest: &str, suffix: &str) -> bool {
    let least = match suffix {
        "君" => 3,
        "氏" => 2,
        _ => 1,
    };
    rest.chars().count() >= least
}

/// How many bytes of a name without a blank are the family name; nothing if nobody can tell.
fn family_length(name: &str) -> Option<usize> {
    let count = name.chars().count();
    let prefix = |length: usize| name.char_indices().nth(length).map(|(at, _)| at);
    let starts_with = |families: &[&str]| {
        families
            .iter()
            .find(|family| name.starts_with(**family))
            .map(|family| family.len())
    };
    if name.chars().all(is_hangul) {
        return match count {
            3..=5 => starts_with(&HANGUL_DOUBLE).or_else(|| prefix(1)),
            2 => prefix(1),
            _ => None,
        };
    }
    // Han followed by kana: the kana belong to the given name.
    if name.starts_with(is_han) && name.ends_with(is_kana) {
        return starts_with(&JAPANESE).or_else(|| name.find(is_kana).filter(|at| *at > 3));
    }
    if !name.chars().all(is_han) || !(2..=5).contains(&count) || JAPANESE.contains(&name) {
        return None;
    }
    starts_with(&JAPANESE)
        .or_else(|| starts_with(&HAN_DOUBLE).filter(|_| count > 2))
        .or_else(|| {
            let single = name
                .chars()
                .next()
                .is_some_and(|first| HAN_SINGLE.contains(first));
            if count <= 3 && single {
                prefix(1)
            } else {
                None
            }
        })
        // Four characters without a Chinese surname of two are most likely Japanese, two and two.
        .or_else(|| if count == 4 { prefix(2) } else { None })
}

const HANGUL_DOUBLE: [&str; 8] = [
    "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방",
];

const HAN_DOUBLE: [&str; 30] = [
    "欧阳", "歐陽", "欧陽", "司马", "司馬", "上官", "诸葛", "諸葛", "东方", "東方", "皇甫", "尉迟",
    "尉遲", "公孙", "公孫", "令狐", "慕容", "司徒", "夏侯", "南宫", "南宮", "长孙", "長孫", "宇文",
    "端木", "西门", "西門", "独孤", "獨孤", "轩辕",
];

/// The most frequent Chinese surnames of one character, in both spellings.
const HAN_SINGLE: &str = "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董\
    萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛\
    邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文庞龐樊兰蘭殷施陶洪翟安颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋申尤\
    毕畢聂聶丛叢焦向柳邢路岳齐齊梅莫庄莊辛管祝左涂谷祁时時舒耿牟卜詹关關苗凌费費纪紀靳盛童欧歐甄项項曲成游阳陽裴席卫衛查屈鲍鮑位覃霍\
    翁隋植甘景薄单單包司柏宁寧柯阮桂闵閔解强強柴华華车車冉房边邊";

/// Frequent Japanese surnames, the longer ones first where one begins another.
const JAPANESE: [&str; 118] = [
    "五十嵐",
    "佐々木",
    "長谷川",
    "久保田",
    "小野寺",
    "佐久間",
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "渡邊",
    "渡部",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "山口",
    "松本",
    "井上",
    "木村",
    "斎藤",
    "斉藤",
    "齋藤",
    "清水",
    "山崎",
    "池田",
    "橋本",
    "阿部",
    "石川",
    "山下",
    "中島",
    "石井",
    "小川",
    "前田",
    "岡田",
    "藤田",
    "後藤",
    "近藤",
    "村上",
    "遠藤",
    "青木",
    "坂本",
    "福田",
    "太田",
    "西村",
    "藤井",
    "金子",
    "岡本",
    "藤原",
    "三浦",
    "中野",
    "中川",
    "原田",
    "松田",
    "竹内",
    "小野",
    "田村",
    "中山",
    "和田",
    "石田",
    "森田",
    "上田",
    "内田",
    "柴田",
    "酒井",
    "宮崎",
    "横山",
    "高木",
    "安藤",
    "宮本",
    "大野",
    "小島",
    "工藤",
    "谷口",
    "今井",
    "高田",
    "増田",
    "丸山",
    "杉山",
    "村田",
    "大塚",
    "新井",
    "藤本",
    "小山",
    "平野",
    "河野",
    "上野",
    "野口",
    "武田",
    "松井",
    "千葉",
    "菅原",
    "岩崎",
    "木下",
    "久保",
    "佐野",
    "野村",
    "松尾",
    "市川",
    "菊地",
    "菊池",
    "杉本",
    "古川",
    "大西",
    "島田",
    "水野",
    "桜井",
    "高野",
    "吉川",
    "山内",
    "西田",
    "飯田",
    "黒田",
    "大橋",
];
