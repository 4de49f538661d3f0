"""The asyncio client: the same calls, awaited."""

import asyncio
from pathlib import Path

import crm.models as m
import pytest
from conftest import TENANT, USER
from crm import AsyncCrm, AsyncSession, Session, paged_async
from crm.errors import NotFoundError


async def opened() -> tuple[AsyncCrm, AsyncSession]:
    crm = await AsyncCrm.simulated()
    return crm, crm.session(tenant=TENANT, user=USER, roles=["admin"])


def test_calls_run_side_by_side() -> None:
    async def main() -> int | None:
        crm, session = await opened()
        async with crm, session:
            await asyncio.gather(
                *(
                    session.contacts.create(name=m.PersonName(given=f"Person {number}"))
                    for number in range(30)
                )
            )
            return (await session.contacts.list(count=True)).total

    assert asyncio.run(main()) == 30


def test_errors_are_those_of_the_blocking_client() -> None:
    async def main() -> None:
        crm, session = await opened()
        async with crm:
            await session.contacts.get(USER)

    with pytest.raises(NotFoundError):
        asyncio.run(main())


def test_a_file_can_be_opened_and_bytes_staged(tmp_path: Path) -> None:
    async def main() -> tuple[str, bytes]:
        async with await AsyncCrm.open(tmp_path / "crm.db") as crm:
            session = crm.session(tenant=TENANT, user=USER, roles=["admin"])
            return await crm.stage(b"name\nAda\n"), await session.raw("contacts.list")

    handle, answer = asyncio.run(main())
    assert handle
    assert m.ContactPage.model_validate_json(answer).items == []


def test_bytes_that_are_uploaded_come_back_whole() -> None:
    content = bytes(range(256)) * 5000

    async def main() -> bytes:
        crm, session = await opened()
        async with crm:
            uploaded = await session.files.upload(
                name="scan.bin", source=await crm.stage(content)
            )
            return await session.download(uploaded.file.id)

    assert asyncio.run(main()) == content


def test_a_list_is_read_through_all_its_pages() -> None:
    async def main() -> list[str | None]:
        crm, session = await opened()
        async with crm:
            for given in ("Ada", "Bo", "Cy"):
                await session.contacts.create(name=m.PersonName(given=given))
            pages = paged_async(
                lambda cursor: session.contacts.list(sort="sort_name", cursor=cursor, limit=2)
            )
            return [contact.display_name async for contact in pages]

    assert asyncio.run(main()) == ["Ada", "Bo", "Cy"]


def test_a_refused_file_leaves_no_thread(tmp_path: Path) -> None:
    async def main() -> None:
        await AsyncCrm.open(tmp_path / "no such folder" / "crm.db")

    with pytest.raises(OSError):
        asyncio.run(main())


def test_both_clients_have_the_same_operations() -> None:
    def surface(kind: type) -> dict[str, list[str]]:
        return {
            group: sorted(name for name in vars(groups) if not name.startswith("_"))
            for group, groups in kind.__annotations__.items()
        }

    from crm._async_groups import AsyncGroups
    from crm._groups import Groups

    assert issubclass(Session, Groups) and issubclass(AsyncSession, AsyncGroups)
    assert surface(Groups) == surface(AsyncGroups)
    assert surface(Groups)["contacts"]
