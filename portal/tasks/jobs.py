"""Do one job."""

import importlib
import pkgutil

from celery import shared_task

from portal import services
from portal.celery import RUN_JOB
from portal.services import job_handlers

# What a service does is known once it is imported; a worker has to know all of it.
for _found in pkgutil.iter_modules(services.__path__):
    importlib.import_module(f"{services.__name__}.{_found.name}")


@shared_task(name=RUN_JOB)
def run_job(job_id: int) -> None:
    """Claim the job and do it; a message for a job that is done or in other hands has no effect."""
    job_handlers.run(job_id)
