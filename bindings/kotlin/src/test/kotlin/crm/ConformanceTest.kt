package crm

import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.DynamicTest.dynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.TestInstance
import java.io.File
import java.util.concurrent.atomic.AtomicInteger

/** Every shared case, through the typed surface; `conformance/README.md` has the format. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    private val ran = AtomicInteger()
    private val cases: List<File> = File(System.getProperty("crm.conformance")).listFiles().orEmpty()
        .filter { it.extension == "json" }
        .sortedBy { it.name }

    @AfterAll
    fun tell() = println("conformance: $ran cases")

    @TestFactory
    fun cases(): List<DynamicTest> = cases.map { file ->
        val case = Json.parseToJsonElement(file.readText()).jsonObject
        dynamicTest(case.getValue("name").jsonPrimitive.content) {
            runBlocking { ConformanceCase(case).run() }
            ran.incrementAndGet()
        }
    }

    @Test
    fun `there are cases`() = assertTrue(cases.isNotEmpty(), "no case was found")

    @Test
    fun `a wrong answer is noticed`() {
        fun case(expected: String): JsonObject = Json.parseToJsonElement(
            """
            {
              "name": "probe",
              "actors": { "admin": {
                "tenant": "00000000-0000-4000-8000-00000000000a",
                "user": "00000000-0000-4000-8000-000000000001",
                "roles": ["admin"]
              } },
              "steps": [
                { "call": "contacts.create", "args": { "name": { "given": "Ada" } }, "save": "ada",
                  "answer": { "contact": { "id": "${'$'}uuid", "phones": "${'$'}absent" } } },
                { "call": "contacts.get", "args": { "id": "${'$'}ada.contact.id" },
                  "answer": { "name": { "given": "$expected" } } },
                { "call": "contacts.get", "args": { "id": 5 }, "error": { "code": "invalid" } }
              ]
            }
            """,
        ).jsonObject
        runBlocking {
            ConformanceCase(case("Ada")).run()
            val noticed = runCatching { ConformanceCase(case("Eve")).run() }.exceptionOrNull()
            assertTrue(noticed is AssertionError && "given" in noticed.message.orEmpty(), "$noticed")
        }
    }
}
