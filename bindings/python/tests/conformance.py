"""Runs a conformance case through the typed client; `conformance/README.md` has the format."""

import inspect
import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

from crm import Crm, CrmError, Session
from pydantic import BaseModel, TypeAdapter, ValidationError

CASES = Path(__file__).parents[3] / "conformance"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def cases() -> list[Path]:
    """The files of all the cases."""
    return sorted(CASES.glob("*.json"))


def run(path: Path) -> None:
    """Runs one case on a fresh engine."""
    case = json.loads(path.read_text())
    with Crm.simulated(1) as crm:
        sessions = {
            name: crm.session(
                tenant=UUID(actor["tenant"]),
                user=UUID(actor["user"]),
                roles=actor.get("roles", []),
                teams=[UUID(team) for team in actor.get("teams", [])],
            )
            for name, actor in case["actors"].items()
        }
        saved: dict[str, Any] = {}
        for number, step in enumerate(case["steps"], 1):
            place = f"step {number} of {path.name}: {step}"
            try:
                if "stage" in step:
                    answer: Any = crm.stage(step["stage"].encode())
                else:
                    answer = call(sessions[step.get("as", "admin")], step, saved)
            except CrmError as error:
                assert "error" in step, f"{place}\nfailed: {error!r}"
                match(step["error"], error.as_dict(), saved, place)
                continue
            assert "error" not in step, f"{place}\nanswered: {answer}"
            if "answer" in step:
                match(step["answer"], answer, saved, place)
            if "save" in step:
                saved[step["save"]] = answer


def call(session: Session, step: dict[str, Any], saved: dict[str, Any]) -> Any:
    """Calls the typed method and answers plain JSON values."""
    args = fill(step.get("args", {}), saved)
    options: dict[str, Any] = {}
    if "idempotency_key" in step:
        options["idempotency_key"] = step["idempotency_key"]
    group, _, verb = step["call"].partition(".")
    method = getattr(getattr(session, group, None), python_name(verb), None)
    typed = None if method is None else typed_arguments(method, args)
    if method is None or typed is None:
        assert "error" in step, f"the types refuse what should succeed: {step}"
        return json.loads(session.raw(step["call"], args, **options))
    return to_plain(method(**typed, **options))


def typed_arguments(method: Any, args: Mapping[str, Any]) -> dict[str, Any] | None:
    """The arguments as the method's own types, or None where those refuse them."""
    hints = get_type_hints(method)
    given = {python_name(name): value for name, value in args.items()}
    try:
        typed = {
            name: TypeAdapter(hints[name]).validate_json(json.dumps(value), strict=True)
            for name, value in given.items()
        }
        inspect.signature(method).bind(**typed)
    except (KeyError, TypeError, ValidationError):
        return None
    return typed


def python_name(wire: str) -> str:
    """The name of a method or argument in Python."""
    return f"{wire}_" if wire in {"import", "from", "is", "in", "with", "class", "for"} else wire


def to_plain(value: Any) -> Any:
    """A typed answer as the JSON values it was made of."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {key: to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [to_plain(inner) for inner in value]
    return json.loads(TypeAdapter(Any).dump_json(value))


def fill(args: Any, saved: dict[str, Any]) -> Any:
    """The arguments with what was saved in its places."""
    if isinstance(args, str):
        return recall(args, saved)
    if isinstance(args, list):
        return [fill(value, saved) for value in args]
    if isinstance(args, dict):
        return {name: fill(value, saved) for name, value in args.items()}
    return args


def recall(text: str, saved: dict[str, Any]) -> Any:
    """What `$name.path` stands for; any other text stands for itself."""
    if not text.startswith("$"):
        return text
    if text.startswith("$$"):
        return text[1:]
    name, *path = text[1:].split(".")
    found = saved[name]
    for step in path:
        found = found[int(step)] if step.isdigit() else found[step]
    return found


def match(expected: Any, found: Any, saved: dict[str, Any], place: str) -> None:
    """Compares as the format says."""
    told = f"{place}\nexpected {expected!r}\nfound {found!r}"
    if isinstance(expected, str):
        assert text_matches(expected, found, saved), told
    elif isinstance(expected, dict) and "$contains" in expected:
        for wanted in expected["$contains"]:
            if isinstance(found, str):
                assert wanted in found, told
            else:
                assert any(does_match(wanted, one, saved) for one in found or []), told
    elif isinstance(expected, dict):
        assert isinstance(found, dict), told
        for name, wanted in expected.items():
            match(wanted, found.get(name), saved, f"{place}\nat {name}")
    elif isinstance(expected, list):
        found = found or []
        assert isinstance(found, list) and len(found) == len(expected), told
        for wanted, one in zip(expected, found, strict=True):
            match(wanted, one, saved, place)
    elif isinstance(expected, bool) or expected is None:
        assert found is expected, told
    else:
        assert not isinstance(found, bool | str | None), told
        assert Decimal(str(found)) == Decimal(str(expected)), told


def does_match(expected: Any, found: Any, saved: dict[str, Any]) -> bool:
    try:
        match(expected, found, saved, "")
    except AssertionError:
        return False
    return True


def text_matches(expected: str, found: Any, saved: dict[str, Any]) -> bool:
    if expected == "$any":
        return found is not None
    if expected == "$absent":
        return found is None or found in ([], {})
    if expected == "$uuid":
        return isinstance(found, str) and UUID(found) is not None
    if expected == "$instant":
        return instant(found) is not None
    wanted = recall(expected, saved)
    return bool(
        wanted == found or (instant(wanted) is not None and instant(wanted) == instant(found))
    )


def instant(text: Any) -> datetime | None:
    if isinstance(text, str) and _INSTANT.fullmatch(text):
        return datetime.fromisoformat(text)
    return None
