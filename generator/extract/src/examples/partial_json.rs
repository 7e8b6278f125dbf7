//! The readable part of damaged JSON: the reader assumes missing commas and skips other words.

use serde_json::{Map, Number, Value};

/// The maximum nesting that is read.
const MAX_DEPTH: usize = 64;

/// Returns the readable part of a JSON document, or `None` if nothing is readable.
pub fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    reader.skip_to(&['{', '[']);
    reader
        .value(0)
        .filter(|value| value.is_object() || value.is_array())
}

/// A reader of JSON that skips what it can't parse.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek()? {
            '{' if depth < MAX_DEPTH => Some(self.object(depth)),
            '[' if depth < MAX_DEPTH => Some(self.array(depth)),
            '"' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        self.advance();
        while let Some(next) = self.peek() {
            match next {
                '}' => {
                    self.advance();
                    break;
                }
                // A bracket that closes an outer array also ends this object.
                ']' => break,
                '"' => {
                    if let Some((key, value)) = self.member(depth) {
                        members.insert(key, value);
                    }
                }
                ',' | ':' => self.advance(),
                _ => self.skip_line(),
            }
        }
        Value::Object(members)
    }

    fn member(&mut self, depth: usize) -> Option<(String, Value)> {
        let key = self.string()?;
        if self.peek()? != ':' {
            return None;
        }
        self.advance();
        Some((key, self.value(depth + 1)?))
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        self.advance();
        while let Some(next) = self.peek() {
            match next {
                ']' => {
                    self.advance();
                    break;
                }
                '}' => break,
                ',' | ':' => self.advance(),
                _ => match self.value(depth + 1) {
                    Some(item) => items.push(item),
                    None => self.skip_line(),
                },
            }
        }
        Value::Array(items)
    }

    /// Reads a string, or skips the line if the string is damaged.
    fn string(&mut self) -> Option<String> {
        let mut stream = serde_json::Deserializer::from_str(self.rest).into_iter::<String>();
        let string = stream.next()?.ok();
        match string {
            Some(string) => {
                self.rest = self.rest.get(stream.byte_offset()..).unwrap_or_default();
                Some(string)
            }
            None => {
                self.skip_line();
                None
            }
        }
    }

    /// Reads a boolean, null or a number.
    fn word(&mut self) -> Option<Value> {
        let end = self
            .rest
            .find([',', '}', ']', '\n', ' ', ':', '"', '{', '['])
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => Value::Number(word.parse::<Number>().ok()?),
        };
        self.rest = rest;
        Some(value)
    }

    /// Skips white space and returns the next character.
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn advance(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    fn skip_to(&mut self, marks: &[char]) {
        let found = self.rest.find(marks).and_then(|at| self.rest.get(at..));
        self.rest = found.unwrap_or_default();
    }

    /// Skips at least one character, then the rest of the line.
    fn skip_line(&mut self) {
        self.advance();
        self.skip_to(&['\n']);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn intact_members_are_kept() {
        let damaged = "{\n\"Data\": [\n{\n\"Os\": \"Windows\"\n\"Cpu\": 2,\n\"Load\": 1.5\n}\n],\n\"List\": [\n{\nhost\n\"Value\": \"1\"\n}\n],\n\"Ok\": true\n}";
        let expected = json!({"Data": [{"Os": "Windows", "Cpu": 2, "Load": 1.5}], "List": [{"Value": "1"}], "Ok": true});
        assert_eq!(read(damaged), Some(expected));
    }

    #[test]
    fn deep_and_unclosed_input_ends() {
        assert_eq!(read(""), None);
        assert_eq!(read("{\"a\": [1, 2"), Some(json!({"a": [1, 2]})));
        assert!(read(&"[".repeat(10_000)).is_some());
        assert_eq!(read("{\"a\" \"b\": \"unclosed"), Some(json!({})));
    }
}
