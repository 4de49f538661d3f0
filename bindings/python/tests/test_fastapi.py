"""The FastAPI router: the engine's bytes, described."""

from collections.abc import Iterator
from uuid import UUID

import crm.fastapi
import pytest
from conftest import TENANT, USER
from crm import Crm, Session
from crm.requests import ROUTES
from fastapi import FastAPI
from fastapi.testclient import TestClient


@pytest.fixture
def client(crm: Crm) -> Iterator[TestClient]:
    def session() -> Session:
        return crm.session(tenant=TENANT, user=USER, roles=["admin"])

    app = FastAPI()
    app.include_router(router(session))
    answer_errors(app)
    with TestClient(app) as client:
        yield client


router = crm.fastapi.router
answer_errors = crm.fastapi.answer_errors


def test_a_record_goes_in_and_the_engine_s_bytes_come_out(
    client: TestClient, session: Session
) -> None:
    made = client.post("/contacts", json={"name": {"given": "Ada"}})
    assert made.status_code == 200
    id = made.json()["contact"]["id"]
    read = client.get(f"/contacts/{id}")
    assert read.headers["content-type"] == "application/json"
    assert read.content == session.raw("contacts.get", {"id": UUID(id)})


def test_a_patch_keeps_what_it_leaves_out_and_clears_with_null(client: TestClient) -> None:
    made = client.post(
        "/contacts", json={"job_title": "CTO", "emails": [{"address": "a@b.example"}]}
    )
    path = f"/contacts/{made.json()['contact']['id']}"
    assert client.patch(path, json={"department": "IT"}).json()["job_title"] == "CTO"
    assert "job_title" not in client.patch(path, json={"job_title": None}).json()


def test_a_query_holds_the_arguments_of_a_read(client: TestClient) -> None:
    for given in ("Ada", "Grace", "Edsger"):
        client.post("/contacts", json={"name": {"given": given}})
    page = client.get("/contacts", params={"limit": 2, "count": True}).json()
    assert (len(page["items"]), page["total"]) == (2, 3)


def test_a_query_holds_a_choice_as_it_is(client: TestClient) -> None:
    account = client.post("/accounts", json={"name": "Engines Ltd"}).json()["account"]
    gone = client.delete(f"/accounts/{account['id']}", params={"contacts": "archive"})
    assert gone.status_code == 200, gone.text
    assert gone.json()["account"]["archived_at"]


def test_errors_have_their_status_and_say_what_the_engine_says(client: TestClient) -> None:
    missing = client.get(f"/contacts/{USER}")
    assert missing.status_code == 404
    assert missing.json()["code"] == "not_found"
    assert missing.json()["record"] == {"kind": "contact", "id": str(USER)}
    refused = client.post("/contacts", json={"emails": [{"address": "nobody"}]})
    assert refused.status_code == 422
    assert refused.json()["field"] == "emails[0].address"


def test_an_unknown_field_is_refused(client: TestClient) -> None:
    assert client.post("/contacts", json={"nmae": {}}).status_code == 422


def test_a_repeated_key_changes_something_once(client: TestClient) -> None:
    sent = {"json": {"name": {"given": "Ada"}}, "headers": {"Idempotency-Key": "k"}}
    first = client.post("/contacts", **sent)  # type: ignore[arg-type]
    again = client.post("/contacts", **sent)  # type: ignore[arg-type]
    assert again.json() == first.json()


def test_openapi_describes_every_operation(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    operations = {
        operation["operationId"]: operation
        for path in described["paths"].values()
        for operation in path.values()
    }
    assert set(operations) == {route.name.replace(".", "_", 1) for route in ROUTES}
    answer = operations["contacts_get"]["responses"]["200"]["content"]["application/json"]
    assert answer["schema"] == {"$ref": "#/components/schemas/Contact"}
    contact = described["components"]["schemas"]["Contact"]
    assert contact["properties"]["emails"]["description"]


def test_only_the_named_groups_are_offered(crm: Crm) -> None:
    def session() -> Session:
        return crm.session(tenant=TENANT, user=USER, roles=["admin"])

    app = FastAPI()
    app.include_router(router(session, groups=["tags"]))
    paths = TestClient(app).get("/openapi.json").json()["paths"]
    assert paths and all(path.startswith("/tags") for path in paths)
