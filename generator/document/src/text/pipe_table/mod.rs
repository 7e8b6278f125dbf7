//! Tables written with pipes, in all states that converters and extractors leave behind.
//!
//! A CommonMark parser does not help: it ends a row at the line's end. Cells of these pages contain
//! line breaks and unescaped pipes, and rows lose their outer pipes or have one cell per line. The
//! rule below the header may be missing. In every state, a table has a known number of columns and
//! a pipe ends a cell.

mod cells;
mod header;
mod row_ends;
mod rows;

use super::RawTable;
pub(crate) use cells::is_rule;
use row_ends::RowEnds;
use rows::ReadTable;

/// A finder of tables among a file's lines.
pub(crate) struct PipeTables<'a> {
    lines: &'a [&'a str],
    row_ends: RowEnds,
}

impl<'a> PipeTables<'a> {
    /// Scans all lines once. Reading a table then never searches ahead.
    pub(crate) fn new(lines: &'a [&'a str]) -> Self {
        Self {
            lines,
            row_ends: RowEnds::new(lines),
        }
    }

    /// Returns the table that begins on the line, if there is one.
    pub(crate) fn table_at(&self, index: usize) -> Option<RawTable> {
        let header = header::header_at(self.lines, index)?;
        let ReadTable { table, has_rule } = rows::read_rows(self.lines, &self.row_ends, header);
        // Pipes in one line with nothing below are as likely a condition in prose.
        (has_rule || !table.rows.is_empty()).then_some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> RawTable {
        let lines: Vec<&str> = text.lines().collect();
        PipeTables::new(&lines).table_at(0).unwrap()
    }

    fn rows(text: &str) -> Vec<String> {
        let table = table(text);
        table.rows.iter().map(|row| row.cells.join("¦")).collect()
    }

    #[test]
    fn intact_rows_are_read() {
        let table = table("| A | B |\n|---|:-:|\n| 1 | 2 |\n| 3 |  |\n\ntext");
        assert_eq!(table.header, ["A", "B"]);
        assert_eq!(table.rows[1].cells, ["3", ""]);
        assert_eq!((table.rows[0].index, table.end), (2, 4));
    }

    #[test]
    fn unescaped_pipes_belong_to_last_cell() {
        let text = "| N | R | T | D |\n|---|---|---|---|\n| Protocol | No | String | TCP | UDP | HTTP |\n| a\\|b | No | String | x |";
        assert_eq!(
            rows(text),
            ["Protocol¦No¦String¦TCP | UDP | HTTP", "a|b¦No¦String¦x"]
        );
    }

    #[test]
    fn rows_extend_to_their_closing_pipe() {
        let text = "| N | R | T | D |\n| --- | --- | --- | --- |\n| EnvId | 是 | String | 环境  \n示例值：x |\n| RunId | 是 | String | \n\n说明\n\n- 一 |\n| End | 否 | String | \n|\nafter";
        assert_eq!(
            rows(text),
            [
                "EnvId¦是¦String¦环境\n示例值：x",
                "RunId¦是¦String¦说明\n- 一",
                "End¦否¦String¦"
            ]
        );
    }

    #[test]
    fn unclosed_row_takes_no_further_lines() {
        let text = "| N | D |\n|---|---|\n| a | open\n\n## Next\n\n| b | c |";
        let table = table(text);
        assert_eq!(table.rows[0].cells, ["a", "open"]);
        assert_eq!((table.rows.len(), table.end), (1, 3));
    }

    #[test]
    fn blocks_inside_an_open_cell_are_its_text() {
        let text = "| N | D |\n|---|---|\n| Alias | \nThe alias.\n\n### Format\n\n- short\n\n```json\n{}\n```\n\n## 格式\nlast |\n| Zone | text |\n\n## 3. Output";
        let table = table(text);
        assert_eq!(
            table.rows[0].cells,
            [
                "Alias",
                "The alias.\n### Format\n- short\n```json\n{}\n```\n## 格式\nlast"
            ]
        );
        assert_eq!((table.rows.len(), table.end), (2, 16));
        assert_eq!(table.cut, None);
    }

    #[test]
    fn broken_row_leaves_the_next_section_alone() {
        for below in [
            "## 3\\. 输出参数\n\ntext |",
            "## 3. Output\n\n| b | c |",
            "### Any\n\n| b | c |",
            "### Any\n\nb | c\n---|---\ntext |",
        ] {
            let text = format!("| N | D |\n|---|---|\n| a | open\n\n{below}");
            let table = table(&text);
            assert_eq!(table.rows[0].cells, ["a", "open"], "{below}");
            assert_eq!((table.rows.len(), table.end, table.cut), (1, 3, None));
        }
    }

    #[test]
    fn row_at_the_end_of_a_cut_file_is_set_apart() {
        let head = "| N | T | D |\n|---|---|---|\n| a | Int | x |\n";
        for (rest, cut) in [
            ("| b | In", "b¦In"),
            ("| b | Int | The zo", "b¦Int¦The zo"),
            (
                "| b | Int | \nThe zone.\n\n### Note\n",
                "b¦Int¦The zone.\n### Note",
            ),
            ("| b |\n\n", "b"),
        ] {
            let table = table(&format!("{head}{rest}"));
            assert_eq!(table.rows.len(), 1, "{rest}");
            assert_eq!(
                table.cut.map(|row| row.cells.join("¦")).as_deref(),
                Some(cut)
            );
        }
        for whole in [
            "| b | Int | x |",
            "| b | In\n\n## Next",
            "| b | Int\n\n{\n}",
        ] {
            let table = table(&format!("{head}{whole}"));
            assert_eq!((table.rows.len(), table.cut), (2, None), "{whole}");
        }
        let unclosed = table("| N | T\n|---|---\n| a | Int\n");
        assert_eq!((unclosed.rows.len(), unclosed.cut), (1, None));
        let trailing = table("N | T |\n---|---|\na | Int |\nb |");
        assert_eq!(
            trailing.cut.map(|row| row.cells),
            Some(vec!["b".to_owned()])
        );
    }

    #[test]
    fn trailing_pipes_are_enough_for_rows() {
        let text = "Name | Required | Type | Description |\n---|---|---|---|\nA | Yes | String | by\n`Filter`\n, only |\nB | No | Integer | TCP | UDP |\nNo | String |\nC | No | String | x |\nOutput | Type | Description |\n---|---|---|\n";
        let table = table(text);
        assert_eq!(table.header.len(), 4);
        let rows: Vec<String> = table.rows.iter().map(|row| row.cells.join("¦")).collect();
        assert_eq!(
            rows,
            [
                "A¦Yes¦String¦by `Filter`, only",
                "B¦No¦Integer¦TCP | UDP",
                "No¦String",
                "C¦No¦String¦x"
            ]
        );
        assert_eq!(table.end, 8, "the next header begins another table");
    }

    #[test]
    fn rule_separates_adjacent_tables() {
        let text = "| N | T |\n|---|---|\n| a | b |\n| O | D |\n|---|---|\n| c | d |";
        let table = table(text);
        assert_eq!((table.rows.len(), table.end), (1, 3));
    }

    #[test]
    fn cells_on_single_lines_form_rows() {
        let text = "| Name |\nType |\nDescription |\n| List |\nArray of X |\nfirst\nsecond |\n| Protocol |\nString |\nTCP |\nUDP |\n3. Output";
        let table = table(text);
        assert_eq!(table.header, ["Name", "Type", "Description"]);
        let rows: Vec<String> = table.rows.iter().map(|row| row.cells.join("¦")).collect();
        assert_eq!(
            rows,
            ["List¦Array of X¦first\nsecond", "Protocol¦String¦TCP | UDP"]
        );
        assert_eq!(table.end, 11);
    }

    #[test]
    fn exploded_table_ends_before_next_header() {
        let text =
            "| Name |\nRequired |\nType |\n| A |\n|\nString |\n| Name |\nType |\n| B |\nInteger |";
        let lines: Vec<&str> = text.lines().collect();
        let tables = PipeTables::new(&lines);
        let first = tables.table_at(0).unwrap();
        assert_eq!(first.rows[0].cells, ["A", "", "String"]);
        assert_eq!(first.end, 6);
        let second = tables.table_at(first.end).unwrap();
        assert_eq!(second.header, ["Name", "Type"]);
        assert_eq!(second.rows[0].cells, ["B", "Integer"]);
    }

    #[test]
    fn repeated_header_is_skipped() {
        let text = "| N | T |\n|---|---|\n| a | b |\n| N | T |\n| c | d |";
        assert_eq!(rows(text), ["a¦b", "c¦d"]);
    }

    #[test]
    fn member_named_like_header_is_kept() {
        let text = "| Name | Type | Description |\n|---|---|---|\n| Name | String | The name. |\n| Type | String | Name |";
        assert_eq!(rows(text).len(), 2);
    }

    #[test]
    fn tables_without_rule_are_read() {
        assert_eq!(rows("| 名称 | 类型 |\n| a | Int |\n说明:"), ["a¦Int"]);
        assert_eq!(
            rows("名称 | 类型 |\na | Int |\nb | Int |"),
            ["a¦Int", "b¦Int"]
        );
    }

    #[test]
    fn pipes_in_prose_are_not_tables() {
        for text in [
            "one | two\nthree",
            "| select *\nfrom x",
            "a || b |",
            "|",
            "| only |",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(PipeTables::new(&lines).table_at(0), None, "{text}");
        }
    }

    #[test]
    fn doubled_opening_pipe_is_ignored() {
        let text = "| N | R | T |\n|---|---|---|\n| | Flag | No | Boolean |\n| | No | x |";
        assert_eq!(rows(text), ["Flag¦No¦Boolean", "¦No¦x"]);
    }

    #[test]
    fn blank_header_is_omitted() {
        let table = table("|  |  |\n|---|---|\n| a | b |");
        assert!(table.header.is_empty());
        assert_eq!(table.rows[0].cells, ["a", "b"]);
    }
}
