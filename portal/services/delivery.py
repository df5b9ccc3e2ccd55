"""Sending what the outbox holds: each row once, again with growing pauses, and to staff after two days."""

from datetime import timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import select, update

from portal.clock import now
from portal.extensions import db
from portal.mail import Transport, transport_for
from portal.models import OutboxMail

LEASE = timedelta(seconds=60)  # longer than a transport may take with one mail
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
GIVE_UP = timedelta(hours=48)
BATCH = 50


def send_due() -> int:
    """Try every mail that is due; how many left. Raises portal.mail.UnknownTransport."""
    transport = transport_for(current_app.config["MAIL_URL"])
    due = (
        select(OutboxMail.id)
        .where(OutboxMail.state == "waiting", OutboxMail.next_try_at <= now())
        .order_by(OutboxMail.next_try_at, OutboxMail.id)
        .limit(BATCH)
    )
    waiting = db.session.scalars(due).all()
    db.session.rollback()  # no transaction stays open while a transport works
    return sum(_send(mail_id, transport) for mail_id in waiting)


def _send(mail_id: int, transport: Transport) -> bool:
    mail = _claim(mail_id)
    if mail is None:
        return False
    fence = mail.fence
    try:
        message = compose(mail)
        db.session.commit()
        transport.send(message)
    except OSError as error:
        _postpone(mail_id, fence, str(error))
        return False
    except ValueError as error:  # signs that no mail can carry: tomorrow neither
        _give_up(mail_id, fence, str(error))
        return False
    return _settle(mail_id, fence, state="sent", sent_at=now(), error=None)


def _claim(mail_id: int) -> OutboxMail | None:
    """Take the mail for as long as the lease; None where another worker did."""
    time = now()
    taken = db.session.scalar(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.state == "waiting", OutboxMail.next_try_at <= time)
        .values(next_try_at=time + LEASE, fence=OutboxMail.fence + 1, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return db.session.get(OutboxMail, mail_id, populate_existing=True) if taken else None


def compose(mail: OutboxMail) -> EmailMessage:
    """The mail as it travels. Auto-Submitted keeps absence notes from answering it (RFC 3834)."""
    message = EmailMessage()
    message["Message-ID"] = mail.message_id
    message["From"] = current_app.config["MAIL_SENDER"]
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _postpone(mail_id: int, fence: int, error: str) -> None:
    mail = db.session.get_one(OutboxMail, mail_id)
    pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
    if now() + pause > mail.created_at + GIVE_UP:
        _give_up(mail_id, fence, error)
    else:
        _settle(mail_id, fence, next_try_at=now() + pause, error=error[:2000])


def _give_up(mail_id: int, fence: int, error: str) -> None:
    current_app.logger.error("mail %s was given up: %s", mail_id, error)
    _settle(mail_id, fence, state="dead", error=error[:2000])


def _settle(mail_id: int, fence: int, **values: object) -> bool:
    """Write the outcome, unless the lease ran out and another worker has the mail by now."""
    mine = update(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.fence == fence).values(**values)
    changed = db.session.scalar(mine.returning(OutboxMail.id).execution_options(synchronize_session=False))
    db.session.commit()
    return changed is not None
