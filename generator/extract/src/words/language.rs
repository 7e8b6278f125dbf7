//! The language of a text, told by its script.

use spec::Language;

/// One letter in so many must be of a script for its language to count. Names of parameters and
/// products are Latin in all languages.
const LATIN_SHARE: usize = 12;

/// The letters of a text, counted by script.
#[derive(Debug, Default, Clone, Copy)]
struct Scripts {
    latin: usize,
    chinese: usize,
    kana: usize,
    hangul: usize,
    cyrillic: usize,
}

/// Returns the language of a text: Chinese as soon as one character is Chinese.
///
/// Japanese, Korean and Russian need some share of the letters, because Chinese and English texts
/// quote them.
pub(crate) fn language_of(text: &str) -> Language {
    if text.is_ascii() {
        return Language::En;
    }
    let scripts = Scripts::count(text);
    let counts = [
        (
            Language::Ja,
            scripts.kana,
            4 * scripts.kana >= scripts.chinese,
        ),
        (
            Language::Ko,
            scripts.hangul,
            scripts.hangul >= scripts.chinese,
        ),
        (
            Language::Ru,
            scripts.cyrillic,
            scripts.cyrillic >= scripts.chinese,
        ),
    ];
    let (language, count, dominates) = counts
        .into_iter()
        .max_by_key(|(_, count, _)| *count)
        .unwrap_or((Language::En, 0, false));
    if count > 0 && dominates && LATIN_SHARE * count >= scripts.latin {
        return language;
    }
    if text.chars().any(|c| is_chinese(c) && !is_kana(c)) {
        Language::Zh
    } else {
        Language::En
    }
}

impl Scripts {
    fn count(text: &str) -> Self {
        let mut scripts = Self::default();
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => scripts.latin += 1,
                c if is_kana(c) => scripts.kana += 1,
                '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => scripts.chinese += 1,
                '\u{AC00}'..='\u{D7A3}' => scripts.hangul += 1,
                '\u{0400}'..='\u{052F}' => scripts.cyrillic += 1,
                _ => {}
            }
        }
        scripts
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}')
}

/// Returns whether the character is Chinese or Japanese, so that joined lines need no blank next to
/// it.
pub(crate) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_tell_languages_apart() {
        for (text, language) in [
            ("Queries disks.", Language::En),
            ("查询 CreateInstance 的结果", Language::Zh),
            ("ディスクのリストを照会します。", Language::Ja),
            ("共通パラメータ。このAPIの値：DescribeDisks。", Language::Ja),
            ("디스크 목록을 조회합니다.", Language::Ko),
            ("공통 매개변수, 이 API의 값: DescribeDisks", Language::Ko),
            ("Запрашивает список дисков（CBS）。", Language::Ru),
            (
                "支持的语言：日语（にほんご）、韩语（한국어）、俄语（русский）等",
                Language::Zh,
            ),
            (
                "The greeting, such as “こ”, that the robot says to all callers",
                Language::En,
            ),
            ("größer als 5 °C", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
