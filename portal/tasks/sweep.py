"""What beat asks for: bring back what was lost, and delete what has had its time."""

from celery import current_app, shared_task

from portal import broker
from portal.celery import PURGE, SWEEP
from portal.services import jobs, retention, ticket_timeouts


@shared_task(name=SWEEP)
def sweep() -> None:
    """Send again what is due; every few seconds."""
    jobs.sweep()


@shared_task(name=PURGE)
def purge() -> None:
    """Close what time closes; delete what expired and what the broker delivered; every few minutes."""
    ticket_timeouts.run()
    retention.purge()
    broker.forget_delivered(current_app)
