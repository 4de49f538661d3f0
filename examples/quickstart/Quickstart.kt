import crm.Crm
import crm.EmailPoint
import crm.RecordKind
import java.util.UUID
import kotlinx.coroutines.runBlocking

fun main() = runBlocking {
    Crm.open("crm.db").use { crm ->
        val session = crm.session(tenant = UUID(0, 1), user = UUID(0, 2), roles = listOf("admin"))
        val created = session.contacts.create(
            fullName = "Dr. Ada Lovelace",
            emails = listOf(EmailPoint(address = "Ada@Example.com")),
        )
        session.tags.apply(RecordKind.CONTACT, listOf(created.contact.id), add = listOf("tier/gold"))
        session.contacts.list(sort = "sort_name").items.forEach { println(it.displayName) }
    }
}
