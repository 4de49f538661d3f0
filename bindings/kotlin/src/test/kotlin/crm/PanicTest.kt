package crm

import com.sun.jna.Library
import com.sun.jna.Native
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.assertThrows
import java.util.UUID

/**
 * A panic behind any door of the native library is an ordinary exception and the process lives on. The
 * tests run on a library built with the feature `fault-injection`, which reads `CRM_FAULT`.
 */
class PanicTest {
    @Suppress("FunctionName")
    private interface Environment : Library {
        fun setenv(name: String, value: String, overwrite: Int): Int
        fun unsetenv(name: String): Int
    }

    private val environment = Native.load("c", Environment::class.java)
    private val actor = UUID(0, 1)

    @TestFactory
    fun `no panic crosses`(): List<DynamicTest> {
        val doors = mapOf<String, (Crm, Session) -> Any>(
            "open" to { _, _ -> Crm.open("/nonexistent/crm.db") },
            "in_memory" to { _, _ -> Crm.openInMemory() },
            "simulated" to { _, _ -> Crm.openSimulated(1uL) },
            "session" to { crm, _ -> crm.session(actor, actor, roles = listOf("admin")) },
            "call" to { _, session -> runBlocking { session.contacts.list() } },
            "stage" to { crm, _ -> runBlocking { crm.stage(ByteArray(1)) } },
            "close" to { crm, _ -> crm.close() },
        )
        return doors.map { (door, knock) ->
            dynamicTest(door) {
                val crm = Crm.openInMemory()
                val session = crm.session(actor, actor, roles = listOf("admin"))
                environment.setenv("CRM_FAULT", door, 1)
                val caught = try {
                    assertThrows<CrmException.Internal> { knock(crm, session) }
                } finally {
                    environment.unsetenv("CRM_FAULT")
                }
                assertEquals("\"$door\"", caught.details["entry"].toString())
                assertFalse(caught.message.orEmpty().contains("ordered by a test"))
                if (door in setOf("session", "call", "stage")) {
                    // What else the defect left behind nobody knows, so this engine serves nothing more.
                    val refused = assertThrows<CrmException.Internal> { runBlocking { session.contacts.list() } }
                    assertEquals(caught.details["incident"], refused.details["incident"])
                } else {
                    runBlocking { session.contacts.list() }
                }
            }
        }
    }
}
