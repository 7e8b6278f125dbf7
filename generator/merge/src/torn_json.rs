//! JSON in texts that the margin of a printed page cut: no other text is needed to see it.

use spec::finding::Finding;
use spec::{Member, Source};

use crate::clipped::CUT_AT_MARGIN;

/// Returns the finding about a text whose JSON sample lacks a part: `{"a":1,"b" "c":2}`.
pub(crate) fn finding(source: &Source, owner: &str, member: &Member) -> Option<Finding> {
    let mut texts = member.doc.texts().map(|(_, text)| text);
    let text = texts.find(|text| has_torn_json(text))?;
    let message = format!(
        "the JSON in the text of `{}` lacks a part, so the margin may cut it: `{}`",
        member.name,
        text.replace('\n', " ")
    );
    let finding = Finding::warning(&source.file, source.line, &CUT_AT_MARGIN, owner, message);
    Some(finding.help("compare with the live page, and correct the text in overrides.yaml"))
}

/// Returns whether a string follows another one in a JSON object, with only blanks between.
fn has_torn_json(text: &str) -> bool {
    let Some((_, json)) = text.split_once("{\"") else {
        return false;
    };
    // Every second part is between two strings.
    let between = json.split('"').skip(1).step_by(2);
    let mut parts = between.peekable();
    while let Some(part) = parts.next() {
        if part.contains('}') || parts.peek().is_none() {
            return false;
        }
        if part.chars().all(char::is_whitespace) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_torn_json;

    #[test]
    fn strings_side_by_side_prove_torn_json() {
        assert!(has_torn_json(
            "in the format of {\"dataDiskSize\":3200,\"systemDiskSize\" \"systemDiskSizeShow\":\"x"
        ));
        for whole in [
            "{\"a\":3200, \"b\": \"c\"} or \"d\" \"e\"",
            "\"a\" \"b\"",
            "{\"a\" : [\"x\", \"y\"]}",
            "{\"",
        ] {
            assert!(!has_torn_json(whole), "{whole}");
        }
    }
}
