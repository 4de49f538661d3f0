package crm

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonObject
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.math.BigDecimal
import java.time.Instant
import java.util.UUID

/** What crosses to the engine, letter by letter. */
class WireTest {
    private val id = UUID.fromString("00000000-0000-4000-8000-000000000001")

    @Test
    fun `an instant has six decimals and survives both ways`() {
        for ((text, wired) in listOf(
            "2026-03-01T08:30:00.123456Z" to "2026-03-01T08:30:00.123456Z",
            "2026-03-01T08:30:00Z" to "2026-03-01T08:30:00.000000Z",
            "1969-12-31T23:59:59.999999999Z" to "1969-12-31T23:59:59.999999Z",
            "0001-01-01T00:00:00Z" to "0001-01-01T00:00:00.000000Z",
        )) {
            assertEquals("\"$wired\"", wire.encodeToString(InstantSerializer, Instant.parse(text)))
            assertEquals(Instant.parse(wired), wire.decodeFromString(InstantSerializer, "\"$wired\""))
        }
    }

    @Test
    fun `a decimal keeps every digit and its scale`() {
        val amount = BigDecimal("12345678901234567890.10")
        val json = wire.encodeToString(DecimalSerializer, amount)
        assertEquals("\"12345678901234567890.10\"", json)
        assertEquals(amount, wire.decodeFromString(DecimalSerializer, json))
        assertEquals("\"1000\"", wire.encodeToString(DecimalSerializer, BigDecimal("1E3")))
    }

    @Test
    fun `only a whole UUID is one`() {
        assertThrows<SerializationException> { wire.decodeFromString(UuidSerializer, "\"1-1-1-1-1\"") }
        assertEquals(id, wire.decodeFromString(UuidSerializer, "\"$id\""))
    }

    @Test
    fun `a kept field is absent, a cleared one null, a set one its value`() {
        val request = ContactsUpdateRequest(id, jobTitle = Patch.Clear, department = Patch.Set("R&D"))
        val json = """{"id":"$id","job_title":null,"department":"R&D"}"""
        assertEquals(json, wire.encodeToString(ContactsUpdateRequest.serializer(), request))
        val back = wire.decodeFromString(ContactsUpdateRequest.serializer(), json)
        assertEquals(
            listOf(Patch.Clear, Patch.Set("R&D"), Patch.Keep),
            listOf(back.jobTitle, back.department, back.note),
        )
    }

    @Test
    fun `a patch of a value that may be missing clears when it is`() {
        assertEquals(Patch.Clear, Patch.of<String>(null))
        assertEquals(Patch.Set("x"), Patch.of("x"))
    }

    @Test
    fun `an exception shows no more than the engine said`() {
        val failure = wire.decodeFromString(
            EngineFailure.serializer(),
            """{"code":"limit","message":"too many","field":"items","details":{"limit":"items","maximum":5}}""",
        )
        val refusal = CrmException.of(failure)
        assertEquals("items: too many", refusal.message)
        assertEquals("5", refusal.details["maximum"].toString())
        assertEquals(CrmException.Limit::class, refusal::class)
    }

    @Test
    fun `a code from the future is Internal but keeps its name`() {
        val refusal = CrmException.of(EngineFailure("brand_new", "why", details = JsonObject(emptyMap())))
        assertEquals(CrmException.Internal::class, refusal::class)
        assertEquals("brand_new", refusal.code)
    }

    @Test
    fun `an answer that does not fit is reported by its path, not by its content`() {
        val misfit = assertThrows<SerializationException> {
            wire.decodeFromString(PersonName.serializer(), """{"given":{"Ada":"Lovelace"}}""")
        }
        val failure = misfit("contacts.get", misfit)
        assertEquals("\"$.given\"", failure.details["path"].toString())
        assertFalse(failure.toString().contains("Lovelace") || failure.message.contains("Lovelace"))
    }
}
