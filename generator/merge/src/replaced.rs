//! The actions of API 3.0 that replace actions of the generations before it, by name or by title.

use spec::{
    Action, Language, Protocol, ReplacedBy, ReplacementSource, ServiceSpec, product_of_service,
};

/// Adds to each action of a retired API the action of API 3.0 that has its name or its title.
///
/// The newer API is the newest version of the same product, whose service lacks the suffix `-v2`.
pub(crate) fn add_replacements(specs: &mut [ServiceSpec]) {
    let (retired, newer): (Vec<&mut ServiceSpec>, Vec<_>) = specs
        .iter_mut()
        .partition(|spec| spec.service.protocol == Protocol::V2);
    for spec in retired {
        let base = product_of_service(&spec.service.name);
        let versions = newer.iter().filter(|spec| spec.service.name == base);
        let newest = versions.max_by_key(|spec| spec::version_order(&spec.service.version));
        let Some(newest) = newest else {
            continue;
        };
        for action in &mut spec.actions {
            let found = same_name(action, newest).or_else(|| same_title(action, newest));
            action.replaced_by = found.map(|(newer, source)| {
                Box::new(ReplacedBy {
                    service: newest.service.name.clone(),
                    version: newest.service.version.clone(),
                    action: newer.name.clone(),
                    inferred: Some(source),
                    ..ReplacedBy::default()
                })
            });
        }
    }
}

type Found<'a> = Option<(&'a Action, ReplacementSource)>;

fn same_name<'a>(action: &Action, newest: &'a ServiceSpec) -> Found<'a> {
    Some((newest.action(&action.name)?, ReplacementSource::Name))
}

/// Returns the only action with an equal title, or else the one whose title begins the action's, or
/// else the only one whose title begins with the action's: `调整实例配置（包年包月）` is about
/// `调整实例配置`.
fn same_title<'a>(action: &Action, newest: &'a ServiceSpec) -> Found<'a> {
    Language::ALL.into_iter().find_map(|language| {
        let own = plain(action.title.get(language)?);
        let titled = |action: &'a Action| Some((plain(action.title.get(language)?), action));
        let titles: Vec<(String, &Action)> = newest.actions.iter().filter_map(titled).collect();
        let equal = only(titles.iter().filter(|(title, _)| *title == own));
        let longest = || {
            let shorter = titles.iter().filter(|(title, _)| begins(&own, title));
            let most = shorter.clone().map(|(title, _)| title.len()).max()?;
            only(shorter.filter(|(title, _)| title.len() == most))
        };
        let longer = || only(titles.iter().filter(|(title, _)| begins(title, &own)));
        let (_, found) = equal.or_else(longest).or_else(longer)?;
        Some((*found, ReplacementSource::Title))
    })
}

/// Returns the item of an iterator with one item.
fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// Returns the title without blanks between Chinese words, and in one letter case.
fn plain(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let separator = if title.is_ascii() { " " } else { "" };
    words.join(separator).to_lowercase()
}

/// The fewest characters of a Chinese title that say enough: a verb and a noun of two each.
const SHORTEST: usize = 4;

/// Returns whether the title begins with the other one, which says enough on its own and ends with
/// a word.
fn begins(title: &str, start: &str) -> bool {
    let says_enough = if start.is_ascii() {
        start.contains(' ')
    } else {
        start.chars().count() >= SHORTEST
    };
    let rest = title.strip_prefix(start);
    let is_in_word = |rest: &str| {
        let is_letter = |c: char| c.is_ascii_alphanumeric();
        rest.starts_with(is_letter) && start.ends_with(is_letter)
    };
    says_enough && rest.is_some_and(|rest| !rest.is_empty() && !is_in_word(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec::{Localized, Service};

    fn spec(name: &str, protocol: Protocol, actions: &[(&str, &str)]) -> ServiceSpec {
        let action = |(name, title): &(&str, &str)| Action {
            name: (*name).to_owned(),
            title: Localized::new(Language::Zh, *title),
            ..Action::default()
        };
        ServiceSpec {
            service: Service {
                name: name.to_owned(),
                version: "2017-03-12".to_owned(),
                protocol,
                ..Service::default()
            },
            actions: actions.iter().map(action).collect(),
            ..ServiceSpec::default()
        }
    }

    const NEWER: &[(&str, &str)] = &[
        ("CreateKeyPair", "创建密钥对"),
        ("InquiryPriceRunInstances", "创建实例询价"),
        ("RebootInstances", "重启实例"),
        ("ResetInstance", "重装实例"),
        ("ResetInstancesInternetMaxBandwidth", "调整实例带宽上限"),
        ("ResetInstancesType", "调整实例配置"),
        ("InquiryPriceResetInstancesType", "调整实例配置询价"),
        ("RunInstances", "创建实例"),
        ("CreateLaunchTemplate", "创建实例启动模板"),
    ];

    fn replaced(name: &str, title: &str) -> Option<(String, ReplacementSource)> {
        let mut specs = [
            spec("cvm", Protocol::Tc3, NEWER),
            spec("cvm-v2", Protocol::V2, &[(name, title)]),
            spec(
                "ecm",
                Protocol::Tc3,
                &[("Other", "其他接口"), ("Gone", "x")],
            ),
        ];
        add_replacements(&mut specs);
        assert!(
            specs[0]
                .actions
                .iter()
                .all(|action| action.replaced_by.is_none())
        );
        let found = specs[1].actions[0].replaced_by.clone()?;
        assert_eq!((&*found.service, &*found.version), ("cvm", "2017-03-12"));
        assert!(found.why.is_empty());
        Some((found.action, found.inferred?))
    }

    #[test]
    fn equal_name_beats_equal_title() {
        let by_name = |action: &str| Some((action.to_owned(), ReplacementSource::Name));
        assert_eq!(
            replaced("RunInstances", "重启实例"),
            by_name("RunInstances")
        );
    }

    #[test]
    fn equal_or_longer_title_finds_replacement() {
        let by_title = |action: &str| Some((action.to_owned(), ReplacementSource::Title));
        for (title, action) in [
            ("重启 实例", "RebootInstances"),
            ("调整实例配置（包年包月）", "ResetInstancesType"),
            ("创建实例（按量计费）", "RunInstances"),
            ("创建密钥", "CreateKeyPair"),
        ] {
            assert_eq!(replaced("Old", title), by_title(action), "{title}");
        }
    }

    #[test]
    fn unclear_title_finds_nothing() {
        for title in ["查询实例", "调整实例", "重启", "创建", "其他接口", ""] {
            assert_eq!(replaced("Gone", title), None, "{title}");
        }
    }

    #[test]
    fn english_titles_match_by_words() {
        assert!(begins("create instances (hourly)", "create instances"));
        assert!(!begins("create instances", "create instance"));
        assert!(!begins("create instances", "create"));
    }
}
