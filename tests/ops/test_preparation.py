"""Before a start: migrated always, filled once, and never half."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from portal import broker, create_app, preparation
from portal.extensions import db
from portal.models import Role


@pytest.fixture
def fresh(tmp_path: Path) -> Flask:
    """A portal that was never started."""
    return create_app({"INSTANCE_PATH": str(tmp_path / "instance"), "DEMO": True})


@pytest.fixture
def fillings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each time that demonstration data would have been made."""
    done: list[str] = []
    monkeypatch.setattr(preparation, "fill", lambda: done.append("filled"))
    return done


def prepare(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prepare as a process of its own would; the broker's transport keeps its file open in this one."""
    with monkeypatch.context() as quiet:
        quiet.setattr(broker, "renew", lambda _: None)
        preparation.prepare(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_new_database_gets_its_tables_and_demonstration_data_once(fresh, fillings, monkeypatch):
    prepare(fresh, monkeypatch)
    prepare(fresh, monkeypatch)
    assert fillings == ["filled"]
    with fresh.app_context():
        assert inspect(db.engine).has_table("ticket")
        db.engine.dispose()


def half() -> None:
    """Demonstration data that is killed after its first commit."""
    db.session.add(Role(name="half"))
    db.session.commit()
    raise KeyboardInterrupt


def test_interrupted_filling_begins_anew_at_the_next_start(fresh, fillings, monkeypatch):
    with monkeypatch.context() as first, pytest.raises(KeyboardInterrupt):
        first.setattr(preparation, "fill", half)
        prepare(fresh, monkeypatch)
    prepare(fresh, monkeypatch)
    assert fillings == ["filled"]
    with fresh.app_context():
        assert db.session.query(Role).count() == 0


def test_interrupted_filling_costs_no_other_database_its_data(fresh, fillings, monkeypatch, tmp_path):
    with monkeypatch.context() as first, pytest.raises(KeyboardInterrupt):
        first.setattr(preparation, "fill", half)
        prepare(fresh, monkeypatch)
    settings = {
        "INSTANCE_PATH": fresh.instance_path,
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path}/other",
    }
    other = create_app({**settings, "DEMO": True})
    prepare(create_app({**settings, "DEMO": False}), monkeypatch)
    with other.app_context():
        db.session.add(Role(name="real"))
        db.session.commit()
    prepare(other, monkeypatch)
    assert fillings == []
    with other.app_context():
        assert db.session.query(Role).count() == 1


def test_installation_without_demonstration_data_stays_empty(fresh, fillings, monkeypatch):
    fresh.config["DEMO"] = False
    prepare(fresh, monkeypatch)
    assert fillings == []


def test_database_of_an_earlier_start_is_not_filled(tmp_path, fillings, monkeypatch):
    plain = create_app({"INSTANCE_PATH": str(tmp_path / "instance"), "DEMO": False})
    prepare(plain, monkeypatch)
    prepare(create_app({"INSTANCE_PATH": str(tmp_path / "instance"), "DEMO": True}), monkeypatch)
    assert fillings == []


def test_broken_broker_of_a_killed_portal_is_replaced(fresh, fillings):
    path = broker.path_of(fresh.extensions["celery"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"torn")
    preparation.prepare(fresh)
    assert path.read_bytes().startswith(b"SQLite format 3")
