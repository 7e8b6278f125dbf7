//! Structures that no chapter describes, and the findings about them.

use infer::{INFERRED_STRUCTURE, INFERRED_TYPES_DIFFER, Inference, MixedMember, infer};
use spec::ServiceSpec;
use spec::finding::{Finding, Severity};

/// Adds the structures that only examples show, and sorts all by name.
pub(crate) fn add_structures(spec: &mut ServiceSpec, findings: &mut Vec<Finding>) {
    for inference in infer(spec) {
        findings.push(inferred(&inference));
        findings.extend(
            inference
                .mixed
                .iter()
                .map(|member| mixed(&inference, member)),
        );
        spec.structures.push(inference.structure);
    }
    spec.structures
        .sort_by(|one, other| one.name.cmp(&other.name));
}

fn inferred(inference: &Inference) -> Finding {
    let source = inference.structure.sources.first();
    let (file, line) = source.map_or(("", 0), |source| (source.file.as_str(), source.line));
    let examples = match inference.examples {
        1 => "an example".to_owned(),
        count => format!("{count} examples"),
    };
    let message = format!(
        "the structure `{}` is inferred from {examples}",
        inference.structure.name
    );
    Finding::warning(file, line, &INFERRED_STRUCTURE, &inference.action, message)
        .severity(Severity::Note)
        .help("add the page that describes it to the sources, or correct it in overrides.yaml")
}

fn mixed(inference: &Inference, member: &MixedMember) -> Finding {
    let source = inference.structure.sources.first();
    let (file, line) = source.map_or(("", 0), |source| (source.file.as_str(), source.line));
    let message = format!(
        "examples show `{}` as {}; it takes any JSON",
        member.name,
        member.kinds.join(" and as ")
    );
    let structure = &inference.structure.name;
    Finding::warning(file, line, &INFERRED_TYPES_DIFFER, structure, message)
        .help("set the type in overrides.yaml once a page documents the structure")
}
