package crm

import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import java.time.OffsetDateTime
import java.util.UUID

/** Compares answers as `conformance/README.md` says, knowing what earlier steps saved. */
internal class AnswerMatch(private val saved: Map<String, JsonElement>) {
    /** Throws naming the place that differs. */
    fun check(expected: JsonElement, found: JsonElement?, place: String) {
        fun judge(good: Boolean) {
            if (!good) throw AssertionError("$place: expected $expected, found $found")
        }
        when {
            expected is JsonObject && CONTAINS in expected -> expected.getValue(CONTAINS).jsonArray.forEach { wanted ->
                val text = (found as? JsonPrimitive)?.takeIf { it.isString }?.content
                val stands = text != null && wanted is JsonPrimitive && wanted.content in text
                judge(stands || (found as? JsonArray).orEmpty().any { matches(wanted, it) })
            }
            expected is JsonObject -> {
                judge(found is JsonObject)
                expected.forEach { (name, wanted) -> check(wanted, (found as JsonObject)[name], "$place.$name") }
            }
            expected is JsonArray -> {
                val list = (found as? JsonArray).orEmpty()
                judge(list.size == expected.size)
                expected.forEachIndexed { index, wanted -> check(wanted, list[index], "$place[$index]") }
            }
            expected is JsonPrimitive && expected.isString -> judge(textMatches(expected.content, found))
            expected is JsonNull -> judge(found == JsonNull)
            else -> judge(valueMatches(expected as JsonPrimitive, found))
        }
    }

    /** The arguments with what was saved in its places. */
    fun filled(arguments: JsonElement): JsonElement = when (arguments) {
        is JsonPrimitive -> if (arguments.isString) recalled(arguments.content) else arguments
        is JsonArray -> JsonArray(arguments.map(::filled))
        is JsonObject -> JsonObject(arguments.mapValues { (_, value) -> filled(value) })
    }

    private fun matches(expected: JsonElement, found: JsonElement): Boolean =
        runCatching { check(expected, found, "") }.isSuccess

    private fun textMatches(expected: String, found: JsonElement?): Boolean {
        val text = (found as? JsonPrimitive)?.takeIf { it.isString }?.content
        return when (expected) {
            "\$any" -> found != null && found != JsonNull
            "\$uuid" -> text != null && runCatching { UUID.fromString(text) }.isSuccess
            "\$instant" -> text != null && instant(text) != null
            "\$absent" -> when (found) {
                null, JsonNull -> true
                is JsonArray -> found.isEmpty()
                is JsonObject -> found.isEmpty()
                is JsonPrimitive -> false
            }
            else -> {
                val wanted = recalled(expected)
                if (wanted is JsonPrimitive && wanted.isString) {
                    text != null && (text == wanted.content || sameInstant(text, wanted.content))
                } else {
                    wanted == found
                }
            }
        }
    }

    /** Numbers by value, truth values as they are. */
    private fun valueMatches(expected: JsonPrimitive, found: JsonElement?): Boolean {
        if (found !is JsonPrimitive || found.isString) return false
        val number = expected.content.toBigDecimalOrNull() ?: return expected == found
        return found.content.toBigDecimalOrNull()?.compareTo(number) == 0
    }

    /** What `$name.path` stands for; any other text stands for itself. */
    private fun recalled(text: String): JsonElement {
        if (!text.startsWith("$")) return JsonPrimitive(text)
        if (text.startsWith("$$")) return JsonPrimitive(text.drop(1))
        val path = text.drop(1).split('.')
        return path.drop(1).fold(saved.getValue(path.first())) { found, step ->
            when (found) {
                is JsonArray -> found[step.toInt()]
                is JsonObject -> found.getValue(step)
                is JsonPrimitive -> error("$text leads nowhere")
            }
        }
    }

    private fun sameInstant(left: String, right: String): Boolean {
        val moment = instant(left)
        return moment != null && moment == instant(right)
    }

    private fun instant(text: String) = runCatching { OffsetDateTime.parse(text).toInstant() }.getOrNull()

    private companion object {
        const val CONTAINS = "\$contains"
    }
}
