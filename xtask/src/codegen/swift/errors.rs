//! The error: one case for each code of the engine.

use std::fmt::Write as _;

use super::doc_comment;
use super::names::{literal, member};
use crate::codegen::contract::Contract;
use crate::codegen::typed::Typed;

const HEAD: &str = "
import Foundation

/// Why the engine refused a call, or could not carry it out.
///
/// The case tells the kind of failure; the description never holds a customer's data.
///
/// ```swift
/// do {
///     return try await session.contacts.get(id: id)
/// } catch CrmError.notFound {
///     return nil
/// }
/// ```
public enum CrmError: LocalizedError, Hashable, Sendable {
";

/// The enum and the way from a code to its case.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = HEAD.to_owned();
    for code in &contract.error_codes {
        text.push_str(&doc_comment(&typed.error_doc(code), "    "));
        let _ = writeln!(text, "    case {}(Refusal)", member(code));
    }
    text.push_str("\n    init(code: String, refusal: Refusal) {\n        switch code {\n");
    for code in &contract.error_codes {
        let _ = writeln!(
            text,
            "        case {}: self = .{}(refusal)",
            literal(code),
            member(code)
        );
    }
    text.push_str(
        "        default: self = .`internal`(refusal)\n        }\n    }\n\n    \
         /// The stable code, such as `not_found`.\n    public var code: String {\n        switch self {\n",
    );
    for code in &contract.error_codes {
        let _ = writeln!(
            text,
            "        case .{}: return {}",
            member(code),
            literal(code)
        );
    }
    text.push_str(
        "        }\n    }\n\n    /// What the engine says about it.\n    \
         public var refusal: Refusal {\n        switch self {\n",
    );
    for code in &contract.error_codes {
        let _ = writeln!(
            text,
            "        case let .{}(refusal): return refusal",
            member(code)
        );
    }
    text + "        }\n    }\n}\n"
}
