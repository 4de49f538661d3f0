"""A ready-made FastAPI router: every operation a route, described in OpenAPI.

The routes answer the engine's own bytes; the models only describe them, which is several times
quicker than making models and taking them apart again.

    app = FastAPI()
    app.include_router(crm.fastapi.router(current_session))
    crm.fastapi.answer_errors(app)

`current_session` is a dependency of yours that knows who asks and answers a `crm.Session`.
"""

from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, Query
from fastapi import Request as HttpRequest
from fastapi.responses import JSONResponse, Response

from ._client import Session
from ._record import plain
from ._routes import Route
from .errors import CrmError
from .requests import ROUTES

__all__ = ["STATUS", "answer_errors", "router"]

STATUS = {
    "invalid": 422,
    "not_found": 404,
    "forbidden": 403,
    "conflict": 409,
    "duplicate": 409,
    "limit": 422,
    "unsupported": 501,
    "cancelled": 503,
    "storage": 503,
    "corrupt": 500,
    "internal": 500,
}
"""The HTTP status for each of the engine's error codes."""


def router(session: Callable[..., Session], *, groups: Iterable[str] | None = None) -> APIRouter:
    """A router with every operation, or those of the named groups.

    Args:
        session: The dependency that answers the session a request runs in.
        groups: The groups to offer, such as `contacts`; all of them unless told.
    """
    wanted = None if groups is None else frozenset(groups)
    made = APIRouter()
    for route in ROUTES:
        group, _, verb = route.name.partition(".")
        if wanted is not None and group not in wanted:
            continue
        made.add_api_route(
            route.path,
            _endpoint(route, session),
            methods=[route.method],
            response_model=route.answer,
            status_code=204 if route.answer is None else 200,
            name=route.name,
            operation_id=f"{group}_{verb}",
            summary=route.doc.partition(".")[0],
            description=route.doc,
            tags=[group],
        )
    return made


def answer_errors(app: FastAPI) -> None:
    """Makes the app answer the engine's errors as JSON with the fitting status."""

    def answer(_: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, CrmError)
        return JSONResponse(error.as_dict(), STATUS[error.code])

    app.add_exception_handler(CrmError, answer)


def _endpoint(route: Route, session: Callable[..., Session]) -> Callable[..., Response]:
    """A plain function, so that FastAPI calls it from its thread pool."""

    def endpoint(**given: Any) -> Response:
        running: Session = given.pop("session_")
        key: str | None = given.pop("idempotency_key", None)
        request = given.pop("request_", None)
        sent = plain(request) if request is not None else {}
        assert isinstance(sent, dict)
        answer = running.raw(route.name, {**sent, **given}, idempotency_key=key)
        if route.answer is None:
            return Response(status_code=204)
        return Response(answer, media_type="application/json")

    parameters = {name: kind for name, kind in route.inside.items()}
    if route.request is not None:
        in_query = route.method in {"GET", "DELETE"}
        parameters["request_"] = Annotated[route.request, Query()] if in_query else route.request
    if route.method != "GET":
        parameters["idempotency_key"] = Annotated[str | None, Header()]
    parameters["session_"] = Annotated[Session, Depends(session)]
    endpoint.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                annotation=kind,
                default=None if name == "idempotency_key" else Parameter.empty,
            )
            for name, kind in parameters.items()
        ]
    )
    return endpoint
