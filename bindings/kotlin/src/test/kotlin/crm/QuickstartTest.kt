package crm

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream

/** The quick start that the project's README shows, run as it stands. */
class QuickstartTest {
    @Test
    fun `the quick start prints the contact it made`() {
        listOf("crm.db", "crm.db-wal", "crm.db-shm").forEach { File(it).delete() }
        val printed = ByteArrayOutputStream()
        val console = System.out
        System.setOut(PrintStream(printed))
        try {
            Class.forName("QuickstartKt").getMethod("main").invoke(null)
        } finally {
            System.setOut(console)
        }
        assertEquals("Dr. Ada Lovelace", printed.toString().trim())
    }
}
