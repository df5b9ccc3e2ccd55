"""Whatever is sent has somebody who does it."""

import ast
from collections.abc import Iterator

import pytest

from portal import create_app
from portal.celery import RUN_JOB
from portal.services import job_handlers
from tests.ops.portal_process import ROOT


@pytest.fixture
def celery(tmp_path):
    app = create_app({"INSTANCE_PATH": str(tmp_path), "CELERY": {"broker_url": "memory://"}})
    celery = app.extensions["celery"]
    celery.loader.import_default_modules()
    return celery


def test_every_scheduled_task_exists(celery):
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert scheduled
    assert scheduled - set(celery.tasks) == set()


def test_a_scheduled_message_expires_before_the_next_one_is_sent(celery):
    for entry in celery.conf.beat_schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"]


def test_worker_knows_the_message_for_a_job(celery):
    assert RUN_JOB in celery.tasks


def created_kinds() -> Iterator[tuple[str, object]]:
    """The file and the kind of every `jobs.create(...)` in the portal."""
    for path in (ROOT / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "jobs.create":
                kind = node.args[0]
                yield str(path.relative_to(ROOT)), kind.value if isinstance(kind, ast.Constant) else None


def test_every_kind_of_job_that_is_created_is_done_by_a_service(celery):
    known = job_handlers.kinds()
    unknown = [(file, kind) for file, kind in created_kinds() if kind is not None and kind not in known]
    assert unknown == []
