//! Comparing what a reader sees with what was written down for a sample.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Runs every sample of a folder through a reader and compares.
pub(crate) fn check_folder(folder: &str, extension: &str, seen: impl Fn(&[u8]) -> Value) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files: Vec<PathBuf> = fs::read_dir(here.join("samples").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no samples in {folder}");
    for file in files {
        let mut actual = seen(&fs::read(&file).unwrap());
        shorten(&mut actual);
        let name = format!("{}.json", file.file_name().unwrap().to_string_lossy());
        let expected_path = here.join("expected").join(folder).join(&name);
        if std::env::var_os("WRITE_EXPECTED").is_some() {
            fs::create_dir_all(expected_path.parent().unwrap()).unwrap();
            let text = serde_json::to_string_pretty(&actual).unwrap();
            fs::write(&expected_path, text + "\n").unwrap();
        }
        let text = fs::read_to_string(&expected_path)
            .unwrap_or_else(|_| panic!("no expectation for {name}"));
        let expected: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(actual, expected, "{folder}/{name}");
    }
}

/// Long texts such as photos appear by their beginning and length.
fn shorten(value: &mut Value) {
    match value {
        Value::String(text) if text.len() > 400 => {
            let start: String = text.chars().take(60).collect();
            *text = format!("{start}… ({} bytes)", text.len());
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(members) => members.values_mut().for_each(shorten),
        _ => {}
    }
}
