//! The project's own commands. `cargo xtask` alone lists them.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    reason = "a command line program speaks on standard output"
)]

mod bench;
mod checkout;
mod codegen;
mod coverage;
mod demo;
mod eval;
mod fuzz;
mod lines;
mod setup;
mod test;
mod tool;

use std::process::ExitCode;

use checkout::Checkout;

/// What a command answers: nothing, or the sentence that explains the failure.
type Outcome = Result<(), String>;

/// One command of `cargo xtask`.
struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&Checkout, &[String]) -> Outcome,
}

/// Every command, in the order a newcomer meets them.
const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        usage: "demo [FILE]",
        about: "builds the engine and walks through it on the shipped sample data",
        run: demo::run,
    },
    Command {
        name: "setup",
        usage: "setup [LANGUAGE…]",
        about: "prepares the environment of every language inside the checkout",
        run: setup::run,
    },
    Command {
        name: "codegen",
        usage: "codegen [--check | --native]",
        about: "writes the schema and every language's types and client, or says what is stale",
        run: codegen::run,
    },
    Command {
        name: "test",
        usage: "test [PART…]",
        about: "runs every check in every language and closes with one tally",
        run: test::run,
    },
    Command {
        name: "bench",
        usage: "bench [peers|scale|--full]",
        about: "measures the engine beside hand-written SQL, other libraries or itself in a larger store",
        run: bench::run,
    },
    Command {
        name: "eval",
        usage: "eval dedupe --data FILE --gold COLUMN [--map COLUMN=TYPE,…] [--mistakes N]",
        about: "matches a labelled table without its labels and prints how well, as JSON",
        run: eval::run,
    },
    Command {
        name: "fuzz",
        usage: "fuzz [SECONDS] [TARGET…]",
        about: "runs every fuzz target, or those named, for so many seconds each (45 unless told)",
        run: fuzz::run,
    },
    Command {
        name: "lines",
        usage: "lines",
        about: "counts the lines of crm-core that its tests run, and fails below nine of ten",
        run: lines::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        print_usage();
        return ExitCode::FAILURE;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        println!("There is no command «{name}».\n");
        print_usage();
        return ExitCode::FAILURE;
    };
    let rest: Vec<String> = arguments.collect();
    match Checkout::find().and_then(|checkout| (command.run)(&checkout, &rest)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            println!("\n{reason}");
            ExitCode::FAILURE
        }
    }
}

fn print_usage() {
    println!("cargo xtask COMMAND\n");
    for command in COMMANDS {
        println!("  {:<24} {}", command.usage, command.about);
    }
}
