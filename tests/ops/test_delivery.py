"""Every mail of the outbox goes out once, or is tried again, or is there for staff to see."""

import email
from datetime import timedelta
from email import policy
from pathlib import Path

import pytest
import time_machine

from portal.clock import now
from portal.extensions import db
from portal.mail import UnknownTransport
from portal.mail.file import FileTransport
from portal.models import OutboxMail
from portal.services import delivery, outbox


def write(subject: str = "Su solicitud WS-1842", text: str = "Recibimos su solicitud.") -> int:
    mail = outbox.enqueue("ana@example.com", subject, text)
    db.session.commit()
    return mail.id


def state(mail_id: int) -> str:
    db.session.expire_all()
    return db.session.get_one(OutboxMail, mail_id).state


def delivered(app) -> list[email.message.EmailMessage]:
    folder = Path(app.config["MAIL_URL"].removeprefix("file://"))
    return [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")
    ]


@pytest.fixture
def down(monkeypatch):
    """The way out is closed."""

    def refuse(*_):
        raise OSError("connection refused")

    monkeypatch.setattr(FileTransport, "send", refuse)


def test_mail_goes_out_with_its_headers_and_text(app):
    mail_id = write()
    assert delivery.send_due() == 1
    (message,) = delivered(app)
    assert (message["To"], message["Subject"]) == ("ana@example.com", "Su solicitud WS-1842")
    assert message["Message-ID"] == db.session.get_one(OutboxMail, mail_id).message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_body().get_content() == "Recibimos su solicitud.\n"
    assert state(mail_id) == "sent"


def test_sent_mail_is_not_sent_again(app):
    write()
    delivery.send_due()
    assert delivery.send_due() == 0
    assert len(delivered(app)) == 1


def test_mail_that_was_sent_but_not_marked_is_one_file_after_the_lease(app, monkeypatch):
    write()
    with monkeypatch.context() as killed:
        killed.setattr(delivery, "_settle", lambda *_, **__: False)
        delivery.send_due()
    with time_machine.travel(now() + 2 * delivery.LEASE):
        assert delivery.send_due() == 1
    assert len(delivered(app)) == 1


def test_failed_mail_waits_longer_each_time(app, down):
    mail_id = write()
    pauses = []
    time = now()
    for _ in range(3):
        with time_machine.travel(time, tick=False):
            delivery.send_due()
            mail = db.session.get_one(OutboxMail, mail_id, populate_existing=True)
            pauses.append(mail.next_try_at - time)
            assert (mail.state, mail.error) == ("waiting", "connection refused")
            time = mail.next_try_at
    assert pauses == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]


def test_mail_that_failed_for_two_days_is_left_to_staff(app, down):
    mail_id = write()
    with time_machine.travel(now() + timedelta(hours=48)):
        delivery.send_due()
    assert state(mail_id) == "dead"


def test_mail_that_cannot_be_written_does_not_hold_up_the_others(app):
    bad, good = write(), write("Otra")
    mail = db.session.get_one(OutboxMail, bad)
    mail.recipient = "ana@example.com\r\nBcc: x@example.com"
    db.session.commit()
    delivery.send_due()
    assert (state(bad), state(good)) == ("dead", "sent")


def test_two_workers_send_a_mail_once(app):
    mail_id = write()
    assert delivery._claim(mail_id) is not None
    assert delivery._claim(mail_id) is None


def test_unknown_way_out_is_named(app):
    app.config["MAIL_URL"] = "pigeon://roof"
    with pytest.raises(UnknownTransport, match=r"not .pigeon"):
        delivery.send_due()
