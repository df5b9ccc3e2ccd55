"""The examples and the commands of «validate in your build» do what they say, in a project of their own."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostics.commands.settings import KEYS
from tests.ubl import edited

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs/validate-in-your-build.md").read_text("utf-8")
FAULT = [{"id": "doc.line_count", "value": "9"}]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that keeps its inputs under facturas/, with Ventanilla where the examples look for it."""
    project = tmp_path / "proyecto"
    (project / "facturas").mkdir(parents=True)
    (project / "facturas/buena.xml").write_bytes(edited("factura", []))
    (project / "contexto.json").write_text("{}")
    for beside in (project, tmp_path):
        (beside / "ventanilla").symlink_to(ROOT)
    return project


def with_error(project: Path) -> None:
    (project / "facturas/mala.xml").write_bytes(edited("factura", FAULT))


def shell(command: str, project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=project, env={**os.environ, "PATH": path, **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def example(name: str) -> Any:
    return yaml.safe_load((EXAMPLES / name).read_text("utf-8"))


def test_the_workflow_of_github_fails_for_an_error_and_leaves_its_report(project: Path) -> None:
    (job,) = example("github-workflow.yml")["jobs"].values()
    steps = {step["name"]: step for step in job["steps"] if "name" in step}
    validate = steps["Validate"]
    assert shell(validate["run"], project, **validate["env"]).returncode == 0
    with_error(project)
    run = shell(validate["run"], project, **validate["env"])
    assert run.returncode == 1
    assert "::error file=facturas/mala.xml,title=FAD16" in run.stdout
    log = json.loads((project / steps["Upload"]["with"]["sarif_file"]).read_text("utf-8"))
    assert "FAD16" in {r["ruleId"] for r in log["runs"][0]["results"]}
    assert (project / steps["Install"]["run"].split()[-1]).samefile(ROOT / "requirements.txt")


def test_the_job_of_gitlab_fails_for_an_error_and_leaves_its_reports(project: Path) -> None:
    job = example("gitlab-ci.yml")["ventanilla"]
    script = "\n".join(job["script"])
    assert shell(script, project, **job["variables"]).returncode == 0
    with_error(project)
    run = shell(script, project, **job["variables"])
    assert run.returncode == 1
    issues = json.loads((project / job["artifacts"]["reports"]["codequality"]).read_text("utf-8"))
    assert ("facturas/mala.xml", "FAD16") in {(i["location"]["path"], i["check_name"]) for i in issues}
    assert "<failure" in (project / job["artifacts"]["reports"]["junit"]).read_text("utf-8")


def test_the_hook_refuses_what_has_an_error(project: Path) -> None:
    ((hook,),) = [repo["hooks"] for repo in example("pre-commit-config.yaml")["repos"]]
    with_error(project)
    (project / "facturas/notas.md").write_text("nada")
    names = [str(p.relative_to(project)) for p in (project / "facturas").iterdir()]
    chosen = {n for n in names if re.search(hook["files"], n)}
    assert chosen == {"facturas/buena.xml", "facturas/mala.xml"}
    entry = hook["entry"].replace("../ventanilla/.venv/bin/python", shlex.quote(sys.executable))
    assert entry != hook["entry"]
    assert shell(f"{entry} facturas/buena.xml", project).returncode == 0
    run = shell(f"{entry} facturas/mala.xml", project)
    assert run.returncode == 1 and "FAD16" in run.stdout


def test_the_configuration_is_one(project: Path) -> None:
    (project / "ventanilla.toml").write_bytes((EXAMPLES / "ventanilla.toml").read_bytes())
    run = shell("python -m diagnostics facturas", project, PYTHONPATH="ventanilla")
    assert (run.returncode, run.stderr) == (0, "")


COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


def test_every_command_of_the_page_runs(project: Path) -> None:
    assert len(COMMANDS) > 10
    for command in COMMANDS:
        run = shell(command, project, PYTHONPATH="ventanilla")
        assert (command, run.returncode, run.stderr) == (command, 0, "")
        assert run.stdout or "html:" in command or "--fix" in command or "baseline" in command, command
    assert (project / "informe.pdf").read_bytes().startswith(b"%PDF-")


def test_the_page_shows_every_key_of_the_configuration(project: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
    assert set(tomllib.loads(block)) == set(KEYS)
    (project / "ventanilla.toml").write_text(block)
    (project / "conocidos.json").write_text('{"version": 1, "findings": []}')
    run = shell("python -m diagnostics facturas", project, PYTHONPATH="ventanilla")
    assert (run.returncode, run.stderr) == (0, "")
