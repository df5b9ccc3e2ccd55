"""Mails as rows, committed with the change they tell of; a job sends them."""

import secrets
from datetime import timedelta
from email.utils import parseaddr

from flask import current_app
from sqlalchemy import func, select

from portal.clock import now
from portal.extensions import db
from portal.models import OutboxMail

SUBJECT_MAX = 250


def enqueue(
    recipient: str, subject: str, text: str, *, html: str | None = None, ticket_id: int | None = None
) -> OutboxMail:
    """Add a mail to the present transaction. The caller commits. Line breaks can't get into a header."""
    domain = parseaddr(current_app.config["MAIL_SENDER"])[1].partition("@")[2] or "localhost"
    mail = OutboxMail(
        message_id=f"<{secrets.token_hex(16)}@{domain}>",
        recipient=_one_line(recipient),
        subject=_one_line(subject)[:SUBJECT_MAX],
        text=text,
        html=html,
        ticket_id=ticket_id,
        next_try_at=now(),
    )
    db.session.add(mail)
    return mail


def sent_lately(recipient: str) -> int:
    """How many mails that belong to no ticket the address was sent within the hour."""
    recent = (OutboxMail.created_at > now() - timedelta(hours=1), OutboxMail.ticket_id.is_(None))
    query = select(func.count(OutboxMail.id)).where(
        func.lower(OutboxMail.recipient) == recipient.casefold(), *recent
    )
    return db.session.scalar(query) or 0


def _one_line(text: str) -> str:
    return " ".join(text.split())
