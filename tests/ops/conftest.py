"""An application on an instance folder of its own, with its tables made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal import broker, create_app
from portal.extensions import db


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app({"INSTANCE_PATH": str(tmp_path / "instance"), "TESTING": True})
    broker.renew(app.extensions["celery"])
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
