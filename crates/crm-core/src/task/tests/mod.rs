//! Tasks and reminders: the course of a reminder alone, and both through sessions.

#![allow(clippy::unwrap_used, clippy::panic)] // a test fails by panicking

mod course;
mod model;
mod outcomes;
mod reminders;
mod rights;
mod tasks;
