package crm

import java.io.ByteArrayOutputStream
import java.util.Base64
import java.util.UUID

/**
 * The content of a file's version.
 *
 * @param number the number of the version; the current one if null
 */
public suspend fun Session.download(id: UUID, number: Long? = null): ByteArray {
    val version = number ?: files.get(id).current?.number
    val content = ByteArrayOutputStream()
    var offset: Long? = 0
    while (offset != null) {
        val part = files.content(id, number = version, offset = offset)
        content.writeBytes(Base64.getDecoder().decode(part.base64))
        offset = part.next
    }
    return content.toByteArray()
}
