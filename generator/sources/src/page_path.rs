//! Where a page lies below `specs/sources/`, and what its path says of it.

use document::Format;
use spec::{Language, is_service_name};

/// Longest part of a path that is made of a scraped name, in bytes: file systems allow 255.
const LONGEST: usize = 120;

/// `cvm/15699-DescribeKeyPairs.zh.html`: the path of a page whose name and folders are `parts`.
///
/// Parts may hold anything; what could lead elsewhere, or what some file system lacks, becomes a
/// hyphen. `None` where the service's name is none.
pub fn page_path(
    service: &str,
    parts: &[&str],
    language: Language,
    format: Format,
) -> Option<String> {
    if !is_service_name(service) {
        return None;
    }
    let (name, folders) = parts.split_last()?;
    let mut path = service.to_owned();
    for folder in folders {
        path = format!("{path}/{}", plain(folder));
    }
    let language = match language {
        Language::En => "en",
        Language::Zh => "zh",
    };
    let extension = match format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Text | Format::PdfText => "txt",
    };
    Some(format!("{path}/{}.{language}.{extension}", plain(name)))
}

/// The words of a name with a hyphen for everything between them.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        let kept = if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        };
        if plain.len() + kept.len_utf8() > LONGEST {
            break;
        }
        if kept != '-' || !plain.ends_with('-') {
            plain.push(kept);
        }
    }
    match plain.trim_matches('-') {
        "" => "page".to_owned(),
        words => words.to_owned(),
    }
}

/// Whether a path stays below the folder that it is joined to, on every file system.
pub fn is_page_path(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']))
}

/// Service and language of `<service>-<what>.<language>.<extension>` or
/// `<service>/<what>.<language>.<extension>`.
pub(crate) fn service_and_language(file: &str) -> Option<(String, Language)> {
    let (service, name) = match file.split_once('/') {
        Some((folder, rest)) if is_service_name(folder) => (folder, rest),
        _ => file.rsplit('/').next()?.split_once('-')?,
    };
    let language = match name.rsplit('.').nth(1)? {
        "en" => Language::En,
        "zh" => Language::Zh,
        _ => return None,
    };
    is_service_name(service).then(|| (service.to_owned(), language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &[&str]) -> String {
        page_path("cbs", parts, Language::En, Format::Markdown).unwrap()
    }

    #[test]
    fn a_place_names_service_page_language_and_format() {
        let file = page_path(
            "cvm",
            &["15699-DescribeKeyPairs"],
            Language::Zh,
            Format::Html,
        );
        assert_eq!(file.as_deref(), Some("cvm/15699-DescribeKeyPairs.zh.html"));
        assert_eq!(
            of(&["API 3.0", "修改云硬盘属性"]),
            "cbs/API-3-0/修改云硬盘属性.en.md"
        );
        assert_eq!(
            service_and_language("cbs/API-3-0/修改云硬盘属性.en.md"),
            Some(("cbs".to_owned(), Language::En))
        );
        assert_eq!(
            service_and_language("cvm-DescribeZones.zh.html"),
            Some(("cvm".to_owned(), Language::Zh))
        );
        assert_eq!(service_and_language("cvm/DescribeZones.html"), None);
    }

    #[test]
    fn hostile_names_stay_below_the_folder() {
        for name in [
            "../../etc/passwd",
            "..",
            "",
            "/",
            "C:\\x",
            "a\0b",
            ".hidden",
            "con|<>?*",
        ] {
            let file = of(&[name, name]);
            assert!(is_page_path(&file), "{name:?} became {file}");
            assert_eq!(file.split('/').count(), 3, "{file}");
        }
        assert!(of(&[&"长".repeat(500)]).len() < 150);
        assert_eq!(page_path("../x", &["a"], Language::En, Format::Html), None);
        assert_eq!(page_path("cvm", &[], Language::En, Format::Html), None);
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_no_place() {
        assert!(is_page_path("cvm/a.zh.html") && is_page_path("cvm-manual.zh.txt"));
        for path in [
            "",
            "/etc/passwd",
            "../a",
            "a/../../b",
            "a//b",
            "a\\b",
            "C:/a",
            "a/.b",
        ] {
            assert!(!is_page_path(path), "{path:?}");
        }
    }
}
