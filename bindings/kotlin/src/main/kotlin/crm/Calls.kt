package crm

import crm.ffi.NativeEngine
import crm.ffi.NativeException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext
import kotlinx.serialization.DeserializationStrategy
import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.Serializable
import kotlinx.serialization.SerializationException
import kotlinx.serialization.SerializationStrategy
import kotlinx.serialization.builtins.serializer
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.buildClassSerialDescriptor
import kotlinx.serialization.descriptors.nullable
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.lang.ref.Reference
import java.nio.ByteBuffer
import java.util.UUID

/**
 * How the generated clients reach the engine: arguments become JSON, the answer is read from JSON,
 * both away from the caller's thread.
 */
internal class Calls(
    private val engine: NativeEngine,
    actor: CallingActor,
    private val dispatcher: CoroutineDispatcher,
) {
    /** What every request of this session begins with. */
    private val head: String = """{"actor":${wire.encodeToString(CallingActor.serializer(), actor)},"""

    suspend fun <A, R> call(
        operation: String,
        arguments: A,
        request: SerializationStrategy<A>,
        answer: DeserializationStrategy<R>,
        idempotencyKey: String? = null,
    ): R = withContext(dispatcher) {
        val text = send(operation, wire.encodeToString(request, arguments), idempotencyKey)
        try {
            wire.decodeFromString(answer, text)
        } catch (misfit: SerializationException) {
            throw CrmException.of(misfit(operation, misfit))
        }
    }

    /** An operation by name, with JSON in and out. */
    suspend fun raw(operation: String, arguments: String, idempotencyKey: String?): String =
        withContext(dispatcher) { send(operation, arguments, idempotencyKey) }

    private fun send(operation: String, arguments: String, idempotencyKey: String?): String {
        val request = buildString(head.length + arguments.length + 96) {
            append(head)
            append("\"operation\":").append(quoted(operation))
            append(",\"arguments\":").append(arguments)
            if (idempotencyKey != null) {
                append(",\"options\":{\"idempotency_key\":").append(quoted(idempotencyKey)).append('}')
            }
            append('}')
        }
        return translatingErrors { lending(request, engine::call) }.decodeToString()
    }

    private fun quoted(text: String): String = wire.encodeToString(String.serializer(), text)
}

/** Who acts, for which tenant. */
@Serializable
internal class CallingActor(
    @Serializable(UuidSerializer::class) val tenant: UUID,
    @Serializable(UuidSerializer::class) val user: UUID,
    val roles: List<String>,
    val teams: List<@Serializable(UuidSerializer::class) UUID>,
)

/** An error as the engine writes it. */
@Serializable
internal class EngineFailure(
    val code: String,
    val message: String,
    val field: String? = null,
    val record: CrmException.Record? = null,
    val details: JsonObject = JsonObject(emptyMap()),
) {
    /** The message with the field in front, as the engine itself would print it. */
    val sentence: String get() = this.field?.let { "$it: $message" } ?: message
}

/**
 * An answer that the types of this release cannot hold. The parser's own words are left behind: they
 * quote the answer, and a log is no place for it. Only the path goes along.
 */
internal fun misfit(operation: String, cause: SerializationException): EngineFailure {
    val path = cause.message.orEmpty().substringAfter("at path: ", "$").takeWhile { !it.isWhitespace() }
    return EngineFailure(
        "internal",
        "the answer of $operation does not fit this release of the client",
        details = JsonObject(mapOf("path" to JsonPrimitive(path))),
    )
}

/** The arguments of an operation that takes none. */
@Serializable
internal object NoArguments

/** Reads the `null` that answers an operation without a result. */
@OptIn(ExperimentalSerializationApi::class)
internal object NothingSerializer : DeserializationStrategy<Unit> {
    override val descriptor: SerialDescriptor = buildClassSerialDescriptor("crm.Nothing").nullable

    override fun deserialize(decoder: Decoder) {
        decoder.decodeNull()
    }
}

/**
 * Lends [text] to the native side, which reads the buffer by its address; that does not keep the
 * buffer alive, so the fence does.
 */
internal inline fun <T> lending(text: String, body: (ByteBuffer) -> T): T {
    val bytes = text.encodeToByteArray()
    val buffer = ByteBuffer.allocateDirect(bytes.size).put(bytes).flip()
    try {
        return body(buffer)
    } finally {
        Reference.reachabilityFence(buffer)
    }
}

/** Runs [body]; what the engine refused becomes a [CrmException]. */
internal inline fun <T> translatingErrors(body: () -> T): T =
    try {
        body()
    } catch (refusal: NativeException.Refused) {
        throw CrmException.of(wire.decodeFromString(EngineFailure.serializer(), refusal.message.orEmpty()))
    }
