from collections.abc import Iterator
from uuid import UUID

import pytest
from crm import Crm, Session

TENANT = UUID(int=0xA)
USER = UUID(int=0x1)

_conformance_ran = 0


@pytest.fixture
def crm() -> Iterator[Crm]:
    with Crm.simulated() as crm:
        yield crm


@pytest.fixture
def session(crm: Crm) -> Session:
    return crm.session(tenant=TENANT, user=USER, roles=["admin"])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    global _conformance_ran
    if report.when == "call" and "test_conformance.py" in report.nodeid:
        _conformance_ran += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"conformance: {_conformance_ran} cases")
