package crm

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** Some items, and the cursor of the next page unless it is the last. */
public interface Page<out T> {
    /** The items, in order. */
    public val items: List<T>

    /** The cursor of the next page; null on the last one. */
    public val next: String?
}

/**
 * Every item of a list, read page by page as they are collected. [read] reads the page at a cursor, of
 * which the first page has none.
 *
 * ```kotlin
 * paged { cursor -> session.contacts.list(cursor = cursor) }.collect { println(it.displayName) }
 * ```
 */
public fun <T> paged(read: suspend (cursor: String?) -> Page<T>): Flow<T> = flow {
    var cursor: String? = null
    do {
        val page = read(cursor)
        page.items.forEach { emit(it) }
        cursor = page.next
    } while (cursor != null)
}
