"""`python -m portal`: what an operator types."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import knowledge
from portal.cli import cli
from tests.portal.databases import empty_sqlite


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance folder that is ready to serve."""
    folder = tmp_path / "instance"
    folder.mkdir()
    empty_sqlite(folder)
    return folder


def run(instance: Path, *words: str, **env: str) -> Result:
    return CliRunner().invoke(cli, words, env={"PORTAL_INSTANCE": str(instance), **env})


def test_check_of_a_sound_installation_succeeds(instance):
    result = run(instance, "check")
    assert result.exit_code == 0, result.output
    assert [line.split()[0] for line in result.output.splitlines()] == ["ok"] * 5


def test_check_of_an_old_database_says_how_to_mend_it(tmp_path):
    result = run(tmp_path / "new", "check")
    assert result.exit_code == 1
    assert "python -m portal db upgrade" in result.output


def test_check_names_a_broker_that_does_not_answer(instance):
    result = run(instance, "check", PORTAL_BROKER_URL="redis://127.0.0.1:1/0")
    assert result.exit_code == 1
    assert "FAILED  broker" in result.output


def test_check_names_a_database_that_cannot_be_opened(instance):
    result = run(instance, "check", PORTAL_DATABASE_URL=f"sqlite:///{instance}/none/portal.sqlite3")
    assert result.exit_code == 1
    assert "FAILED  database cannot be opened" in result.output


def test_sweep_tells_how_many_it_sent(instance):
    result = run(instance, "sweep")
    assert (result.exit_code, result.output) == (0, "0 jobs sent\n")


def test_clocks_that_agree_with_their_log_need_no_repair(instance):
    result = run(instance, "repair-clocks")
    assert (result.exit_code, result.output) == (0, "0 tickets differ\n")


@pytest.mark.parametrize("command", ["run", "prepare", "check", "sweep", "repair-clocks", "demo", "db"])
def test_help_names_the_command(instance, command):
    assert f"\n  {command} " in run(instance, "--help").output


def test_broken_knowledge_file_stops_the_start_with_its_place(instance, monkeypatch):
    def broken() -> None:
        raise knowledge.BrokenKnowledge([("rules/dates.yaml", "/3/why", "too short")])

    monkeypatch.setattr(knowledge, "load", broken)
    result = run(instance, "prepare")
    assert result.exit_code == 1
    assert "rules/dates.yaml /3/why: too short" in result.output


def test_production_without_its_secrets_does_not_start(instance):
    result = run(instance, "prepare", PORTAL_ENV="production")
    assert result.exit_code == 1
    assert "PORTAL_SECRET_KEY" in result.output
