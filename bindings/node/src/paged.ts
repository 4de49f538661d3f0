/** Lists that come in pages, read as one. */

/** Some items, and the cursor of the next page unless it is the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | null;
}

/**
 * Every item of a list, read page by page as they are asked for. `read` reads the page at a cursor,
 * of which the first page has none:
 *
 * ```ts
 * for await (const contact of paged((cursor) => session.contacts.list({ cursor }))) { … }
 * ```
 */
export async function* paged<Item>(
  read: (cursor: string | null) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let page = await read(null);
  yield* page.items;
  while (page.next) {
    page = await read(page.next);
    yield* page.items;
  }
}
