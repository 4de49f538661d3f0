"""Lists that come in pages, read as one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")
_Item_co = TypeVar("_Item_co", covariant=True)


class Page(Protocol[_Item_co]):
    """Some items, and the cursor of the next page unless it is the last."""

    @property
    def items(self) -> Sequence[_Item_co]: ...

    @property
    def next(self) -> str | None: ...


def paged(read: Callable[[str | None], Page[_Item]]) -> Iterator[_Item]:
    """Every item of a list, read page by page as they are asked for.

    `read` reads the page at a cursor, of which the first page has none:

        for item in paged(lambda cursor: session.contacts.list(cursor=cursor)): ...
    """
    page = read(None)
    yield from page.items
    while page.next is not None:
        page = read(page.next)
        yield from page.items


async def paged_async(read: Callable[[str | None], Awaitable[Page[_Item]]]) -> AsyncIterator[_Item]:
    """The same for an `AsyncSession`, with `async for`."""
    page = await read(None)
    for item in page.items:
        yield item
    while page.next is not None:
        page = await read(page.next)
        for item in page.items:
            yield item
