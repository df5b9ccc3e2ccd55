"""What has to be done before the portal serves: tables, demonstration data, an empty broker."""

from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from portal import broker
from portal.extensions import db
from portal.services import jobs


def prepare(app: Flask) -> None:
    """Bring the database up to date, fill it on the very first start, and empty the embedded broker.

    Runs alone: nothing else writes to the instance until it is done.
    """
    # A file, so that a first start which was interrupted between the two is made up for by the next.
    wanted = Path(app.instance_path) / "demo.wanted"
    with app.app_context():
        if app.config["DEMO"] and not inspect(db.engine).has_table("alembic_version"):
            wanted.touch()
        upgrade()
        if wanted.exists():
            _fill()
            wanted.unlink()
        broker.renew(app.extensions["celery"])
        jobs.sweep()


def _fill() -> None:
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec("portal.services.demo"):
        import_module("portal.services.demo").seed()
