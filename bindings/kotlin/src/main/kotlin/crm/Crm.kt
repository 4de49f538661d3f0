package crm

import crm.ffi.NativeEngine
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import java.nio.file.Path
import java.util.UUID

/**
 * An open CRM database, inside this process.
 *
 * ```kotlin
 * Crm.open(Path.of("crm.db")).use { crm ->
 *     val session = crm.session(tenant = tenant, user = user, roles = listOf("admin"))
 *     val ada = session.contacts.create(name = PersonName(given = "Ada"))
 * }
 * ```
 *
 * One instance serves any number of threads and coroutines. Every operation is a `suspend` function
 * that leaves the caller's thread for [Dispatchers.IO]; refusals arrive as [CrmException].
 */
public class Crm private constructor(
    private val engine: NativeEngine,
    private val dispatcher: CoroutineDispatcher,
) : AutoCloseable {

    /**
     * The operations as seen by one actor. The host vouches for it; the engine never authenticates.
     *
     * A session holds nothing that needs closing and is cheap enough to make one for each request.
     *
     * @param tenant the tenant whose records are reached; no call reaches another's
     * @param user the user, by the host's id
     * @param roles role keys: seeded ones such as `admin`, or the tenant's own
     * @param teams the teams the user belongs to
     * @throws CrmException if no call could be made for such an actor
     */
    public fun session(
        tenant: UUID,
        user: UUID,
        roles: List<String> = emptyList(),
        teams: List<UUID> = emptyList(),
    ): Session {
        val actor = CallingActor(tenant, user, roles, teams)
        val request = wire.encodeToString(CallingActor.serializer(), actor)
        translatingErrors { lending(request, engine::admit) }
        return Session(Calls(engine, actor, dispatcher))
    }

    /**
     * Hands over bytes, of a file to import or to upload, and answers the name by which operations refer to
     * them.
     */
    public suspend fun stage(bytes: ByteArray): String =
        withContext(dispatcher) { translatingErrors { engine.stage(bytes) } }

    /** Closes the database. Later calls are refused; closing again does nothing. */
    override fun close(): Unit = translatingErrors { engine.shut() }

    public companion object {
        /**
         * Opens the database file at [path], making it if it is not there. This touches the disk, so
         * call it off the main thread.
         *
         * @param dispatcher where the operations run
         */
        public fun open(path: Path, dispatcher: CoroutineDispatcher = Dispatchers.IO): Crm =
            Crm(translatingErrors { NativeEngine.open(path.toString()) }, dispatcher)

        /** Opens the database file at [path], as the other form does. */
        public fun open(path: String, dispatcher: CoroutineDispatcher = Dispatchers.IO): Crm =
            open(Path.of(path), dispatcher)

        /** Opens an empty database in memory, which ends with [close]. */
        public fun openInMemory(dispatcher: CoroutineDispatcher = Dispatchers.IO): Crm =
            Crm(translatingErrors { NativeEngine.openInMemory() }, dispatcher)

        /**
         * Opens an empty database in memory with a fixed clock and ids drawn from [seed], for tests:
         * the same calls give the same answers.
         */
        public fun openSimulated(
            seed: ULong,
            dispatcher: CoroutineDispatcher = Dispatchers.IO,
        ): Crm = Crm(translatingErrors { NativeEngine.openSimulated(seed) }, dispatcher)
    }
}
