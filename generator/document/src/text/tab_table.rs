//! Tables with tabs between cells, as copied from a browser.

use super::{MAX_COLUMNS, RawRow, RawTable};

/// The maximum number of lines of a last row's text above the next heading.
const MAX_TEXT_LINES: usize = 60;

/// A finder of tables among a file's lines.
pub(super) struct TabTables<'a> {
    lines: &'a [&'a str],
    /// For every line, the index of the first line from there on with tabs between words.
    next_tabbed: Vec<usize>,
}

impl<'a> TabTables<'a> {
    /// Scans all lines once. Reading a table then never searches ahead.
    pub(super) fn new(lines: &'a [&'a str]) -> Self {
        let mut next = lines.len();
        let mut next_tabbed = vec![next];
        for (index, line) in lines.iter().enumerate().rev() {
            if line.trim().contains('\t') {
                next = index;
            }
            next_tabbed.push(next);
        }
        next_tabbed.reverse();
        Self { lines, next_tabbed }
    }

    /// Returns the table that begins on the line, if there is one.
    pub(super) fn table_at(&self, index: usize) -> Option<RawTable> {
        let header = self.cells(index)?;
        let is_header = (2..=MAX_COLUMNS).contains(&header.len())
            && header.iter().all(|cell| !cell.is_empty() && !is_code(cell))
            && self.cells(index + 1)?.len() <= header.len();
        if !is_header {
            return None;
        }
        let mut table = RawTable {
            header,
            rows: Vec::new(),
            cut: None,
            end: index + 1,
        };
        while let Some(start) = self.next_row(&table) {
            // Lines without tabs between two rows continue the first of them.
            for index in table.end..start {
                self.append_to_last_row(&mut table, index);
            }
            let cells = self.cells(start)?;
            table.rows.push(RawRow {
                index: start,
                cells: join_surplus(cells, table.header.len()),
            });
            table.end = start + 1;
        }
        self.finish_last_row(&mut table);
        (!table.rows.is_empty()).then_some(table)
    }

    /// Returns the next line with tabs if it is a row of the table.
    fn next_row(&self, table: &RawTable) -> Option<usize> {
        let index = self.next_tabbed.get(table.end).copied()?;
        let cells = self.cells(index)?;
        let columns = table.header.len();
        // Paragraphs of the last cell begin on the next line, and the tab before them may be lost.
        let has_text_below = || self.next_tabbed.get(index + 1) != Some(&(index + 1));
        let has_columns =
            cells.len() >= columns || (cells.len() + 1 == columns && has_text_below());
        let is_header = is_header_below(&cells, &table.header);
        let is_header = is_header || self.opens_section(table, index, &cells);
        let is_row = has_columns && !is_header && !cells.iter().any(|cell| is_code(cell));
        (is_row && (!table.rows.is_empty() || index == table.end)).then_some(index)
    }

    /// Returns whether a heading above the line shows that it is the header of another section.
    ///
    /// The rows of a section begin with names, but titles of columns aren't names.
    fn opens_section(&self, table: &RawTable, index: usize, cells: &[String]) -> bool {
        let is_name = |cell: &String| cell.bytes().all(|b| b.is_ascii_graphic());
        let above = self.lines.get(table.end..index).unwrap_or_default();
        !cells.first().is_some_and(is_name) && above.iter().any(|line| is_numbered(line))
    }

    /// Appends the text below the last row if a section follows, or if its last cell is empty.
    fn finish_last_row(&self, table: &mut RawTable) {
        if let Some(section) = self.section_below(table) {
            for index in table.end..section {
                self.append_to_last_row(table, index);
                if self
                    .lines
                    .get(index)
                    .is_some_and(|line| !line.trim().is_empty())
                {
                    table.end = index + 1;
                }
            }
            return;
        }
        let columns = table.header.len();
        let is_empty = table.rows.last().is_some_and(|row| {
            row.cells.len() < columns || row.cells.last().is_some_and(String::is_empty)
        });
        if !is_empty {
            return;
        }
        let mut has_text = false;
        while let Some(line) = self.lines.get(table.end) {
            let is_blank = line.trim().is_empty();
            if (has_text && is_blank) || line.contains('\t') || is_numbered(line) {
                break;
            }
            has_text |= !is_blank;
            self.append_to_last_row(table, table.end);
            table.end += 1;
        }
    }

    /// Returns the line of the heading right below the text of the last row.
    ///
    /// A page has nothing between the last row and that heading. Code, another table or the end of
    /// the file shows that no such heading follows.
    fn section_below(&self, table: &RawTable) -> Option<usize> {
        let next_table = self.next_tabbed.get(table.end).copied()?;
        let end = next_table.min(table.end.saturating_add(MAX_TEXT_LINES));
        let below = self.lines.get(table.end..end)?;
        let at = below
            .iter()
            .position(|line| is_numbered(line) || is_marked(line) || is_code(line.trim()))?;
        let heading = below.get(at)?;
        (is_numbered(heading) || is_marked(heading)).then_some(table.end + at)
    }

    fn append_to_last_row(&self, table: &mut RawTable, index: usize) {
        let text = self.lines.get(index).map_or("", |line| line.trim());
        let columns = table.header.len();
        if text.is_empty() {
            return;
        }
        let Some(row) = table.rows.last_mut() else {
            return;
        };
        if row.cells.len() < columns {
            row.cells.push(String::new());
        }
        if let Some(cell) = row.cells.last_mut() {
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(text);
        }
    }

    /// Returns the cells of a line with tabs between words.
    fn cells(&self, index: usize) -> Option<Vec<String>> {
        let line = self.lines.get(index)?;
        if !line.trim().contains('\t') {
            return None;
        }
        let line = line.trim_matches([' ', '\r']);
        Some(
            line.split('\t')
                .map(|cell| cell.trim().to_owned())
                .collect(),
        )
    }
}

/// Returns whether the row below a table with this header is the header of a further table.
///
/// It has only titles of this table, all of them, the same last title among more columns, or one
/// other title among as many.
fn is_header_below(cells: &[String], header: &[String]) -> bool {
    let same = cells
        .iter()
        .zip(header)
        .filter(|(cell, title)| cell == title);
    let has_one_other =
        header.len() > 2 && cells.len() == header.len() && same.count() + 1 == header.len();
    has_one_other
        || cells.iter().all(|cell| header.contains(cell))
        || header.iter().all(|title| cells.contains(title))
        || (cells.len() > header.len() && cells.last() == header.last())
}

/// Appends the cells beyond the last column to that column.
fn join_surplus(mut cells: Vec<String>, columns: usize) -> Vec<String> {
    if cells.len() > columns {
        let last = cells.split_off(columns - 1).join(" ");
        cells.push(last.trim_end().to_owned());
    }
    cells
}

/// Returns whether the cell looks like part of a code sample that is indented with tabs.
fn is_code(cell: &str) -> bool {
    cell.starts_with(['"', '\'', '{', '}', '[', ']', '<', '&', '#', '/'])
}

/// Returns whether the line is marked as a heading: `# 查询列表`.
fn is_marked(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    words.len() < line.len() && words.starts_with(' ')
}

/// Returns whether the line may be a section's heading: `3. 输出参数`.
fn is_numbered(line: &str) -> bool {
    line.trim()
        .split_once('.')
        .is_some_and(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, index: usize) -> Option<(Vec<String>, usize)> {
        let lines: Vec<&str> = text.lines().collect();
        let table = TabTables::new(&lines).table_at(index)?;
        let rows = table.rows.iter().map(|row| row.cells.join("¦")).collect();
        Some((rows, table.end))
    }

    #[test]
    fn rows_keep_their_paragraphs() {
        let text = "参数名称\t必选\t类型\t描述\nAction\t是\tString\t公共参数\nFilters.N\t否\tArray of Filter\t\n过滤条件。\n\n- key-name\nTags.N\t否\tArray of Tag\n标签\n\n3. 输出参数\n参数名称\t类型\t描述\nTotal\tInteger\t数量\n";
        let (rows, end) = read(text, 0).unwrap();
        assert_eq!(
            rows,
            [
                "Action¦是¦String¦公共参数",
                "Filters.N¦否¦Array of Filter¦过滤条件。\n- key-name",
                "Tags.N¦否¦Array of Tag¦标签"
            ]
        );
        assert_eq!(end, 8);
        assert_eq!(read(text, 10).unwrap().0, ["Total¦Integer¦数量"]);
    }

    #[test]
    fn header_with_one_other_title_begins_a_table() {
        let text = "名称\t类型\t描述\nSize\tInteger\t大小\n3. 输出参数\n参数名称\t类型\t描述\nTotal\tInteger\t数量\n";
        assert_eq!(
            read(text, 0),
            Some((vec!["Size¦Integer¦大小".to_owned()], 2))
        );
        assert_eq!(
            read(text, 3),
            Some((vec!["Total¦Integer¦数量".to_owned()], 5))
        );
    }

    #[test]
    fn tabs_in_code_make_no_table() {
        for text in [
            "\t{\n\t\"a\":\t1,\n\t\"b\":\t2\n}",
            "GET\thttps://host\n",
            "one\ttwo\nthree",
        ] {
            assert_eq!(read(text, 0), None, "{text}");
            assert_eq!(read(text, 1), None, "{text}");
        }
    }

    #[test]
    fn text_of_last_row_reaches_the_next_section() {
        let text = "名称\t类型\t描述\nType\tString\t类型：\nA：甲\n\n\n示例值：A\n4. 示例\n文字";
        assert_eq!(
            read(text, 0),
            Some((vec!["Type¦String¦类型：\nA：甲\n示例值：A".to_owned()], 6))
        );
        let code = "名称\t类型\t描述\nType\tString\t类型\n示例\n{\n1. 示例\n";
        assert_eq!(read(code, 0).unwrap().1, 2);
        let marked = "错误码\t描述\nA.B\t错误\n第二行\n# 查询列表\n";
        assert_eq!(read(marked, 0).unwrap().0, ["A.B¦错误\n第二行"]);
    }

    #[test]
    fn header_with_more_columns_begins_a_table() {
        for header in ["参数名称\t必选\t类型\t描述", "参数\t必选\t类型\t描述"] {
            let text =
                format!("参数名称\t类型\t描述\nId\tString\t标识\n{header}\nA\t是\tString\t甲");
            assert_eq!(read(&text, 0).unwrap().0, ["Id¦String¦标识"]);
            assert_eq!(read(&text, 2).unwrap().0, ["A¦是¦String¦甲"]);
        }
    }

    #[test]
    fn header_below_a_heading_begins_a_table() {
        let text = "适用场景\t通用\t精简\n识别率\t96%\t91%\n频率限制。\n2. 输入参数\n\n参数名称\t类型\t描述\nId\tString\t标识";
        assert_eq!(read(text, 0).unwrap().0, ["识别率¦96%¦91%\n频率限制。"]);
        assert_eq!(read(text, 5).unwrap().0, ["Id¦String¦标识"]);
    }

    #[test]
    fn repeated_header_begins_a_new_table() {
        let text = "Name\tType\tDescription\nA\tString\tfirst\nDisk\nA disk.\nName\tType\tDescription\nB\tString\tsecond";
        assert_eq!(
            read(text, 0).unwrap(),
            (vec!["A¦String¦first".to_owned()], 2)
        );
    }
}
