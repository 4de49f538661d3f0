//! Other programs: starting them, hearing what they say, and naming the one that is missing.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// A program about to be run, with the folder it runs in.
pub(crate) struct Tool {
    command: Command,
    line: String,
}

/// What a program said and whether it succeeded.
pub(crate) struct Run {
    /// Standard output and standard error, in the order the lines came.
    pub(crate) output: String,
    /// Whether it exited with success.
    pub(crate) success: bool,
    line: String,
}

impl Tool {
    /// A program found on the path or named by a path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let line = Path::new(program.as_ref())
            .file_name()
            .unwrap_or(program.as_ref())
            .to_string_lossy()
            .into_owned();
        let mut command = Command::new(program);
        if std::env::var_os("CI").is_some() {
            // Nobody builds again there: what incremental builds keep would only fill the disk.
            command.env("CARGO_INCREMENTAL", "0");
        }
        Self { command, line }
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let _ = write!(self.line, " {}", argument.as_ref().to_string_lossy());
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets the folder it runs in.
    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it, passing every line on as it comes and keeping them all.
    pub(crate) fn run(mut self) -> Result<Run, String> {
        println!("$ {}", self.line);
        let (reader, writer) = std::io::pipe().map_err(|error| format!("no pipe: {error}"))?;
        let second = writer
            .try_clone()
            .map_err(|error| format!("no pipe: {error}"))?;
        self.command
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(second);
        let mut child = self
            .command
            .spawn()
            .map_err(|error| format!("«{}» does not start: {error}", self.line))?;
        // The command keeps the pipe's writing ends; dropping it lets the reader see the end.
        drop(self.command);
        let mut output = String::new();
        for line in BufReader::new(reader).split(b'\n') {
            let line = line.map_err(|error| format!("«{}» cannot be read: {error}", self.line))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            output.push_str(&line);
            output.push('\n');
        }
        let status = child
            .wait()
            .map_err(|error| format!("«{}» was lost: {error}", self.line))?;
        Ok(Run {
            output,
            success: status.success(),
            line: self.line,
        })
    }

    /// Runs it on the terminal itself, for programs that show their progress there.
    pub(crate) fn hand_over(mut self) -> Result<(), String> {
        println!("$ {}", self.line);
        let status = self
            .command
            .status()
            .map_err(|error| format!("«{}» does not start: {error}", self.line))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("«{}» failed.", self.line))
        }
    }

    /// Runs it and takes anything but success for a failure.
    pub(crate) fn must(self) -> Result<Run, String> {
        let run = self.run()?;
        if run.success {
            Ok(run)
        } else {
            Err(format!("«{}» failed.", run.line))
        }
    }
}

/// What a program prints when asked for its version, if it starts at all.
pub(crate) fn version(program: impl AsRef<OsStr>, argument: &str) -> Option<String> {
    let output = Command::new(program).arg(argument).output().ok()?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    output.status.success().then(|| text.trim().to_owned())
}

/// Whether a program starts with these arguments and succeeds; what it says is not shown.
pub(crate) fn answers(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

/// Demands a program, or names it with the one command that installs it.
pub(crate) fn require(program: &str, argument: &str, install: &str) -> Result<String, String> {
    version(program, argument)
        .ok_or_else(|| format!("«{program}» is missing. Install it: {install}"))
}
