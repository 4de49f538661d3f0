"""The wheel as users get it, and the examples in the documentation."""

import doctest
import os
import re
import runpy
import subprocess
import venv
from pathlib import Path

import crm
import pytest
from crm import _async_client, _client

README = Path(__file__).parents[1] / "README.md"
QUICKSTART = Path(__file__).parents[3] / "examples" / "quickstart" / "quickstart.py"


@pytest.mark.parametrize("module", [_client, _async_client])
def test_docstring_examples_run(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_the_readme_s_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert examples
    for example in examples:
        exec(compile(example, str(README), "exec"), {"__name__": "__main__"})


def test_the_quick_start_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(QUICKSTART), run_name="__main__")
    assert "Ada" in capsys.readouterr().out


def test_no_record_takes_the_name_of_the_client_s_own() -> None:
    own = {"AsyncCrm", "AsyncSession", "Crm", "CrmError", "Session", "UNSET", "Unset"}
    assert own <= set(crm.__all__)
    assert own.isdisjoint(crm.models.__all__)
    assert len(set(crm.__all__)) == len(crm.__all__)


def test_everything_promised_is_there() -> None:
    for name in crm.__all__:
        assert getattr(crm, name) is not None
    with pytest.raises(AttributeError):
        crm.Nothing


def test_the_wheel_works_in_a_fresh_environment(tmp_path: Path) -> None:
    wheel = os.environ["CRM_WHEEL"]
    place = tmp_path / "venv"
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    program = (
        "import uuid, pathlib, crm\n"
        "with crm.Crm.open('crm.db') as engine:\n"
        "    s = engine.session(tenant=uuid.UUID(int=1), user=uuid.UUID(int=2), roles=['admin'])\n"
        "    s.contacts.create(name=crm.models.PersonName(given='Ada'))\n"
        "    print(len(s.contacts.list().items))\n"
        "print((pathlib.Path(crm.__file__).parent / 'py.typed').exists())\n"
    )
    ran = subprocess.run(
        [python, "-c", program], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert ran.stdout.split() == ["1", "True"]
