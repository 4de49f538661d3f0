package crm

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonPrimitive
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import java.time.Instant
import java.util.UUID

/** The typed surface as an application meets it. */
class CrmTest {
    private val crm = Crm.openSimulated(seed = 1uL)
    private val tenant = UUID.fromString("00000000-0000-4000-8000-00000000000a")
    private val user = UUID.fromString("00000000-0000-4000-8000-000000000001")
    private val session = crm.session(tenant, user, roles = listOf("admin"))

    @AfterEach
    fun close() = crm.close()

    private suspend fun ada(): Contact = session.contacts.create(
        name = PersonName(given = "Ada", family = "Lovelace"),
        emails = listOf(EmailPoint("ada@example.com")),
        jobTitle = "Analyst",
    ).contact

    @Test
    fun `a contact is read back with native types`() = runBlocking {
        val created = ada()
        assertEquals("Ada Lovelace", created.displayName)
        assertEquals(1, created.version)
        assertEquals(Instant.parse("2026-01-01T00:00:00Z").epochSecond / 86_400, created.createdAt.epochSecond / 86_400)
        assertEquals(created, session.contacts.get(created.id))
    }

    @Test
    fun `what the engine leaves out is empty or null`() = runBlocking {
        val created = ada()
        assertTrue(created.phones.isEmpty())
        assertNull(created.archivedAt)
    }

    @Test
    fun `a patch keeps, clears and sets`() = runBlocking {
        val created = ada()
        val changed = session.contacts.update(
            created.id,
            jobTitle = Patch.Clear,
            department = Patch.Set("Research"),
        )
        assertEquals(null to "Research", changed.jobTitle to changed.department)
        assertEquals(created.name, changed.name)
        assertEquals(2, changed.version)
    }

    @Test
    fun `a missing record is NotFound and says which`() {
        val id = UUID.fromString("00000000-0000-4000-8000-00000000ffff")
        val missing = assertThrows<CrmException.NotFound> { runBlocking { session.contacts.get(id) } }
        assertEquals("not_found", missing.code)
        assertEquals(CrmException.Record("contact", id), missing.record)
    }

    @Test
    fun `a rule that is broken is Invalid and names the field`() {
        val invalid = assertThrows<CrmException.Invalid> {
            runBlocking { session.contacts.create(emails = listOf(EmailPoint("no address"))) }
        }
        assertEquals("emails[0].address", invalid.field)
        assertTrue(invalid.message.orEmpty().startsWith("emails[0].address: "), invalid.message)
        assertFalse(invalid.message.orEmpty().contains("no address"))
    }

    @Test
    fun `a stale version is Conflict`() = runBlocking {
        val created = ada()
        session.contacts.update(created.id, department = Patch.Set("A"))
        assertThrows<CrmException.Conflict> {
            runBlocking {
                session.contacts.update(created.id, expectedVersion = 1, department = Patch.Set("B"))
            }
        }
        Unit
    }

    @Test
    fun `every exception is exhausted by when`() {
        val refusal: CrmException = assertThrows { runBlocking { session.raw("no.such") } }
        val told = when (refusal) {
            is CrmException.Unsupported -> "unsupported"
            is CrmException.Invalid, is CrmException.NotFound, is CrmException.Forbidden,
            is CrmException.Conflict, is CrmException.Duplicate, is CrmException.Limit,
            is CrmException.Cancelled, is CrmException.Storage, is CrmException.Corrupt,
            is CrmException.Internal,
            -> "other"
        }
        assertEquals("unsupported", told)
        assertTrue("nearest" in refusal.details)
    }

    @Test
    fun `an actor without a role is refused at once`() {
        val refusal = assertThrows<CrmException.Invalid> { crm.session(tenant, user) }
        assertEquals("roles", refusal.field)
    }

    @Test
    fun `no session reaches another tenant`() = runBlocking {
        val created = ada()
        val other = crm.session(UUID(0, 0xB), user, roles = listOf("admin"))
        assertThrows<CrmException.NotFound> { runBlocking { other.contacts.get(created.id) } }
        Unit
    }

    @Test
    fun `a repeated key has one effect and one answer`() = runBlocking {
        val first = session.contacts.create(name = PersonName(given = "Grace"), idempotencyKey = "k1")
        val second = session.contacts.create(name = PersonName(given = "Grace"), idempotencyKey = "k1")
        assertEquals(first.contact.id, second.contact.id)
    }

    @Test
    fun `coroutines share one engine`() = runBlocking {
        val ids = (1..64).map { number ->
            async(Dispatchers.Default) {
                session.contacts.create(name = PersonName(given = "Person $number")).contact.id
            }
        }.awaitAll()
        assertEquals(64, ids.toSet().size)
        val names = ids.map { id -> async { session.contacts.get(id).name.given } }.awaitAll()
        assertEquals((1..64).map { "Person $it" }, names)
    }

    @Test
    fun `custom values are any JSON`() = runBlocking {
        session.fields.define(
            recordKind = RecordKind.CONTACT, name = "shoe_size", fieldType = CustomType.NUMBER,
        )
        val created = session.contacts.create(
            name = PersonName(given = "Ada"),
            custom = mapOf("shoe_size" to JsonPrimitive(38)),
        ).contact
        assertEquals(JsonPrimitive(38), created.custom["shoe_size"])
    }

    @Test
    fun `bytes that are uploaded come back whole`() = runBlocking {
        val first = ByteArray(1_280_000) { it.toByte() } // more than the engine hands out at once
        val file = session.files.upload(name = "scan.bin", source = crm.stage(first)).file
        session.files.addVersion(file.id, source = crm.stage("second".encodeToByteArray()))
        assertEquals("second", session.download(file.id).decodeToString())
        assertArrayEquals(first, session.download(file.id, 1))
    }

    @Test
    fun `a timeline is read through all its pages`() = runBlocking {
        val ada = ada().id
        repeat(5) { session.notes.create(body = "Note $it", links = listOf(RecordRef(RecordKind.CONTACT, ada))) }
        val whole = session.timeline.forRecord(RecordKind.CONTACT, ada)
        val paged = paged { cursor -> session.timeline.forRecord(RecordKind.CONTACT, ada, cursor = cursor, limit = 2) }
        assertEquals(whole.items, paged.toList())
        assertEquals(6, whole.items.size)
    }

    @Test
    fun `raw speaks the engine's own JSON`() = runBlocking {
        val answer = session.raw("contacts.list", """{"limit": 1}""")
        assertTrue(answer.startsWith("{"), answer)
    }

    @Test
    fun `raw arguments cannot bring another actor along`() {
        val smuggled = """{},"actor":{"tenant":"$tenant","user":"$user","roles":["admin"]}"""
        val guest = crm.session(tenant, user, roles = listOf("read_only"))
        assertThrows<CrmException.Invalid> { runBlocking { guest.raw("contacts.list", smuggled) } }
    }

    @Test
    fun `after close every call is refused and closing again is harmless`() {
        crm.close()
        crm.close()
        val refusal = assertThrows<CrmException.Storage> { runBlocking { session.contacts.list() } }
        assertEquals("the engine is closed", refusal.message)
    }
}
