//! From a table row to a parameter or member: notes, sample, default and documented values are read from its text.

use spec::{Language, Localized, Member, Scalar, TypeName};

use super::deprecation::{Thing, deprecated};
use super::documented_values::documented_values;
use super::row::ParameterRow;
use super::sensitive::sensitive;
use super::text;
use super::vocabulary::{DEFAULT_LABELS, SAMPLE_LABELS, may_be_null};

/// The member that a row describes. A type that can't be read becomes an open value.
pub(super) fn member_of_row(row: &ParameterRow<'_>, language: Language) -> Member {
    let whole = text::join(&row.text);
    let nullable = may_be_null(&whole);
    let (doc, example) = split_sample(&whole);
    let type_name = row
        .type_name
        .clone()
        .unwrap_or(TypeName::Scalar(Scalar::Object));
    Member {
        values: documented_values(doc, &type_name, language),
        required: row.required,
        nullable,
        default: default_value(doc),
        deprecated: deprecated(doc, Thing::Member(&row.name), language),
        sensitive: sensitive(&row.name, &type_name),
        doc: Localized::new(language, doc),
        example,
        ..Member::new(&row.name, type_name)
    }
}

/// The sample value ends the text; it may be JSON over several lines.
fn split_sample(whole: &str) -> (&str, Option<String>) {
    let last = SAMPLE_LABELS
        .iter()
        .filter_map(|label| whole.rfind(label).map(|at| (at, label.len())))
        .max();
    let Some((at, length)) = last else {
        return (whole, None);
    };
    let doc = whole[..at].trim_end();
    let sample = whole[at + length..].trim();
    let one_line = sample.replace(
        '\n',
        if sample.starts_with(['[', '{']) {
            " "
        } else {
            ""
        },
    );
    (doc, Some(one_line).filter(|sample| !sample.is_empty()))
}

/// The default value that the text names: one word, without the sentence's end.
fn default_value(doc: &str) -> Option<String> {
    let at = DEFAULT_LABELS
        .iter()
        .filter_map(|label| doc.find(label).map(|at| at + label.len()))
        .min()?;
    let rest = doc[at..].trim_start();
    let end = rest
        .find(['。', '，', ',', '；', ';', '\n', '（', ' '])
        .unwrap_or(rest.len());
    let value = rest[..end].trim_matches(['.', '`', '"', '“', '”', '\'']);
    let plain =
        !value.is_empty() && value.len() <= 64 && value.bytes().all(|b| b.is_ascii_graphic());
    plain.then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_defaults_are_read_from_the_text() {
        assert_eq!(
            split_sample("地域。\n示例值：ap-guangzhou"),
            ("地域。", Some("ap-guangzhou".to_owned()))
        );
        assert_eq!(
            split_sample("列表\n示例值：[\n\"a\"\n]"),
            ("列表", Some("[ \"a\" ]".to_owned()))
        );
        assert_eq!(split_sample("示例值没有"), ("示例值没有", None));
        assert_eq!(
            default_value("返回数量，默认值：20。最大值为100。").as_deref(),
            Some("20")
        );
        assert_eq!(
            default_value("Number of results. Default value: 20.").as_deref(),
            Some("20")
        );
        assert_eq!(
            default_value("默认取值：NOTIFY_AND_AUTO_RENEW。若").as_deref(),
            Some("NOTIFY_AND_AUTO_RENEW")
        );
        assert_eq!(default_value("没有"), None);
    }
}
