package crm

import kotlinx.serialization.KSerializer
import kotlinx.serialization.SerializationException
import kotlinx.serialization.descriptors.PrimitiveKind
import kotlinx.serialization.descriptors.PrimitiveSerialDescriptor
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder
import kotlinx.serialization.json.Json
import kotlinx.serialization.modules.SerializersModule
import kotlinx.serialization.modules.contextual
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.UUID

/**
 * The JSON that crosses to the engine. What equals its default is left out, as the engine does; an
 * unknown field is an error, because client and engine are one release.
 */
internal val wire: Json = Json {
    encodeDefaults = false
    serializersModule = SerializersModule {
        contextual(UuidSerializer)
        contextual(InstantSerializer)
        contextual(DateSerializer)
        contextual(TimeSerializer)
        contextual(DecimalSerializer)
    }
}

/** A type that is one text on the wire. */
internal abstract class TextSerializer<T>(
    name: String,
    private val read: (String) -> T,
    private val write: (T) -> String,
) : KSerializer<T> {
    override val descriptor: SerialDescriptor = PrimitiveSerialDescriptor(name, PrimitiveKind.STRING)

    override fun serialize(encoder: Encoder, value: T): Unit = encoder.encodeString(write(value))

    override fun deserialize(decoder: Decoder): T = try {
        read(decoder.decodeString())
    } catch (error: RuntimeException) {
        // Parsers of the platform each throw their own kind.
        throw error as? SerializationException ?: SerializationException("no ${descriptor.serialName}")
    }
}

internal object UuidSerializer :
    TextSerializer<UUID>("crm.Uuid", ::uuid, UUID::toString)

/** RFC 3339 in UTC with six decimals, as the engine writes it; finer digits are cut off. */
internal object InstantSerializer :
    TextSerializer<Instant>("crm.Instant", Instant::parse, { InstantFormat.text.format(it) })

internal object DateSerializer :
    TextSerializer<LocalDate>("crm.Date", LocalDate::parse, LocalDate::toString)

internal object TimeSerializer :
    TextSerializer<LocalTime>("crm.Time", LocalTime::parse, DateTimeFormatter.ISO_LOCAL_TIME::format)

/** Text, so that no digit is lost to binary fractions. */
internal object DecimalSerializer :
    TextSerializer<BigDecimal>("crm.Decimal", ::BigDecimal, BigDecimal::toPlainString)

private object InstantFormat {
    val text: DateTimeFormatter =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC)
}

/** `UUID.fromString` alone would also take `1-1-1-1-1`. */
private fun uuid(text: String): UUID {
    require(text.length == 36) { "no UUID" }
    return UUID.fromString(text)
}
