"""Send the mail that waits in the outbox."""

from celery import shared_task

from portal.celery import SEND_MAIL
from portal.services import delivery


@shared_task(name=SEND_MAIL)
def send_mail() -> None:
    """Try what is due; every few seconds, and harmless at any time."""
    delivery.send_due()
