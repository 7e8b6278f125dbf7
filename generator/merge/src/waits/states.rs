//! The states in which an action has succeeded or failed.

use spec::{Member, Value};

/// Words that tell success, in the text after a state.
const SUCCESS: [&str; 5] = ["成功", "完成", "success", "succe", "complete"];

/// Words that tell failure.
const FAILURE: [&str; 3] = ["失败", "fail", "error"];

/// Returns the states that a text calls a success, and those that it calls a failure:
/// `如果状态为“RUNNING”，则代表实例创建成功，“LAUNCH_FAILED”代表实例创建失败`.
///
/// The text after a state tells about it, up to the next state or the end of the sentence.
pub(super) fn stated(member: &Member, text: &str) -> (Vec<String>, Vec<String>) {
    let found = occurrences(member, text);
    let (mut success, mut failure) = (Vec::new(), Vec::new());
    for (number, (start, state)) in found.iter().enumerate() {
        let end = found.get(number + 1).map_or(text.len(), |(next, _)| *next);
        let after = text.get(start + state.len()..end).unwrap_or_default();
        let after = after
            .split(['。', '；', ';', '\n'])
            .next()
            .unwrap_or_default();
        let after = after.split(". ").next().unwrap_or_default().to_lowercase();
        let first = |words: &[&str]| words.iter().filter_map(|word| after.find(word)).min();
        let list = match (first(&SUCCESS), first(&FAILURE)) {
            (Some(good), Some(bad)) if bad < good => &mut failure,
            (Some(_), _) => &mut success,
            (None, Some(_)) => &mut failure,
            (None, None) => continue,
        };
        if !list.iter().any(|known| known == state) {
            list.push((*state).to_owned());
        }
    }
    success.retain(|state| !failure.contains(state));
    (success, failure)
}

/// Returns where a text has states: documented values of the member, or words in capitals within
/// quotation marks if it has none.
fn occurrences<'t>(member: &Member, text: &'t str) -> Vec<(usize, &'t str)> {
    let mut found = Vec::new();
    for (start, word) in super::words(text) {
        let is_state = if member.values.is_empty() {
            let before = text
                .get(..start)
                .and_then(|before| before.chars().next_back());
            let is_quoted = before.is_some_and(|before| "\"'`“‘「『".contains(before));
            is_quoted && word.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        } else {
            member.values.iter().any(|value| value.value == word)
        };
        if is_state {
            found.push((start, word));
        }
    }
    found
}

/// Words that tell only that the task exists or can begin: `任务创建成功`, `准备完成`.
const BEGUN: [&str; 10] = [
    "创建成功",
    "创建完成",
    "提交成功",
    "提交完成",
    "下发成功",
    "准备完成",
    "准备就绪",
    "created",
    "submitted",
    "ready",
];

/// Returns the documented values that are states of success. Those that only tell a beginning count
/// if the member has no others: a resource is created, a task has then only begun.
pub(super) fn successes(values: &[Value]) -> Vec<String> {
    let is_success = |value: &&Value| tells(value, &SUCCESS) && !is_failure(value);
    let (begun, ended): (Vec<&Value>, Vec<&Value>) = values
        .iter()
        .filter(is_success)
        .partition(|value| tells(value, &BEGUN));
    let states = if ended.is_empty() { begun } else { ended };
    states
        .into_iter()
        .map(|value| value.value.clone())
        .collect()
}

/// Returns whether a documented value is a state of failure.
pub(super) fn is_failure(value: &Value) -> bool {
    tells(value, &FAILURE)
}

fn tells(value: &Value, words: &[&str]) -> bool {
    let texts = value.doc.texts().map(|(_, text)| text);
    let mut texts = texts.chain([value.value.as_str()]);
    texts.any(|text| {
        let text = text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    })
}
