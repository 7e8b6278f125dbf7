//! Structures are inferred well enough when the pages that describe them are withheld.

mod measure;

use document::Format;
use extract::{Content, Facts};
use measure::{Score, unreadable};
use merge::{SourceFacts, merge};
use spec::{Language, ServiceSpec};

/// The smallest share of right types, per thousand.
const MIN_RIGHT: usize = 920;

/// The manuals: file, service and language.
const MANUALS: [(&str, &str, Language); 2] = [
    ("cvm-manual.zh.txt", "cvm", Language::Zh),
    ("ecm-manual.en.txt", "ecm", Language::En),
];

#[test]
fn manuals_without_their_structures_infer_most_types() {
    let total = total(|file, whole| facts(file, &without_structures(&read(file), whole)));
    assert!(total.members() > 1000, "{total}");
}

#[test]
fn manuals_without_some_structures_infer_most_types() {
    let total = total(|_, whole| {
        let mut facts = whole.clone();
        for chapter in &mut facts.chapters {
            if let Content::Structures(structures) = &mut chapter.content {
                let mut number = 0;
                structures.retain(|_| {
                    number += 1;
                    number % 3 > 0
                });
            }
        }
        facts
    });
    assert!(total.members() > 200, "{total}");
}

/// Infers the structures that `withhold` takes from the facts of each manual. Asserts that most
/// types are right and that all example replies can be read.
fn total(withhold: impl Fn(&str, &Facts) -> Facts) -> Score {
    let mut total = Score::default();
    for (file, service, language) in MANUALS {
        let whole = facts(file, &read(file));
        let inferred = spec(service, language, file, withhold(file, &whole));
        let documented = spec(service, language, file, whole);
        assert_eq!(unreadable(&inferred), Vec::<String>::new());
        let score = Score::new(&documented, &inferred);
        println!("{service}: {score}\n  {}", score.wrong.join("\n  "));
        total.add(score);
    }
    println!("{total}");
    assert!(total.permille() >= MIN_RIGHT, "{total}");
    total
}

fn read(file: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../specs/sources");
    std::fs::read_to_string(format!("{folder}/{file}")).unwrap()
}

fn facts(file: &str, text: &str) -> Facts {
    let document = document::read(file, text.as_bytes(), Some(Format::PdfText)).unwrap();
    extract::extract(&document)
}

/// Cuts the lines from the first structure to the next chapter.
fn without_structures(text: &str, facts: &Facts) -> String {
    let chapter = facts
        .chapters
        .iter()
        .find(|chapter| matches!(chapter.content, Content::Structures(_)))
        .unwrap();
    let begin = chapter.source.line;
    let later = facts.chapters.iter().map(|chapter| chapter.source.line);
    let end = later.filter(|line| *line > begin).min().unwrap();
    let lines = text.lines().enumerate();
    let kept = lines.filter(|(index, _)| !(begin..end).contains(&(index + 1)));
    kept.map(|(_, line)| format!("{line}\n")).collect()
}

fn spec(service: &str, language: Language, file: &str, facts: Facts) -> ServiceSpec {
    let entry = serde_yaml::from_str(&format!(
        "{{file: {file}, service: {service}, language: {}, format: pdf-text, sha256: x}}",
        match language {
            Language::En => "en",
            Language::Zh => "zh",
        }
    ))
    .unwrap();
    let mut merged = merge(vec![SourceFacts { entry, facts }]);
    merged.specs.retain(|spec| spec.service.name == service);
    merged.specs.pop().unwrap()
}
