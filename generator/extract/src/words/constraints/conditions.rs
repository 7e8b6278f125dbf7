//! Conditions between members: exclusive ones, alternatives, and those that another one requires.

use std::sync::LazyLock;

use super::Statement;
use super::pattern::Pattern;
use super::sentence::Sentence;
use spec::{Condition, Limit};

/// `不支持同时指定A和B`, `A和B不能同时指定`, `与A互斥`, and the same in English.
static EXCLUSIONS: LazyLock<[Pattern; 6]> = LazyLock::new(|| {
    const VERB: &str = "(?:指定|传|使用|设置|填|存在|提供|配置|选择|出现|生效|$)";
    [
        Pattern::new(
            r"(?:不支持|不能|不可以?|不允许|无法)同时(?:指定|传入?|使用|设置|填写?|存在|提供|配置|选择)\s*<name>\s*(?:和|与|、|及|跟)\s*<name>\s*(?:$|,|参数|字段)",
        ),
        Pattern::new(&format!(
            r"(?:^|[,( ])(?:<name>|<itself>)\s*(?:参数|字段)?\s*(?:和|与|、|及|跟)\s*<name>\s*(?:参数|字段)?\s*(?:不支持|不能|不可以?|不允许|无法)\s*同时\s*{VERB}"
        )),
        Pattern::new(&format!(
            r"(?:^|[,( ])(?:和|与|跟)\s*(?:参数|字段)?\s*<name>\s*(?:参数|字段)?\s*(?:互斥\s*(?:$|,)|(?:不能|不可|不可以|不支持)同时{VERB})"
        )),
        Pattern::new(
            r"(?:^|[,( ])<name> and <name>(?: parameters?| fields?)? (?:cannot|can not|can't|must not|should not|may not) be (?:both )?(?:specified|set|used|passed in|passed|provided|configured|entered|filled in|present) ?(?:at the same time|simultaneously|together|concurrently)",
        ),
        Pattern::new(
            r"(?:cannot|can not|can't|must not|not allowed to|does not support|do not) (?:specify|specifying|set|use|pass in|pass|provide)(?: both| simultaneously)? <name> and <name>(?: parameters?)?(?: at the same time| simultaneously| together)?$",
        ),
        Pattern::new(
            r"(?:mutually exclusive with|cannot be (?:specified|used|set) (?:together|simultaneously|at the same time) with|(?:cannot|can not) coexist with)(?: the)? <name>(?: parameter)?(?:$|,)",
        ),
    ]
});

/// `A和B必须至少填一个`.
static ALTERNATIVES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:注意?[:,]?\s*|说明:\s*)?<name>\s*(?:和|与|、|或|/)\s*<name>(?:\s*(?:和|与|、|或|/)\s*<name>)?\s*(?:参数|字段)?\s*,?\s*(?:必须|需要?|必)?\s*(?:必填其一|二选一必填|必选其一|必传其一|至少(?:需要|需|要|必须)?(?:填写?|传入?|指定|提供|设置|选择|填入|输入|有|存在)?(?:其中)?(?:之?一|1)(?:个|项|种)?|(?:填写?|传入?|指定|提供|设置|选择)(?:其中)?(?:之?一|1)(?:个|项)?)(?:参数|字段)?$",
    )
});

/// `Either A or B must be provided`.
static ALTERNATIVES_ENGLISH: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:note: ?)?(?:either <name> or <name>|(?:at least one of|either of|one of|at least one between) <name>(?: and| or|,) <name>|you must (?:specify|provide|pass|set|enter) (?:at least one of|either|one of) <name> (?:and|or) <name>)(?: must be (?:specified|provided|set|passed in|entered|filled in)| is required| needs? to be (?:specified|provided|set)| should be (?:specified|provided|set)|)$",
    )
});

/// `A和B不能同时为空`, `与B不能同时为空`, and the same in English: one of them must be there.
static NOT_BOTH_EMPTY: LazyLock<[Pattern; 3]> = LazyLock::new(|| {
    [
        Pattern::new(
            r"(?:^|[,( :])(?:(?:<name>|<itself>)\s*(?:参数|字段)?\s*)?(?:和|与|跟|、|及|或)\s*(?:参数|字段)?\s*<name>\s*(?:参数|字段)?\s*(?:不能|不可以?|不允许|不得|不要|必须不)\s*同时\s*(?:为|是|传|填)?空",
        ),
        Pattern::new(
            r"(?:^|[,( :])(?:both )?<name> and <name>(?: parameters?| fields?)? (?:cannot|can not|can't|must not|should not) (?:both be (?:empty|null|left empty|omitted|unspecified)|be (?:both )?(?:empty|null|left empty|omitted|unspecified) (?:at the same time|simultaneously|together))",
        ),
        Pattern::new(
            r"(?:cannot|can not|can't|must not|should not) be (?:empty|null|left empty|omitted) (?:at the same time|simultaneously|together) (?:with|as)(?: the)? <name>",
        ),
    ]
});

/// `当 A 为 x 时，此参数必填`.
static REQUIRED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r#"^(?:[\-•·]\s*)?(?:当|若|如果|如)?\s*(?:参数|字段)?\s*<name>\s*(?:参数|字段)?\s*(?:取值|的值|值)?\s*(?:为|是|=|等于|选择|设置为|取值为)\s*"?([a-z0-9_.\-]+)"?(?:\s*(?:或者?|/|、)\s*"?([a-z0-9_.\-]+)"?)?\s*(?:的时候|时)?,?\s*(?:<itself>|此项|该项|本项|字段|参数|为|则|是)*\s*(?:不能为空|必填|必选|必传|必须填写|必须传入?|必须指定|必须设置)(?:项|字段|参数)?$"#,
    )
});

/// `This parameter is required when A is x`, `If A is x, this parameter is required`.
static REQUIRED_ENGLISH: LazyLock<[Pattern; 2]> = LazyLock::new(|| {
    const VALUE: &str = r#"(?: value)? (?:is set to|is equal to|equals|is|=) "?([a-z0-9_.\-]+)"?(?: or "?([a-z0-9_.\-]+)"?)?"#;
    [
        Pattern::new(&format!(
            r"(?:^|<itself> is |, |is |and is |which is )(?:required|mandatory)(?: parameter| field)? (?:if|when|only when|only if)(?: the)?(?: value of| parameter)? <name>{VALUE}$"
        )),
        Pattern::new(&format!(
            r"^(?:if|when)(?: the)?(?: value of| parameter)? <name>{VALUE}, <itself> (?:is|must be) (?:required|mandatory|specified|set|passed in)$"
        )),
    ]
});

/// English words that aren't values.
const NOT_VALUES: [&str; 18] = [
    "not",
    "empty",
    "the",
    "a",
    "set",
    "specified",
    "null",
    "in",
    "selected",
    "passed",
    "enabled",
    "required",
    "disabled",
    "used",
    "be",
    "this",
    "configured",
    "provided",
];

/// Cheap pre-check: each condition has one of these words.
const WORDS: [&str; 18] = [
    "同时",
    "互斥",
    "必",
    "至少",
    "选一",
    "不能为空",
    "exclusive",
    "cannot",
    "can't",
    "both",
    "either",
    "one of",
    "required",
    "mandatory",
    " not ",
    "coexist",
    "must",
    "同時",
];

/// Adds the conditions that the sentence states about the member and its siblings.
pub(super) fn add(
    sentence: &Sentence<'_>,
    name: &str,
    siblings: &[&str],
    statements: &mut Vec<Statement>,
) {
    let plain = sentence.plain.as_str();
    if !WORDS.iter().any(|word| plain.contains(word)) {
        return;
    }
    let mut push = |limit| statements.push(Statement::new(sentence, limit));
    if !has_case(plain) {
        if let Some(other) = excluded(plain, name, siblings) {
            return push(Limit::Excludes(other.to_owned()));
        }
        if let Some(names) = alternatives(plain, name, siblings) {
            return push(Limit::AnyOf(names));
        }
    }
    if let Some(condition) = condition(sentence, name, siblings) {
        push(Limit::RequiredWhen(condition));
    }
}

fn has_case(plain: &str) -> bool {
    ["当", "若", "如果", "例如", "时,"]
        .iter()
        .any(|word| plain.contains(word))
        || plain
            .split(' ')
            .any(|word| ["if", "when", "unless", "for"].contains(&word))
}

/// Returns the siblings that the groups name; `None` if a group names none.
fn named<'s>(groups: &[&str], siblings: &[&'s str]) -> Option<Vec<&'s str>> {
    let mut names = Vec::new();
    for group in groups {
        let name = siblings
            .iter()
            .find(|name| name.eq_ignore_ascii_case(group))?;
        if !names.contains(name) {
            names.push(*name);
        }
    }
    Some(names)
}

fn excluded<'s>(plain: &str, name: &str, siblings: &[&'s str]) -> Option<&'s str> {
    let found = EXCLUSIONS.iter().find_map(|pattern| pattern.find(plain))?;
    let names = named(&found.groups(), siblings)?;
    match names.as_slice() {
        [other] if *other != name => Some(other),
        [one, other] if *one == name => Some(other),
        [other, one] if *one == name => Some(other),
        _ => None,
    }
}

fn alternatives<'s>(plain: &str, name: &'s str, siblings: &[&'s str]) -> Option<Vec<String>> {
    let found = ALTERNATIVES
        .find(plain)
        .or_else(|| ALTERNATIVES_ENGLISH.find(plain));
    let names = match found {
        Some(found) => named(&found.groups(), siblings)?,
        None => not_both_empty(plain, name, siblings)?,
    };
    let is_own = names.len() > 1 && names.contains(&name);
    is_own.then(|| names.into_iter().map(str::to_owned).collect())
}

fn not_both_empty<'s>(plain: &str, name: &'s str, siblings: &[&'s str]) -> Option<Vec<&'s str>> {
    let found = NOT_BOTH_EMPTY
        .iter()
        .find_map(|pattern| pattern.find(plain))?;
    let mut names = named(&found.groups(), siblings)?;
    // A sentence that names only the other one speaks of the member itself.
    if names.len() == 1 {
        names.insert(0, name);
    }
    Some(names)
}

fn condition(sentence: &Sentence<'_>, name: &str, siblings: &[&str]) -> Option<Condition> {
    let plain = sentence.plain.as_str();
    let found = REQUIRED.find(plain).or_else(|| {
        let found = REQUIRED_ENGLISH
            .iter()
            .find_map(|pattern| pattern.find(plain))?;
        let is_word = |group: &&str| NOT_VALUES.contains(group);
        let has_values = !found.groups().iter().skip(1).any(is_word);
        has_values.then_some(found)
    })?;
    let groups = found.groups();
    let (other, values) = groups.split_first()?;
    let member = *named(&[other], siblings)?.first()?;
    if member == name || values.is_empty() {
        return None;
    }
    let printed = |value: &&str| printed_word(sentence.printed, value);
    Some(Condition {
        member: member.to_owned(),
        is: values.iter().map(printed).collect::<Option<_>>()?,
    })
}

/// Returns a word of the plain form as printed, or `None` if it is printed in several ways.
fn printed_word(printed: &str, plain: &str) -> Option<String> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let mut words = printed
        .split(|c| !is_inside(c))
        .filter(|word| word.eq_ignore_ascii_case(plain));
    let word = words.next()?;
    words.all(|other| other == word).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    const SIBLINGS: [&str; 5] = ["InstanceIds", "Filters", "Type", "Key", "Protocol"];

    fn conditions(name: &str, doc: &str) -> Vec<String> {
        let mut statements = Vec::new();
        for sentence in sentences(doc) {
            add(&sentence, name, &SIBLINGS, &mut statements);
        }
        let limits = statements
            .iter()
            .map(|statement| statement.limit.to_string());
        limits.collect()
    }

    #[test]
    fn patterns_compile() {
        let all = EXCLUSIONS.iter().chain(REQUIRED_ENGLISH.iter());
        let all = all.chain(NOT_BOTH_EMPTY.iter());
        for pattern in all.chain([&*ALTERNATIVES, &*ALTERNATIVES_ENGLISH, &*REQUIRED]) {
            assert!(pattern.compiles());
        }
    }

    #[test]
    fn exclusive_members_name_each_other() {
        for doc in [
            "参数不支持同时指定InstanceIds和Filters。",
            "参数不可以同时指定InstanceIds和Filters。",
            "`InstanceIds` and `Filters` cannot be specified at the same time.",
            "You cannot specify `InstanceIds` and `Filters` at the same time.",
            "此参数与 Filters 不能同时指定",
            "按ID查询，与Filters互斥",
            "It is mutually exclusive with `Filters`",
        ] {
            assert_eq!(
                conditions("InstanceIds", doc),
                ["Not together with `Filters`"],
                "{doc}"
            );
        }
        for doc in [
            "不支持同时指定InstanceIds和Zones。",
            "Type和Key不能同时传入",
            "此参数和Filters不可同时为0",
            "若指定了Type，不支持同时指定InstanceIds和Filters",
        ] {
            assert_eq!(conditions("InstanceIds", doc), [""; 0], "{doc}");
        }
    }

    #[test]
    fn alternatives_need_the_member_itself() {
        for doc in [
            "Type和Key必须填一个",
            "Type与Key至少传一个。",
            "Either Type or Key must be provided.",
            "At least one of `Type` and `Key` must be specified.",
        ] {
            let expected = ["Required: at least one of `Type` or `Key`"];
            assert_eq!(conditions("Key", doc), expected, "{doc}");
        }
        assert_eq!(conditions("Key", "Type和Filters必须填一个"), [""; 0]);
        for doc in [
            "Key、Type不能同时为空",
            "密钥，与Type不能同时为空",
            "密钥（与 Type 不能同时为空）。",
            "密钥，格式如：k-1，该参数与Type参数不能同时为空。",
            "说明：Key 和 Type 参数不能同时为空，您必须至少选择其中一个进行配置",
            "Key and Type cannot both be empty.",
            "`Key` and `Type` cannot be empty at the same time.",
        ] {
            let conditions = conditions("Key", doc);
            let expected = ["Required: at least one of `Key` or `Type`"];
            assert_eq!(conditions, expected, "{doc}");
        }
        for doc in [
            "Type和Filters不能同时为空",
            "Key不能为空",
            "与Zone不能同时为空",
        ] {
            assert_eq!(conditions("Key", doc), [""; 0], "{doc}");
        }
    }

    #[test]
    fn required_members_name_their_condition() {
        for doc in [
            "当 Type 取值为 Static 时，该参数必填。",
            "Type=Static 时必填",
            "This parameter is required when `Type` is `Static`.",
            "If `Type` is `Static`, this field is required.",
        ] {
            assert_eq!(
                conditions("Key", doc),
                ["Required if `Type` is `Static`"],
                "{doc}"
            );
        }
        let two = "当Type为A或B时，此参数必填";
        assert_eq!(conditions("Key", two), ["Required if `Type` is `A` or `B`"]);
        for doc in [
            "当Type为空时，此字段必填",
            "This is required if Type is not empty.",
            "当 Zone 为 A 时，该参数必填。",
            "当 Key 为 A 时，该参数必填。",
        ] {
            assert_eq!(conditions("Key", doc), [""; 0], "{doc}");
        }
    }
}
