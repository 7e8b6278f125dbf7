//! Paths of pages below `specs/sources/`, and the facts that a path carries.

use document::Format;
use spec::{Language, is_portable_file_name, is_service_name, short_hash};

/// The maximum length of a path part made from a scraped name, in bytes. File systems allow 255.
const MAX_PART_BYTES: usize = 120;

/// Returns the path of a page from its folders and name: `cvm/15699-DescribeKeyPairs.zh.html`.
///
/// `parts` may hold any text. A character that could leave the folder or that some file system
/// forbids becomes a hyphen. A device of Windows gets an underscore, as the crate's modules do, and
/// a long name its hash. Returns `None` if the service's name is invalid or `parts` is empty.
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
    let language = language.code();
    let extension = match format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Text | Format::PdfText => "txt",
    };
    Some(format!("{path}/{}.{language}.{extension}", plain(name)))
}

/// Returns the words of a name joined by hyphens, as every file system can store them.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.chars() {
        let kept = if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        };
        if kept != '-' || !plain.ends_with('-') {
            plain.push(kept);
        }
    }
    let words = plain.trim_matches('-');
    if words.is_empty() {
        return "page".to_owned();
    }
    if words.len() > MAX_PART_BYTES {
        let hash = short_hash(name);
        let most = MAX_PART_BYTES - hash.len() - 1;
        let ends = words.char_indices().map(|(index, c)| index + c.len_utf8());
        let end = ends.take_while(|end| *end <= most).last();
        let start = words.get(..end.unwrap_or_default()).unwrap_or_default();
        return format!("{}-{hash}", start.trim_end_matches('-'));
    }
    if !is_portable_file_name(words) {
        return format!("{words}_");
    }
    words.to_owned()
}

/// Returns whether a path stays below the folder that it is joined to, on every file system.
pub fn is_page_path(path: &str) -> bool {
    path.split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']))
}

/// Parses service and language from a path: `<service>/<name>.<language>.<extension>` or
/// `<service>-<name>.<language>.<extension>`.
pub(crate) fn service_and_language(file: &str) -> Option<(String, Language)> {
    let (service, name) = match file.split_once('/') {
        Some((folder, rest)) if is_service_name(folder) => (folder, rest),
        _ => file.rsplit('/').next()?.split_once('-')?,
    };
    let language = Language::from_code(name.rsplit('.').nth(1)?)?;
    is_service_name(service).then(|| (service.to_owned(), language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english_path(parts: &[&str]) -> String {
        page_path("cbs", parts, Language::En, Format::Markdown).unwrap()
    }

    #[test]
    fn page_path_and_its_parts_agree() {
        let file = page_path(
            "cvm",
            &["15699-DescribeKeyPairs"],
            Language::Zh,
            Format::Html,
        );
        assert_eq!(file.as_deref(), Some("cvm/15699-DescribeKeyPairs.zh.html"));
        assert_eq!(
            english_path(&["API 3.0", "修改云硬盘属性"]),
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
            let file = english_path(&[name, name]);
            assert!(is_page_path(&file), "{name:?} became {file}");
            assert_eq!(file.split('/').count(), 3, "{file}");
        }
        assert!(english_path(&[&"长".repeat(500)]).len() < 150);
        assert_eq!(page_path("../x", &["a"], Language::En, Format::Html), None);
        assert_eq!(page_path("cvm", &[], Language::En, Format::Html), None);
    }

    #[test]
    fn names_are_portable_and_distinct() {
        for (name, path) in [
            ("Aux", "cbs/Aux_/Aux_.en.md"),
            ("com¹", "cbs/com¹_/com¹_.en.md"),
            ("Name. ", "cbs/Name/Name.en.md"),
            ("Console", "cbs/Console/Console.en.md"),
        ] {
            assert_eq!(english_path(&[name, name]), path);
        }
        let long = "长名".repeat(60);
        let (first, second) = (format!("{long}一"), format!("{long}二"));
        let paths = [&first, &second].map(|name| english_path(&[name]));
        assert_ne!(paths[0], paths[1]);
        for path in paths {
            let part = path.split('/').next_back().unwrap();
            assert!(part.len() <= MAX_PART_BYTES + ".en.md".len(), "{part}");
            assert!(part.starts_with("长名长名"), "{part}");
        }
    }

    #[test]
    fn paths_leading_elsewhere_are_rejected() {
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
