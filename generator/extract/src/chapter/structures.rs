//! The chapter "Data types": structures with their members and the actions that use them.

use document::Block;
use indexmap::IndexMap;
use spec::finding::Finding;
use spec::{Language, Localized, Member, Required, Source, Structure};

use super::structure_headings::{Heading, begins_table, headings, is_parameter_table};
use crate::facts::Content;
use crate::page::Page;
use crate::table::ParameterRow;
use crate::table::faults::{CutRow, RowFaults};
use crate::table::header::{Columns, header_at};
use crate::table::known_types::KnownTypes;
use crate::table::printed_rows::rows_of_lines;
use crate::table::section_tables::SectionTables;
use crate::words::constraints::constrain;
use crate::words::deprecation::{Subject, deprecated};
use crate::words::text::{self, TextLine, TextPart, text_line, text_lines};
use crate::words::vocabulary::used_by;
use crate::words::{is_chinese, is_identifier, language_of, looks_like_structure, unlink};

/// Returns the names of the structures that a page describes.
pub(crate) fn structure_names(page: &Page<'_>, linked: &IndexMap<String, String>) -> Vec<String> {
    headings(page, |word| linked.contains_key(word))
        .into_iter()
        .map(|heading| heading.name)
        .collect()
}

/// Reads the structures of a page, or returns `None` if it doesn't describe any.
pub(crate) fn read_structures(
    file: &str,
    page: &Page<'_>,
    known: &KnownTypes,
    findings: &mut Vec<Finding>,
) -> Option<(Content, Language)> {
    let headings = headings(page, |word| known.is_structure(word));
    let first = headings.first()?;
    let marked = page.blocks.get(first.users.unwrap_or(first.at + 1))?;
    let language = text_line(marked).map_or(Language::En, |line| language_of(line.text));
    let ends = headings
        .iter()
        .skip(1)
        .map(|next| next.at)
        .chain([page.blocks.len()]);
    let mut chapter = StructureChapter {
        file,
        page,
        known,
        language,
        structures: Vec::new(),
        findings,
    };
    for (heading, end) in headings.iter().zip(ends) {
        if let Some(blocks) = page.blocks.get(heading.at..end) {
            chapter.read(heading, blocks, end == page.blocks.len());
        }
    }
    let structures = chapter.structures;
    (!structures.is_empty()).then_some((Content::Structures(structures), language))
}

/// The properties that all structures of a chapter share, and the structures read so far.
struct StructureChapter<'a> {
    file: &'a str,
    page: &'a Page<'a>,
    known: &'a KnownTypes,
    language: Language,
    structures: Vec<Structure>,
    findings: &'a mut Vec<Finding>,
}

impl StructureChapter<'_> {
    /// Reads one structure from its blocks. The first block has the name.
    fn read(&mut self, heading: &Heading, blocks: &[Block], is_last: bool) {
        let tables_at = match heading.users {
            Some(users) => users.saturating_sub(heading.at),
            None => first_table(blocks),
        };
        let (above, below) = blocks.split_at_checked(tables_at).unwrap_or((blocks, &[]));
        let doc: Vec<TextPart<'_>> = above
            .iter()
            .skip(1)
            .flat_map(text_lines)
            .map(TextPart::line)
            .collect();
        let doc = text::join(&doc);
        let lines: Vec<TextLine<'_>> = below.iter().filter_map(text_line).collect();
        let (used_by, rest) = match heading.users {
            Some(_) => read_users(&lines),
            None => (Vec::new(), lines.as_slice()),
        };
        let tables = if below.iter().any(is_parameter_table) {
            SectionTables::read(&below.iter().collect::<Vec<_>>(), self.known)
        } else {
            self.printed(rest, is_last)
        };
        let line = blocks.first().map_or(self.page.line, |block| block.line);
        self.report(&heading.name, &tables);
        self.push(&heading.name, line, &tables.rows, |structure, language| {
            structure.deprecated = deprecated(&doc, Subject::Structure(&structure.name), language);
            structure.doc = Localized::new(language, doc);
            structure.used_by = used_by;
        });
        for nested in &tables.rest.structures {
            self.push(&nested.name, nested.line, &nested.rows, |_, _| {});
        }
    }

    /// Reads printed tables. A page may end with the title of a further structure.
    fn printed<'a>(&mut self, lines: &[TextLine<'a>], is_last: bool) -> SectionTables<'a> {
        let cut = cut_title(lines, self.known).filter(|_| is_last);
        let kept = lines.get(..cut.unwrap_or(lines.len())).unwrap_or(lines);
        let title = cut.and_then(|at| lines.get(at));
        self.findings.extend(title.map(|line| {
            let faults = RowFaults {
                file: self.file,
                subject: line.text,
            };
            faults.cut(&CutRow::new(line.number, line.text))
        }));
        let mut tables = SectionTables::of_lines(kept, self.known);
        if tables.rows.is_empty() {
            tables.rows = rows_without_header(kept, self.known);
        }
        tables
    }

    fn report(&mut self, name: &str, tables: &SectionTables<'_>) {
        let faults = RowFaults {
            file: self.file,
            subject: name,
        };
        let nested = tables.rest.structures.iter().flat_map(|found| &found.rows);
        let rows = tables.rows.iter().chain(nested);
        self.findings.extend(faults.types(rows));
        self.findings.extend(faults.rest(&tables.rest));
    }

    /// Adds a structure. `complete` sets the facts that no table contains.
    fn push(
        &mut self,
        name: &str,
        line: usize,
        rows: &[ParameterRow<'_>],
        complete: impl FnOnce(&mut Structure, Language),
    ) {
        let members = rows.iter().map(|row| row.to_member(self.language));
        let mut members: Vec<Member> = members.collect();
        constrain(&mut members, self.language);
        let mut structure = Structure {
            name: name.to_owned(),
            doc: Localized::default(),
            members,
            deprecated: None,
            used_by: Vec::new(),
            inferred: None,
            sources: vec![Source {
                file: self.file.to_owned(),
                line,
                updated: self.page.updated(),
                url: self.known.address(name),
                truncated: false,
            }],
        };
        complete(&mut structure, self.language);
        self.structures.push(structure);
    }
}

/// Returns the index of the first block that is or begins a table of members.
fn first_table(blocks: &[Block]) -> usize {
    (1..blocks.len())
        .find(|at| begins_table(blocks, *at))
        .unwrap_or(blocks.len())
}

/// Returns the rows of a table whose header was lost at a page break.
fn rows_without_header<'a>(lines: &[TextLine<'a>], known: &KnownTypes) -> Vec<ParameterRow<'a>> {
    let rows = rows_of_lines(lines, Columns::NameTypeRequired, known);
    let has_flags = rows
        .iter()
        .any(|row| matches!(row.required, Some(Required::Known(_))));
    if has_flags {
        rows
    } else {
        rows_of_lines(lines, Columns::NameType, known)
    }
}

/// The maximum number of lines that a cut structure has below its title.
const MAX_CUT_LINES: usize = 4;

/// Returns the index of the title of a structure within which the page ends.
///
/// A page may be cut between the title and the users. The title then follows the last row.
fn cut_title(lines: &[TextLine<'_>], known: &KnownTypes) -> Option<usize> {
    let first = lines.len().saturating_sub(MAX_CUT_LINES).max(2);
    (first..lines.len()).find(|&at| {
        let is_title = lines.get(at).is_some_and(|line| {
            line.blank_before && (looks_like_structure(line.text) || known.is_structure(line.text))
        });
        // A cell with one word per line isn't the last row's text.
        let follows_text = lines
            .get(at - 1)
            .is_some_and(|above| above.text.contains(' ') || above.text.contains(is_chinese));
        is_title && follows_text
    })
}

/// Reads the users, from the label to the full stop, and returns them with the lines below.
fn read_users<'l, 'a>(lines: &'l [TextLine<'a>]) -> (Vec<String>, &'l [TextLine<'a>]) {
    let mut list = String::new();
    let mut taken = 0;
    for (index, line) in lines.iter().enumerate() {
        if header_at(lines, index).is_some() {
            break;
        }
        list.push(' ');
        list.push_str(line.text);
        taken = index + 1;
        if line.text.ends_with(['。', '.']) {
            break;
        }
    }
    let names = used_by(&list).unwrap_or_default();
    let users = unlink(names)
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | '。'))
        .filter(|word| is_identifier(word) && *word != "and")
        .map(str::to_owned)
        .collect();
    (users, lines.get(taken..).unwrap_or_default())
}
