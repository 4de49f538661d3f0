//! The exception: sealed, one class for each code of the engine.

use std::fmt::Write as _;

use super::names::literal;
use crate::codegen::contract::Contract;
use crate::codegen::text::{block_comment, pascal};
use crate::codegen::typed::Typed;

const HEAD: &str = "
package crm

import kotlinx.serialization.Serializable
import kotlinx.serialization.json.JsonObject
import java.util.UUID

/**
 * Why the engine refused a call, or could not carry it out.
 *
 * The subclass tells the kind of failure; `message` is a sentence that never holds a customer's data.
 *
 * ```kotlin
 * try {
 *     session.contacts.get(id)
 * } catch (missing: CrmException.NotFound) {
 *     null
 * }
 * ```
 */
public sealed class CrmException(failure: EngineFailure) : RuntimeException(failure.sentence) {
    /** The stable code, such as `not_found`. */
    public val code: String = failure.code

    /** The path of the argument concerned, such as `emails[0].address`. */
    public val field: String? = failure.field

    /** The record concerned. */
    public val record: Record? = failure.record

    /** Named details, such as the limit that was reached. */
    public val details: JsonObject = failure.details

    /** A record named by kind and id. */
    @Serializable
    public data class Record(
        /** The kind of record, such as `contact`. */
        public val kind: String,
        /** Its id. */
        @Serializable(UuidSerializer::class) public val id: UUID,
    )
";

/// The sealed class, its subclasses, and the way from a code to its class.
pub(super) fn file(contract: &Contract) -> String {
    let typed = Typed::new(contract);
    let mut text = HEAD.to_owned();
    for code in &contract.error_codes {
        let _ = write!(
            text,
            "\n{}    public class {} internal constructor(failure: EngineFailure) : CrmException(failure)\n",
            block_comment(&typed.error_doc(code), "    ", 100),
            pascal(code)
        );
    }
    text.push_str(
        "\n    internal companion object {\n        \
         fun of(failure: EngineFailure): CrmException = when (failure.code) {\n",
    );
    for code in &contract.error_codes {
        let _ = writeln!(
            text,
            "            {} -> {}(failure)",
            literal(code),
            pascal(code)
        );
    }
    text + "            else -> Internal(failure)\n        }\n    }\n}\n"
}
