"""A kind of job for a worker of the tests: endless at the first attempt, with an effect to count."""

import time
from pathlib import Path

from portal.extensions import db
from portal.models import Role
from portal.services import job_handlers, jobs

KIND = "slow-test"


@job_handlers.handles(KIND)
def work_slowly(held: jobs.Claim) -> None:
    """Say that it has begun; the first attempt never gets to its effect."""
    Path(held.payload["began"]).touch()
    if held.attempt == 1:
        time.sleep(600)
    db.session.add(Role(name=f"effect-{held.id}"))
