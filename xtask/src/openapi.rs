//! `cargo xtask openapi`: the specs for the tools that read OpenAPI.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use openapi::{document, file_stem};
use spec::ServiceSpec;

use crate::stages;
use crate::workspace::Workspace;

/// Writes the specs as OpenAPI 3.1, one document a service and version
///
/// Takes the specs as they lie in specs/, with the corrections of overrides.yaml. All actions share one
/// address, so that the paths are `/#<Action>`; each document's description says how to read it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask openapi cvm                       one document, to the standard output
  cargo xtask openapi cvm --yaml > cvm.yaml
  cargo xtask openapi cvm --api-version 2017-03-12
  cargo xtask openapi --output target/openapi   all services, a file each: cvm-2017-03-12.json")]
pub(crate) struct Arguments {
    /// The service; all of them by default
    #[arg(value_name = "SERVICE")]
    service: Option<String>,
    /// One version of the service's API
    #[arg(long, value_name = "DATE", requires = "service")]
    api_version: Option<String>,
    /// YAML instead of JSON: of version 1.2, so that readers of 1.1 take dates for dates, not texts
    #[arg(long)]
    yaml: bool,
    /// Write files into this folder instead of printing
    #[arg(long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let specs = chosen(stages::corrected(workspace)?, arguments)?;
    let texts = parallel::map(&specs, |spec| text(spec, arguments.yaml));
    let texts = texts.into_iter().collect::<Result<Vec<String>>>()?;
    match (&arguments.output, texts.as_slice()) {
        (Some(folder), _) => write(folder, &specs, &texts, arguments.yaml)?,
        (None, [text]) => print!("{text}"),
        (None, _) => bail!(
            "error: {} are {} documents\n  = help: name a folder with `--output`, or one of them with \
             SERVICE and `--api-version`",
            names(&specs),
            specs.len()
        ),
    }
    Ok(ExitCode::SUCCESS)
}

fn chosen(specs: Vec<ServiceSpec>, arguments: &Arguments) -> Result<Vec<ServiceSpec>> {
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
            "error: specs/ holds no such service or version\n  = help: there are {}",
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
        return Ok(serde_yaml::to_string(&document)?);
    }
    Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
}

fn write(folder: &Path, specs: &[ServiceSpec], texts: &[String], yaml: bool) -> Result<()> {
    let ending = if yaml { "yaml" } else { "json" };
    fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    for (spec, text) in specs.iter().zip(texts) {
        let path = folder.join(format!("{}.{ending}", file_stem(&spec.service)));
        fs::write(&path, text).with_context(|| format!("can't write {}", path.display()))?;
        eprintln!(
            "wrote {} ({} KB)",
            path.display(),
            text.len().div_ceil(1024)
        );
    }
    Ok(())
}
