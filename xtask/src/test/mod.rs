//! `cargo xtask test`: every check in every language, one section per part, one tally at the end.

mod fuzz;
mod graph;
mod kotlin;
mod layering;
mod licences;
mod msrv;
mod node;
mod parity;
mod python;
mod rust;
mod swift;
mod tally;

use tally::Tally;

use crate::Outcome;
use crate::checkout::Checkout;
use crate::codegen;

/// One part of the tests, with a section of the output to itself.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&Checkout, &mut Tally) -> Outcome,
}

/// Every part, quick ones first. A new language is one file in this folder and one line here.
const PARTS: &[Part] = &[
    Part {
        name: "codegen",
        about: "generated files are what the engine describes",
        run: |checkout, tally| {
            let outcome = codegen::run(checkout, &["--check".to_owned()]);
            tally.check("generated files", outcome)
        },
    },
    Part {
        name: "layering",
        about: "dependencies only point down",
        run: layering::run,
    },
    Part {
        name: "licences",
        about: "licences, bans and sources of dependencies",
        run: licences::run,
    },
    Part {
        name: "msrv",
        about: "the oldest compiler that the README promises",
        run: msrv::run,
    },
    Part {
        name: "rust",
        about: "format, lints, tests and examples of the Rust crates",
        run: rust::run,
    },
    Part {
        name: "fuzz",
        about: "the fuzz targets compile",
        run: fuzz::run,
    },
    Part {
        name: "python",
        about: "the Python package: types, tests, the wheel",
        run: python::run,
    },
    Part {
        name: "node",
        about: "the Node package: types, tests, the packed package",
        run: node::run,
    },
    Part {
        name: "kotlin",
        about: "the Kotlin library on the JVM",
        run: kotlin::run,
    },
    Part {
        name: "swift",
        about: "the Swift package, without a Swift compiler",
        run: swift::run,
    },
    // Last, and only of use when every language ran before it.
    Part {
        name: "parity",
        about: "every language ran every conformance case",
        run: parity::run,
    },
];

/// Runs the named parts, or all of them, and closes with the tally.
pub(crate) fn run(checkout: &Checkout, names: &[String]) -> Outcome {
    if let Some(unknown) = names
        .iter()
        .find(|name| !PARTS.iter().any(|part| part.name == **name))
    {
        return Err(format!("There is no part called «{unknown}»."));
    }
    let mut tally = Tally::default();
    for part in PARTS {
        if names.is_empty() || names.iter().any(|name| name == part.name) {
            println!("\n━━━ {}: {} ━━━", part.name, part.about);
            if let Err(reason) = tally.part(part.name, |tally| (part.run)(checkout, tally)) {
                println!("{}: {reason}", part.name);
            }
        }
    }
    tally.close();
    Ok(())
}
