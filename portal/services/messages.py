"""What is said on a ticket: messages, internal notes, missing items and what arrives for them. The caller
commits.
"""

from collections.abc import Iterable
from secrets import token_urlsafe

from flask_babel import gettext as _
from sqlalchemy import select

from portal.errors import Refused
from portal.extensions import db
from portal.models import Attachment, Diagnosis, Message, StoredFile, Ticket, TicketEvent, User
from portal.services import moves
from portal.services.file_types import PER_MESSAGE
from portal.services.moves import record


def reply(
    ticket: Ticket, agent: User, body: str, files: Iterable[StoredFile] = (), *, wait: bool = False
) -> Message:
    """A public answer of the desk; with `wait` it is a question that pauses the clock."""
    moves.lock(ticket)
    message = _say(ticket, agent, body, files, public=True)
    record(ticket, "message_sent", agent, {"message": message.id})
    if wait:
        moves.start_waiting(ticket, agent)
    return message


def answer(ticket: Ticket, requester: User, body: str, files: Iterable[StoredFile] = ()) -> Message:
    """A message of the requester. It ends waiting, and reopens what silence closed; thanks after solving
    do not.
    """
    moves.lock(ticket)
    if ticket.state in ("cancelled", "merged"):
        raise Refused("gone", _("%(ticket)s ya no recibe mensajes.", ticket=ticket.reference))
    message = _say(ticket, requester, body, files, public=True)
    record(ticket, "message_received", requester, {"message": message.id})
    if ticket.state == "waiting_requester":
        moves.end_waiting(ticket, requester)
    elif ticket.state == "closed" and "open" in moves.allowed(ticket) and _closed_by_silence(ticket):
        moves.reopen(ticket, requester, body)
    return message


def note(ticket: Ticket, agent: User, body: str, files: Iterable[StoredFile] = ()) -> Message:
    """An internal note: never shown to the requester."""
    moves.lock(ticket)
    message = _say(ticket, agent, body, files, public=False)
    record(ticket, "note_added", agent, {"message": message.id})
    return message


def request_item(ticket: Ticket, agent: User, item: str, label: str, body: str) -> Message:
    """Ask for a named item of the kind's checklist that is missing: stops the clock until it is there.

    Once per item: the second time it is a question, which pauses. Refused where the state does not allow it.
    """
    moves.lock(ticket)
    if _was_requested(ticket, item):
        raise Refused(
            "asked", _("«%(item)s» ya se pidió una vez. Pregunte y ponga el reloj en pausa.", item=label)
        )
    if "needs_information" not in moves.allowed(ticket) and ticket.state != "needs_information":
        raise moves.not_allowed(ticket, "needs_information")
    message = _say(ticket, agent, body, (), public=True)
    ticket.state = "needs_information"
    ticket.missing = [*ticket.missing, {"item": item, "label": label, "kind": "requested"}]
    record(ticket, "item_requested", agent, {"item": item, "label": label, "message": message.id})
    return message


def receive_item(
    ticket: Ticket, actor: User, item: str, file: StoredFile | None = None, text: str = ""
) -> None:
    """A missing item arrived, as a file or as text. With the last one the full time counts. Refused if not
    missing.
    """
    moves.lock(ticket)
    rest = [entry for entry in ticket.missing if entry["item"] != item]
    if len(rest) == len(ticket.missing):
        raise Refused("not-missing", _("Ese dato ya está completo."))
    message = (
        _say(ticket, actor, text, [file] if file else [], public=True, item=item) if file or text else None
    )
    ticket.missing = rest
    if not rest and ticket.state == "needs_information":
        ticket.state = "open"
    data = {"item": item, "remaining": len(rest), "message": message.id if message else None}
    record(ticket, "item_received", actor, data)


def attach_diagnosis(ticket: Ticket, actor: User, diagnosis: Diagnosis) -> None:
    """Let this diagnosis travel with the ticket from now on; the earlier one stays in the log."""
    moves.lock(ticket)
    ticket.diagnosis_id, diagnosis.expires_at = diagnosis.id, None
    record(ticket, "diagnosis_attached", actor, {"diagnosis": diagnosis.public_id})


def rate(ticket: Ticket, requester: User, good: bool, comment: str = "") -> None:
    """The requester's word on how it went, once solved."""
    if ticket.state not in ("solved", "closed"):
        raise Refused("rate", _("Podrá calificar cuando esté resuelta."))
    record(ticket, "rated", requester, {"good": good, "comment": comment.strip()[:2000]})


def of(ticket: Ticket, *, public_only: bool) -> list[Message]:
    """The messages of a ticket in their order; without `public_only` the internal notes too."""
    query = select(Message).where(Message.ticket_id == ticket.id).order_by(Message.id)
    return list(db.session.scalars(query.where(Message.public) if public_only else query))


def _say(
    ticket: Ticket,
    author: User,
    body: str,
    files: Iterable[StoredFile],
    *,
    public: bool,
    item: str | None = None,
) -> Message:
    files = list(files)
    if len(files) > PER_MESSAGE:
        raise Refused("too-many-files", _("Adjunte hasta %(count)s archivos por mensaje.", count=PER_MESSAGE))
    if not body.strip() and not files:
        raise Refused("empty", _("Escriba el mensaje o adjunte un archivo."))
    message = Message(
        ticket_id=ticket.id,
        author_id=author.id,
        public=public,
        body=body.strip()[:20_000],
    )
    db.session.add(message)
    db.session.flush()
    for file in files:
        attach(ticket, author, file, message=message, item=item, public=public)
    return message


def attach(
    ticket: Ticket,
    actor: User | None,
    file: StoredFile,
    *,
    message: Message | None = None,
    item: str | None = None,
    public: bool = True,
) -> Attachment:
    """Hang a stored file on the ticket and log it."""
    attachment = Attachment(
        public_id=token_urlsafe(24),
        ticket_id=ticket.id,
        message_id=message.id if message else None,
        file_id=file.id,
        uploaded_by_id=actor.id if actor else None,
        item=item,
        name=file.name,
        public=public,
    )
    db.session.add(attachment)
    data = {"name": file.name, "sha256": file.sha256, "item": item}
    record(ticket, "attachment_added", actor, data, public=public)
    return attachment


def _was_requested(ticket: Ticket, item: str) -> bool:
    asked = select(TicketEvent).where(
        TicketEvent.ticket_id == ticket.id, TicketEvent.name == "item_requested"
    )
    return any(event.data["item"] == item for event in db.session.scalars(asked))


def _closed_by_silence(ticket: Ticket) -> bool:
    from portal.services import clocks

    return clocks.timeline(ticket).silent
