//! `cargo xtask openapi`: the specs as OpenAPI documents.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use openapi::{document, file_stem};
use spec::ServiceSpec;
use xtask::arguments::Openapi as Arguments;
use xtask::stages;
use xtask::workspace::Workspace;
use xtask::{unknown_service, write_named};

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let specs = select(stages::corrected(workspace)?, arguments)?;
    let texts: Vec<String> = parallel::map(&specs, |spec| text(spec, arguments.yaml))
        .into_iter()
        .collect::<Result<_>>()?;
    match (&arguments.output, texts.as_slice()) {
        (Some(folder), _) => write(folder, &specs, &texts, arguments.yaml)?,
        (None, [text]) => stdio::print(text),
        (None, _) => bail!(
            "error: {} make {} documents, but standard output takes one\n  = help: name a folder with \
             `--output`, or one document with SERVICE and `--api-version`",
            names(&specs),
            specs.len()
        ),
    }
    Ok(ExitCode::SUCCESS)
}

fn select(specs: Vec<ServiceSpec>, arguments: &Arguments) -> Result<Vec<ServiceSpec>> {
    let services = || specs.iter().map(|spec| spec.service.name.as_str());
    if let Some(wanted) = &arguments.service
        && services().all(|known| known != wanted)
    {
        return Err(unknown_service(wanted, services()));
    }
    let known = names(&specs);
    let is_wanted = |spec: &ServiceSpec| {
        let service = arguments.service.as_ref();
        let version = arguments.api_version.as_ref();
        service.is_none_or(|wanted| *wanted == spec.service.name)
            && version.is_none_or(|wanted| *wanted == spec.service.version)
    };
    let wanted: Vec<ServiceSpec> = specs.into_iter().filter(is_wanted).collect();
    if wanted.is_empty() {
        bail!(
            "error: specs/ has no version {}\n  = help: choose from {}",
            arguments.api_version.as_deref().unwrap_or("of any service"),
            if known.is_empty() { "none" } else { &known }
        );
    }
    Ok(wanted)
}

fn names(specs: &[ServiceSpec]) -> String {
    let name = |spec: &ServiceSpec| format!("{} {}", spec.service.name, spec.service.version);
    specs.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn text(spec: &ServiceSpec, yaml: bool) -> Result<String> {
    let document = document(spec);
    if yaml {
        return Ok(spec::yaml::print(&document)?);
    }
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}

fn write(folder: &Path, specs: &[ServiceSpec], texts: &[String], yaml: bool) -> Result<()> {
    let ending = if yaml { "yaml" } else { "json" };
    for (spec, text) in specs.iter().zip(texts) {
        let path = folder.join(format!("{}.{ending}", file_stem(&spec.service)));
        write_named(&path, text)?;
    }
    Ok(())
}
