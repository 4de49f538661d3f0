package crm

import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.serializer
import java.lang.reflect.InvocationTargetException
import java.util.UUID
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.full.callSuspend
import kotlin.reflect.full.memberFunctions
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.valueParameters

/** One case on a fresh engine: every call goes to the client method of that name, with its own types. */
internal class ConformanceCase(private val case: JsonObject) {
    private val saved = mutableMapOf<String, JsonElement>()

    suspend fun run(): Unit = Crm.openSimulated(1uL).use { crm ->
        val sessions = case["actors"]?.jsonObject.orEmpty().mapValues { (_, actor) ->
            crm.session(
                tenant = UUID.fromString(actor.text("tenant")),
                user = UUID.fromString(actor.text("user")),
                roles = actor.texts("roles"),
                teams = actor.texts("teams").map(UUID::fromString),
            )
        }
        case.getValue("steps").jsonArray.forEachIndexed { index, element ->
            val step = element.jsonObject
            val place = "step ${index + 1}"
            val outcome = runCatching {
                when (val staged = step["stage"]) {
                    null -> call(sessions.getValue(step.text("as") ?: "admin"), step)
                    else -> JsonPrimitive(crm.stage(staged.jsonPrimitive.content.encodeToByteArray()))
                }
            }
            judge(step, outcome, place)
        }
    }

    private fun judge(step: JsonObject, outcome: Result<JsonElement>, place: String) {
        val expected = step["error"]
        val error = outcome.exceptionOrNull()
        if (error != null) {
            if (error !is CrmException) throw error
            if (expected == null) throw AssertionError("$place of ${case["name"]} failed", error)
            AnswerMatch(saved).check(expected, described(error), "$place, error")
            return
        }
        val answer = outcome.getOrThrow()
        if (expected != null) throw AssertionError("$place answered $answer instead of $expected")
        step["answer"]?.let { AnswerMatch(saved).check(it, answer, "$place, answer") }
        step.text("save")?.let { saved[it] = answer }
    }

    private suspend fun call(session: Session, step: JsonObject): JsonElement {
        val operation = checkNotNull(step.text("call"))
        val arguments = AnswerMatch(saved).filled(step["args"] ?: JsonObject(emptyMap())).jsonObject
        val key = step.text("idempotency_key")
        val (group, verb) = operation.split('.').map(::camel)
        val client = Session::class.memberProperties.find { it.name == group }?.get(session)
        val function = client?.let { it::class.memberFunctions.find { member -> member.name == verb } }
        val typed = function?.let { typed(it, arguments) }
        if (typed == null) {
            if ("error" !in step) throw AssertionError("the types refuse what should succeed: $step")
            return wire.parseToJsonElement(session.raw(operation, arguments.toString(), key))
        }
        val given = typed + listOfNotNull(
            key?.let { function.valueParameters.single { it.name == "idempotencyKey" } to it },
        )
        val answer = try {
            function.callWithDefaults(client, given)
        } catch (wrapped: InvocationTargetException) {
            throw wrapped.targetException
        }
        if (answer == null || answer == Unit) return JsonNull
        return plain.encodeToJsonElement(wire.serializersModule.serializer(function.returnType), answer)
    }

    /** The arguments as the method's own types, or null where those refuse them. */
    private fun typed(function: KFunction<*>, arguments: JsonObject): Map<KParameter, Any?>? {
        val parameters = function.valueParameters.associateBy { it.name }
        val typed = arguments.entries.associate { (name, value) ->
            val parameter = parameters[camel(name)] ?: return null
            val serializer = wire.serializersModule.serializer(parameter.type)
            val read = try {
                wire.decodeFromJsonElement(serializer, value)
            } catch (_: SerializationException) {
                return null
            }
            // The parser takes "5" for 5, which a caller's own types would not.
            if (!sameKinds(value, wire.encodeToJsonElement(serializer, read))) return null
            parameter to read
        }
        val missing = function.valueParameters.any { !it.isOptional && it !in typed }
        return typed.takeUnless { missing }
    }

    private fun sameKinds(given: JsonElement, read: JsonElement): Boolean = when {
        given is JsonObject && read is JsonObject ->
            given.all { (name, value) -> read[name]?.let { sameKinds(value, it) } ?: true }
        given is JsonArray && read is JsonArray ->
            given.size == read.size && given.indices.all { sameKinds(given[it], read[it]) }
        given is JsonPrimitive && read is JsonPrimitive -> given.isString == read.isString
        else -> false
    }

    private fun described(error: CrmException): JsonObject = JsonObject(
        mapOf(
            "code" to JsonPrimitive(error.code),
            "field" to JsonPrimitive(error.field),
            "record" to (error.record?.let { wire.encodeToJsonElement(CrmException.Record.serializer(), it) } ?: JsonNull),
            "details" to error.details,
        ),
    )
}

/**
 * Calls the function with its defaults for what is not given. Kotlin's own `callSuspendBy` reserves a bit for the
 * continuation too, and so does not find a function with exactly 32 parameters.
 */
private suspend fun KFunction<*>.callWithDefaults(client: Any, given: Map<KParameter, Any?>): Any? {
    val parameters = valueParameters
    if (given.keys.containsAll(parameters)) {
        return callSuspend(client, *parameters.map(given::get).toTypedArray())
    }
    val method = client.javaClass.methods.single { it.name == "$name\$default" }
    val masks = IntArray((parameters.size + Int.SIZE_BITS - 1) / Int.SIZE_BITS)
    val arguments = parameters.mapIndexed { index, parameter ->
        if (parameter !in given) masks[index / Int.SIZE_BITS] += 1 shl index % Int.SIZE_BITS
        given[parameter] ?: zero(method.parameterTypes[index + 1])
    }
    return suspendCoroutineUninterceptedOrReturn { continuation ->
        method.invoke(null, client, *arguments.toTypedArray(), continuation, *masks.toTypedArray(), null)
    }
}

/** What stands where the default is to be taken. */
private fun zero(type: Class<*>): Any? = when (type) {
    Boolean::class.javaPrimitiveType -> false
    Long::class.javaPrimitiveType -> 0L
    Double::class.javaPrimitiveType -> 0.0
    else -> null
}

/** Answers as the cases see them: whole, because a value that equals its default was answered too. */
private val plain = Json(wire) {
    encodeDefaults = true
    explicitNulls = false
}

private fun JsonElement.text(name: String): String? = jsonObject[name]?.jsonPrimitive?.content

private fun JsonElement.texts(name: String): List<String> =
    jsonObject[name]?.jsonArray.orEmpty().map { it.jsonPrimitive.content }

/** `set_primary` as `setPrimary`. */
private fun camel(name: String): String =
    name.split('_').joinToString("") { word -> word.replaceFirstChar(Char::uppercaseChar) }
        .replaceFirstChar(Char::lowercaseChar)
