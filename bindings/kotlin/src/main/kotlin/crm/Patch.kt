package crm

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.KSerializer
import kotlinx.serialization.Serializable
import kotlinx.serialization.descriptors.SerialDescriptor
import kotlinx.serialization.descriptors.nullable
import kotlinx.serialization.encoding.Decoder
import kotlinx.serialization.encoding.Encoder

/**
 * What a change does with one field: leave it, clear it, or set it.
 *
 * ```kotlin
 * session.contacts.update(id, jobTitle = Patch.Set("CTO"), department = Patch.Clear)
 * ```
 */
@Serializable(with = PatchSerializer::class)
public sealed interface Patch<out T> {
    /** Leaves the field as it is. */
    public data object Keep : Patch<Nothing>

    /** Removes the value. */
    public data object Clear : Patch<Nothing>

    /** Replaces the value. */
    public data class Set<out T>(public val value: T) : Patch<T>

    public companion object {
        /** Sets [value], or clears the field if it is null. */
        public fun <T : Any> of(value: T?): Patch<T> = if (value == null) Clear else Set(value)
    }
}

/**
 * On the wire a kept field is absent, a cleared one is null, a set one is its value. Keeping is the
 * default of every patch field, and defaults are not written, so it never comes to be encoded.
 */
@OptIn(ExperimentalSerializationApi::class)
internal class PatchSerializer<T>(private val inner: KSerializer<T>) : KSerializer<Patch<T>> {
    override val descriptor: SerialDescriptor =
        SerialDescriptor("crm.Patch<${inner.descriptor.serialName}>", inner.descriptor).nullable

    override fun serialize(encoder: Encoder, value: Patch<T>): Unit = when (value) {
        is Patch.Keep -> error("a field that is kept is left out")
        is Patch.Clear -> encoder.encodeNull()
        is Patch.Set -> encoder.encodeSerializableValue(inner, value.value)
    }

    override fun deserialize(decoder: Decoder): Patch<T> =
        if (decoder.decodeNotNullMark()) {
            Patch.Set(decoder.decodeSerializableValue(inner))
        } else {
            decoder.decodeNull()
            Patch.Clear
        }
}
