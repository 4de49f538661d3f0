//! One JSON object a line, a manifest first: the format that loses nothing.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::limits::Limits;
use crate::problem::{FormatError, Problem, ProblemCode, Severity};

/// The first line: what follows, so that a reader knows before it starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name of the schema, such as `crm.contacts`.
    pub schema: String,
    /// Version of the schema.
    pub version: u32,
    /// Lines to come by type, where they were counted before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub counts: BTreeMap<String, u64>,
    /// When the export was made, as RFC 3339 text; given by the caller, who has the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported_at: Option<String>,
    /// What was selected, in the caller's form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Value>,
}

#[derive(Serialize)]
struct Typed<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Writes objects line by line.
///
/// ```
/// use crm_formats::export::{JsonLinesWriter, Manifest};
/// use serde_json::json;
///
/// let manifest = Manifest { schema: "crm.contacts".into(), version: 1, ..Manifest::default() };
/// let mut lines = JsonLinesWriter::new(Vec::new(), &manifest).unwrap();
/// lines.write("contact", &json!({ "name": "Ada" })).unwrap();
/// let text = String::from_utf8(lines.into_inner()).unwrap();
/// assert_eq!(text, concat!(
///     "{\"type\":\"manifest\",\"schema\":\"crm.contacts\",\"version\":1}\n",
///     "{\"type\":\"contact\",\"name\":\"Ada\"}\n",
/// ));
/// ```
#[derive(Debug)]
pub struct JsonLinesWriter<W> {
    out: W,
}

impl<W: Write> JsonLinesWriter<W> {
    /// Starts a file with its manifest.
    pub fn new(out: W, manifest: &Manifest) -> Result<Self, FormatError> {
        let mut writer = Self::continued(out);
        writer.write("manifest", manifest)?;
        Ok(writer)
    }

    /// Goes on with a file that was begun before.
    pub fn continued(out: W) -> Self {
        Self { out }
    }

    /// Writes one object with its type. Only what serialises as an object can be written.
    pub fn write<T: Serialize>(&mut self, kind: &str, value: &T) -> Result<(), FormatError> {
        let line = serde_json::to_vec(&Typed { kind, value }).map_err(|_| {
            FormatError::new(
                ProblemCode::Unsupported,
                "the value cannot be written as an object",
            )
        })?;
        self.out.write_all(&line)?;
        self.out.write_all(b"\n")?;
        Ok(())
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// One line of the file.
#[derive(Debug, Clone, PartialEq)]
pub enum JsonLine {
    /// An object with its type taken out.
    Object {
        /// Line of the file.
        line: u64,
        /// The type.
        kind: String,
        /// The other members.
        value: Value,
    },
    /// A line that is no object with a type.
    Problem(Problem),
}

/// Reads a file line by line; a bad line is reported and the rest goes on.
#[derive(Debug)]
pub struct JsonLinesReader<R> {
    input: BufReader<R>,
    manifest: Manifest,
    line: u64,
    limits: Limits,
}

impl<R: Read> JsonLinesReader<R> {
    /// Reads the manifest. Refuses a file without one.
    pub fn open(input: R, limits: Limits) -> Result<Self, FormatError> {
        let mut reader = Self {
            input: BufReader::new(input),
            manifest: Manifest::default(),
            line: 0,
            limits,
        };
        let no_manifest =
            || FormatError::new(ProblemCode::NoHeader, "the first line is not a manifest");
        match reader.next_line()? {
            None => Err(FormatError::new(
                ProblemCode::EmptyInput,
                "the file is empty",
            )),
            Some(JsonLine::Object { kind, value, .. }) if kind == "manifest" => {
                reader.manifest = serde_json::from_value(value).map_err(|_| no_manifest())?;
                Ok(reader)
            }
            Some(_) => Err(no_manifest()),
        }
    }

    /// What the first line says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn next_line(&mut self) -> Result<Option<JsonLine>, FormatError> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            self.line += 1;
            let limit = u64::try_from(self.limits.json_bytes).unwrap_or(u64::MAX);
            let read = self
                .input
                .by_ref()
                .take(limit.saturating_add(1))
                .read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            if bytes.len() > self.limits.json_bytes && !bytes.ends_with(b"\n") {
                self.input.skip_until(b'\n')?;
                let message = "the limit `json_bytes` is exceeded";
                return Ok(Some(self.problem(ProblemCode::LimitExceeded, message)));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(self.parse(&bytes)));
            }
        }
    }

    fn parse(&self, bytes: &[u8]) -> JsonLine {
        // The parser bounds nesting itself.
        let parsed: Result<Value, _> = serde_json::from_slice(bytes);
        let typed = parsed.ok().and_then(|mut value| {
            let kind = value.as_object_mut()?.remove("type")?.as_str()?.to_owned();
            Some((kind, value))
        });
        match typed {
            Some((kind, value)) => JsonLine::Object {
                line: self.line,
                kind,
                value,
            },
            None => self.problem(
                ProblemCode::Malformed,
                "the line is not an object with a type",
            ),
        }
    }

    fn problem(&self, code: ProblemCode, message: &str) -> JsonLine {
        JsonLine::Problem(Problem::new(Severity::Refused, code, self.line, message))
    }
}

impl<R: Read> Iterator for JsonLinesReader<R> {
    type Item = Result<JsonLine, FormatError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_line().transpose()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failing unwrap is the failing test

    use super::*;
    use crate::record::SourceRecord;
    use serde_json::json;

    fn manifest() -> Manifest {
        let counts = BTreeMap::from([("contact".to_owned(), 1)]);
        Manifest {
            schema: "x".into(),
            version: 1,
            counts,
            ..Manifest::default()
        }
    }

    #[test]
    fn a_file_reads_back_as_it_was_written() {
        let mut record = SourceRecord::default();
        record.name.full = Some("Ada \u{2028}\n\"L\"".to_owned());
        let mut lines = JsonLinesWriter::new(Vec::new(), &manifest()).unwrap();
        lines.write("contact", &record).unwrap();
        let bytes = lines.into_inner();
        let reader = JsonLinesReader::open(bytes.as_slice(), Limits::default()).unwrap();
        assert_eq!(*reader.manifest(), manifest());
        let read: Vec<JsonLine> = reader.map(Result::unwrap).collect();
        let [
            JsonLine::Object {
                line: 2,
                kind,
                value,
            },
        ] = read.as_slice()
        else {
            unreachable!()
        };
        assert_eq!(kind, "contact");
        assert_eq!(
            serde_json::from_value::<SourceRecord>(value.clone()).unwrap(),
            record
        );
    }

    #[test]
    fn a_bad_line_is_told_and_the_rest_goes_on() {
        let long = format!("{{\"type\":\"a\",\"x\":\"{}\"}}", "y".repeat(200));
        let deep = format!("{}1", "[".repeat(150));
        let text = format!(
            "{{\"type\":\"manifest\",\"schema\":\"x\",\"version\":1}}\nnot json\n{long}\n{deep}\n[]\n\n{{\"type\":\"a\"}}\n"
        );
        let limits = Limits {
            json_bytes: 160,
            ..Limits::default()
        };
        let reader = JsonLinesReader::open(text.as_bytes(), limits).unwrap();
        let found: Vec<(u64, Option<ProblemCode>)> = reader
            .map(|line| match line.unwrap() {
                JsonLine::Object { line, .. } => (line, None),
                JsonLine::Problem(problem) => (problem.line, Some(problem.code)),
            })
            .collect();
        assert_eq!(
            found,
            [
                (2, Some(ProblemCode::Malformed)),
                (3, Some(ProblemCode::LimitExceeded)),
                (4, Some(ProblemCode::Malformed)),
                (5, Some(ProblemCode::Malformed)),
                (7, None),
            ]
        );
    }

    #[test]
    fn a_file_without_a_manifest_is_refused() {
        let code = |text: &str| {
            JsonLinesReader::open(text.as_bytes(), Limits::default())
                .unwrap_err()
                .code
        };
        assert_eq!(code(""), ProblemCode::EmptyInput);
        assert_eq!(code("{\"type\":\"contact\"}\n"), ProblemCode::NoHeader);
        let value = json!({ "type": "manifest", "schema": 5 });
        assert_eq!(code(&value.to_string()), ProblemCode::NoHeader);
    }
}
