"""What has to be done before the portal serves: tables, demonstration data, an empty broker."""

import hashlib
from pathlib import Path

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from portal import broker
from portal.extensions import db
from portal.services import accounts, demo, jobs


def prepare(app: Flask) -> None:
    """Bring the database up to date, fill it on the very first start, and empty the embedded broker.

    Runs alone: nothing else writes to the instance until it is done.
    """
    with app.app_context():
        _bring_up_to_date(Path(app.instance_path) / "demo.unfinished")
        broker.renew(app.extensions["celery"])
        jobs.sweep()


def _bring_up_to_date(unfinished: Path) -> None:
    """`unfinished` exists while demonstration data is made, and names the database that it is made in."""
    if not current_app.config["DEMO"]:
        upgrade()
        return
    database = hashlib.sha256(str(current_app.config["SQLALCHEMY_DATABASE_URI"]).encode()).hexdigest()
    if unfinished.exists() and unfinished.read_text() == database:
        # Nobody has been let in yet, so there is nothing in it but half of the demonstration.
        _empty()
    new = not inspect(db.engine).has_table("alembic_version")
    if new:
        unfinished.write_text(database)
    upgrade()
    if new:
        fill()
        unfinished.unlink()


def _empty() -> None:
    db.drop_all()
    db.session.execute(text("DROP TABLE IF EXISTS alembic_version"))
    db.session.commit()


def fill() -> None:
    """Make demonstration data in an empty database and say who may sign in."""
    made = demo.seed()
    if made:
        click.echo(f"Demonstration accounts, all with the password {accounts.DEMO_PASSWORD}")
    for mail, role in made:
        click.echo(f"  {mail:36} {role}")
