//! Real replies of the CVM manual, as the text of the PDF prints them.

use serde_json::{Value, json};

use super::*;
use crate::words::text::TextLine;

/// Returns the JSON of a reply. Each text is a line of the file; empty ones are left out.
fn restored(raw: &[&str]) -> Option<Value> {
    let mut lines = Vec::new();
    let mut holes = 0;
    for (index, raw) in raw.iter().enumerate() {
        let text = raw.trim();
        if text.is_empty() {
            holes += 1;
            continue;
        }
        lines.push(PrintedLine {
            line: TextLine {
                space_after: raw.ends_with(' '),
                ..TextLine::new(index + 1, text)
            },
            indent: raw.len() - raw.trim_start().len(),
            holes: std::mem::take(&mut holes),
        });
    }
    restore(&lines)
}

#[test]
fn brackets_return_to_their_holes() {
    let reply = restored(&[
        "    \"Response\": ",
        "        \"TotalCount\": 1,",
        "        \"ZoneSet\": ",
        "            ",
        "                \"Zone\": \"ap-guangzhou-1\",",
        "                \"Ids\": ",
        "                    \"a\"",
        "                ",
        "            ",
        "        ,",
        "        \"RequestId\": \"C563943B\"",
        "    ",
        "{",
        "{",
        "[",
        "{",
        "[",
        "]",
        "}",
        "]",
        "}",
        "}",
    ]);
    let expected = json!({"Response": {
        "TotalCount": 1,
        "ZoneSet": [{"Zone": "ap-guangzhou-1", "Ids": ["a"]}],
        "RequestId": "C563943B"
    }});
    assert_eq!(reply, Some(expected));
}

#[test]
fn reply_over_two_pages_loses_a_hole_at_the_edge() {
    let reply = restored(&[
        "    \"Response\": ",
        "        \"DataDisks\": ",
        "{",
        "{",
        "[",
        "                         \"DiskType\": \"CLOUD_BASIC\",",
        "                        \"DiskSize\": 50",
        "                    ",
        "        ,",
        "        \"Ok\": False",
        "    ",
        "{",
        "}",
        "]",
        "}",
        "}",
    ]);
    let disks = json!([{"DiskType": "CLOUD_BASIC", "DiskSize": 50}]);
    assert_eq!(
        reply,
        Some(json!({"Response": {"DataDisks": disks, "Ok": false}}))
    );
}

#[test]
fn two_brackets_of_one_line_stay_together() {
    let reply = restored(&[
        "    \"code\": 0,",
        "    \"data\": ",
        "        \"sg-5ua9adfv\": \"sg-exnsygsn\"",
        "    ",
        "{",
        "{",
        "[ ]",
        "}",
        "}",
    ]);
    assert_eq!(
        reply,
        Some(json!({"code": 0, "data": {"sg-5ua9adfv": ["sg-exnsygsn"]}}))
    );
    let reply = restored(&["    \"code\": 0,", "    \"data\": ", "{", "[]", "}"]);
    assert_eq!(reply, Some(json!({"code": 0, "data": []})));
}

#[test]
fn items_left_out_leave_no_item() {
    let reply = restored(&[
        "    \"Set\": ",
        "        ",
        "            \"CPU\": 2",
        "        ,",
        "        ",
        "    ,",
        "    \"RequestId\": \"2f1fd71e\"",
        "{",
        "[",
        "{",
        "}",
        "......",
        "]",
        "}",
    ]);
    assert_eq!(
        reply,
        Some(json!({"Set": [{"CPU": 2}], "RequestId": "2f1fd71e"}))
    );
}

#[test]
fn strings_broken_over_lines_and_pages_are_joined() {
    let reply = restored(&[
        "    \"code\": 0,",
        "    \"data\": ",
        "        \"secretkey\": \"-----BEGIN RSA PRIVATE KEY-----",
        "\\nMIICXg",
        "{",
        "{",
        " MivcJv==\\n\",",
        "        \"pubkey\": \"ssh-rsa ",
        "AAAAB3\"",
        "    }",
        "}",
    ]);
    let data = json!({
        "secretkey": "-----BEGIN RSA PRIVATE KEY-----\nMIICXgMivcJv==\n",
        "pubkey": "ssh-rsa AAAAB3"
    });
    assert_eq!(reply, Some(json!({"code": 0, "data": data})));
}

#[test]
fn intact_reply_is_read_as_it_is() {
    let reply = restored(&["{", "    \"Response\": {", "        \"A\": 1", "    }", "}"]);
    assert_eq!(reply, Some(json!({"Response": {"A": 1}})));
}

#[test]
fn text_that_is_not_json_is_not_repaired() {
    for raw in [
        // Single quotes, as at the source.
        &[
            "    \"Response\": ",
            "        ",
            "            'QuotaSet': ",
            "            'QuotaId': 'TOTAL_EIP_QUOTA', 'QuotaCurrent': 0 ,",
            "{",
            "{",
            "[",
            "{ }",
            "]",
            "}",
            "}",
        ][..],
        // A bracket is missing.
        &["    \"A\": ", "        \"B\": 1", "    ", "{", "{", "}"],
        // The brackets don't fit each other.
        &[
            "    \"A\": ",
            "        \"B\": 1",
            "    ",
            "{",
            "[",
            "]",
            "}",
        ],
        // The deeper member is indented less.
        &[
            "        \"A\": ",
            "    \"B\": 1",
            "        ",
            "{",
            "{",
            "}",
            "}",
        ],
        // Too many brackets for one place.
        &["    \"A\": 1,", "    \"B\": 2", "{", "{", "}", "}"],
        &["plain text"],
        &[],
    ] {
        assert_eq!(restored(raw), None, "{raw:?}");
    }
}

#[test]
fn search_through_a_hostile_reply_ends() {
    let keys: Vec<String> = (0..3000).map(|at| format!("    \"k{at}\": ")).collect();
    let mut raw: Vec<&str> = keys.iter().map(String::as_str).collect();
    raw.extend(["{", "}", "[", "]"].repeat(2000));
    assert_eq!(restored(&raw), None);
    let open = vec!["["; 5000].concat();
    assert_eq!(restored(&[&format!("    \"a\": {open}"), "{", "}"]), None);
}
