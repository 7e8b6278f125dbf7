//! The phrases in descriptions of parameters and members.

use std::sync::LazyLock;

use super::{Phrases, Words};
use crate::words::lexicon::Lexicon;

/// Labels before a sample value.
pub(crate) const SAMPLE_LABELS: [&str; 14] = [
    "示例值：",
    "示例值:",
    "Example value:",
    "Example value：",
    "Sample value:",
    "Sample value：",
    "サンプル値：",
    "サンプル値:",
    "例：値：",
    "예시 값:",
    "예시 값：",
    "예제 값:",
    "Пример значения:",
    "Пример значения：",
];

const NULLS: Phrases<()> = &[(
    (),
    &[
        "(字段|参数)可能返回 null",
        "(field|parameter) may return null",
        "(フィールド|パラメータ|パラメーター)(は|には|では|が)(、|)nullを(返す|戻す)",
        "(フィールド|パラメータ|パラメーター)(は|には|では|が)(、|)nullが(返され|戻され)る",
        "(필드|매개변수|매개 변수)(는|가|에서|에) null(을|이|를|) (반환|반환될)",
        "(поле|параметр) может (возвращать|вернуть|содержать) null",
    ],
)];

static NULL_WORDS: Words<()> = LazyLock::new(|| Lexicon::new(NULLS));

/// Returns whether the text warns that the value may be null.
///
/// Wrapped lines may have blanks anywhere between Chinese words.
pub(crate) fn may_be_null(text: &str) -> bool {
    NULL_WORDS.find(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_notes_of_all_languages_count() {
        for (text, is_nullable) in [
            ("注意：此字段可能返回 `null`，表示取不到有效值。", true),
            ("Note: This field\nmay return null, indicating", true),
            ("注：このフィールドはnullを返す場合があり、", true),
            ("참고: 이 필드는 null을 반환할 수 있으며", true),
            ("Примечание. Это поле может возвращать null.", true),
            ("May be nullable", false),
        ] {
            assert_eq!(may_be_null(text), is_nullable, "{text}");
        }
    }
}
