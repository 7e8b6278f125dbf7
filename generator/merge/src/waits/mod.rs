//! Asynchronous actions: the texts that name the action, the member and the states to wait for.

mod paths;
mod states;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use paths::{Path, State};
use spec::{
    Action, Inferred, Language, Localized, Member, ServiceSpec, TypeName, Wait, resource_of_ids,
};
use states::{is_failure, stated, successes};

/// Adds to each asynchronous action the way to learn whether it has finished, where a text names
/// the action to call.
pub(crate) fn add_waits(spec: &mut ServiceSpec) {
    let reader = Reader::new(spec);
    let waits: Vec<Option<Wait>> = spec
        .actions
        .iter()
        .map(|action| reader.described(action).or_else(|| reader.of_task(action)))
        .collect();
    let waits = with_untold(spec, waits);
    for (action, wait) in spec.actions.iter_mut().zip(waits) {
        action.wait = wait.map(Box::new);
    }
}

/// The actions and structures of a service.
struct Reader<'s> {
    spec: &'s ServiceSpec,
    actions: BTreeMap<&'s str, &'s Action>,
}

/// A mention of an action to call.
struct Mention<'s> {
    action: &'s Action,
    language: Language,
    /// The line from the sentence of the mention on.
    line: &'s str,
    /// The rest of the line after the mention.
    rest: &'s str,
}

impl<'s> Reader<'s> {
    fn new(spec: &'s ServiceSpec) -> Self {
        let actions = spec.actions.iter();
        Self {
            spec,
            actions: actions
                .map(|action| (action.name.as_str(), action))
                .collect(),
        }
    }

    /// Returns the wait that an action's description tells: "the result can be queried with
    /// DescribeInstances: the operation succeeded if its LatestOperationState is SUCCESS".
    fn described(&self, action: &'s Action) -> Option<Wait> {
        self.mentions(&action.doc, action).find_map(|mention| {
            let states = paths::states(self.spec, &mention.action.output);
            let named = words(mention.rest).find_map(|(_, word)| paths::only(&states, word))?;
            let (success, mut failure) = stated(named.member, mention.rest);
            if success.is_empty() {
                return None;
            }
            let documented = named.member.values.iter();
            let failures = documented.filter(|value| is_failure(value));
            for value in failures.map(|value| &value.value) {
                if !failure.contains(value) && !success.contains(value) {
                    failure.push(value.clone());
                }
            }
            wait(action, &mention, named, success, failure)
        })
    }

    /// Returns the wait for the task whose id the action returns: "you can use DescribeTaskResult
    /// to query the status of the task".
    fn of_task(&self, action: &'s Action) -> Option<Wait> {
        action.output.iter().find_map(|member| {
            let id = resource_of_ids(&member.name)?;
            self.mentions(&member.doc, action).find_map(|mention| {
                let states = paths::states(self.spec, &mention.action.output);
                let state = paths::only_final(&states)?;
                let values = &state.member.values;
                let failures = values.iter().filter(|value| is_failure(value));
                let failures = failures.map(|value| value.value.clone()).collect();
                let found = wait(action, &mention, state, successes(values), failures)?;
                (resource_of_ids(&found.parameter)? == id).then_some(found)
            })
        })
    }

    /// Returns the actions that a text names as those which tell the result.
    fn mentions(&self, text: &'s Localized, of: &'s Action) -> impl Iterator<Item = Mention<'s>> {
        let lines = text
            .texts()
            .flat_map(|(language, text)| text.lines().map(move |line| (language, line)));
        lines.flat_map(move |(language, line)| {
            words(line).filter_map(move |(at, word)| {
                let action = *self.actions.get(word)?;
                let sentence = line.get(..at).map(sentence_start)?;
                let rest = line.get(at + word.len()..)?;
                let cue = line.get(sentence..)?.to_lowercase();
                let tells = CUES.iter().any(|known| cue.contains(known))
                    && !PRECONDITIONS.iter().any(|known| cue.contains(known));
                (tells && action.name != of.name).then_some(Mention {
                    action,
                    language,
                    line: line.get(sentence..)?,
                    rest,
                })
            })
        })
    }
}

/// Words of sentences that name the action which tells the result.
const CUES: [&str; 6] = ["查询", "查看", "query", "check", "obtain", "result"];

/// Words of sentences that tell when the action itself may be called, not when it has finished.
const PRECONDITIONS: [&str; 6] = [
    "调用本接口",
    "调用此接口",
    "调用该接口",
    "使用本接口",
    "call this api",
    "before calling",
];

/// Returns the wait for a state, if the action has the ids that the other action takes.
fn wait(
    action: &Action,
    mention: &Mention<'_>,
    state: &State<'_>,
    success: Vec<String>,
    failure: Vec<String>,
) -> Option<Wait> {
    if success.is_empty() {
        return None;
    }
    let (parameter, id) = mention.action.input.iter().find_map(|parameter| {
        let id = resource_of_ids(&parameter.name)?;
        let sibling = state
            .siblings
            .iter()
            .find(|member| resource_of_ids(&member.name) == Some(id));
        let is_many = matches!(parameter.type_name, TypeName::Array(_));
        match sibling {
            Some(sibling) if state.path.has_list() => {
                Some((parameter, Some(state.path.beside(sibling))))
            }
            _ if !is_many && !state.path.has_list() => Some((parameter, None)),
            _ => None,
        }
    })?;
    let has_ids = |members: &[Member]| {
        let of_ids = members
            .iter()
            .find(|member| resource_of_ids(&member.name) == resource_of_ids(&parameter.name));
        of_ids.map(|member| member.name.clone())
    };
    let output = has_ids(&action.output);
    let input = if output.is_some() {
        None
    } else {
        has_ids(&action.input)
    };
    if output.is_none() && input.is_none() {
        return None;
    }
    Some(Wait {
        action: mention.action.name.clone(),
        parameter: parameter.name.clone(),
        input,
        output,
        state: state.path.to_string(),
        id: id.map(|path| path.to_string()),
        request_id: state.request_id().map(|path: Path| path.to_string()),
        success,
        failure,
        inferred: Some(Inferred::Prose),
        sentence: Localized::new(mention.language, mention.line.trim()),
    })
}

/// Adds the waits of actions that return the id of a task without naming the action which tells its
/// result, if all others that return such an id name the same.
fn with_untold(spec: &ServiceSpec, waits: Vec<Option<Wait>>) -> Vec<Option<Wait>> {
    let mut told: BTreeMap<&str, Vec<&Wait>> = BTreeMap::new();
    for wait in waits.iter().flatten() {
        if let Some(output) = &wait.output {
            told.entry(output).or_default().push(wait);
        }
    }
    let same = |one: &Wait, other: &Wait| {
        (&one.action, &one.parameter, &one.state) == (&other.action, &other.parameter, &other.state)
    };
    let untold = |action: &Action| {
        let tasks = action.output.iter().filter(|member| is_task(member));
        tasks
            .filter_map(|member| told.get(member.name.as_str()))
            .find_map(|known| {
                let (first, others) = known.split_first()?;
                let is_telling =
                    action.name != first.action && others.iter().all(|other| same(first, other));
                is_telling.then(|| Wait {
                    sentence: Localized::default(),
                    ..(*first).clone()
                })
            })
    };
    let added: Vec<Option<Wait>> = spec
        .actions
        .iter()
        .zip(&waits)
        .map(|(action, wait)| wait.is_none().then(|| untold(action)).flatten())
        .collect();
    let both = waits.into_iter().zip(added);
    both.map(|(told, added)| told.or(added)).collect()
}

/// Returns whether a member is the id of a task that the action has started.
fn is_task(member: &Member) -> bool {
    let is_id = resource_of_ids(&member.name).is_some_and(|id| id.eq_ignore_ascii_case("task"));
    is_id
        && member.doc.texts().any(|(_, text)| {
            let text = text.to_lowercase();
            ["异步", "async"].iter().any(|word| text.contains(word))
        })
}

/// Returns the words of a line that can be names, each with its offset.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_other = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let parts = line.split_inclusive(is_other).scan(0, |end, part| {
        let start = *end;
        *end += part.len();
        Some((start, part))
    });
    parts
        .map(move |(start, part)| (start, part.trim_end_matches(is_other)))
        .filter(|(_, word)| !word.is_empty())
}

/// Returns the offset at which the last sentence of a text begins.
fn sentence_start(text: &str) -> usize {
    let ends = text
        .rfind(['。', '！', '；'])
        .map(|at| at + '。'.len_utf8());
    ends.max(text.rfind(". ").map(|at| at + 2))
        .unwrap_or_default()
}
