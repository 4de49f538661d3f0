"""Every shared case, through the typed client."""

from pathlib import Path

import pytest
from conformance import cases, run


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    run(path)
