//! Reads what can be read of damaged JSON: missing commas are supplied, words that are no JSON are passed over.

use serde_json::{Map, Number, Value};

/// Nesting beyond this is not followed.
const DEEPEST: usize = 64;

/// The readable part of a JSON document; `None` if it has none.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    reader.skip_to(&['{', '[']);
    reader
        .value(0)
        .filter(|value| value.is_object() || value.is_array())
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.peek()? {
            '{' if depth < DEEPEST => Some(self.object(depth)),
            '[' if depth < DEEPEST => Some(self.array(depth)),
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
                // A bracket that closes something outside ends what is unclosed.
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
        self.rest = self.rest.find(marks).map_or("", |at| &self.rest[at..]);
    }

    /// At least one character, at most to the end of the line.
    fn skip_line(&mut self) {
        self.advance();
        self.rest = self.rest.find('\n').map_or("", |at| &self.rest[at..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_intact_is_kept() {
        let damaged = "{\n\"Data\": [\n{\n\"Os\": \"Windows\"\n\"Cpu\": 2,\n\"Load\": 1.5\n}\n],\n\"List\": [\n{\nhost\n\"Value\": \"1\"\n}\n],\n\"Ok\": true\n}";
        let expected = json!({"Data": [{"Os": "Windows", "Cpu": 2, "Load": 1.5}], "List": [{"Value": "1"}], "Ok": true});
        assert_eq!(read(damaged), Some(expected));
    }

    #[test]
    fn endless_and_unclosed_input_ends() {
        assert_eq!(read(""), None);
        assert_eq!(read("{\"a\": [1, 2"), Some(json!({"a": [1, 2]})));
        assert!(read(&"[".repeat(10_000)).is_some());
        assert_eq!(read("{\"a\" \"b\": \"unclosed"), Some(json!({})));
    }
}
