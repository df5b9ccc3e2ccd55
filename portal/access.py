"""Who may do what: the one table of endpoint x role, and which rows of the database a person may see.

`yes`: whatever the page shows; `own`: only through visible_tickets, visible_diagnoses or
visible_organisations; `all`: of every organisation; `-`: never. An endpoint that is missing here answers
nobody and fails the tests.
"""

from typing import cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_security import current_user
from sqlalchemy import Select, false, or_, select, union
from werkzeug.wrappers import Response

from portal.clock import now
from portal.errors import wants_json
from portal.models import Diagnosis, DistributorClient, Membership, Organisation, Ticket, User
from portal.models.user import ROLES

COLUMNS = ("anonymous", *ROLES)
WORDS = ("yes", "own", "all", "-")
Row = dict[str, str]


def row(words: str) -> Row:
    """A row of the table; its words stand in the order of COLUMNS. Raises ValueError on any other word."""
    cells = words.split()
    if len(cells) != len(COLUMNS) or not set(cells) <= set(WORDS):
        raise ValueError(f"not a row of the access table: {words!r}")
    return dict(zip(COLUMNS, cells, strict=True))


# fmt: off
#                    anonymous client distributor developer agent lead administrator
EVERYBODY      = row("yes      yes    yes         yes       yes   yes  yes")
ANONYMOUS      = row("yes      -      -           -         -     -    -  ")
SIGNED_IN      = row("-        yes    yes         yes       yes   yes  yes")
RECORDS        = row("-        own    own         own       all   all  -  ")  # tickets, diagnoses, files
REQUESTER      = row("-        own    own         own       -     -    -  ")  # confirm, reopen, rate
SHARES         = row("yes      own    own         own       -     -    -  ")  # one's own report
MEMBERS        = row("-        own    own         own       -     -    all")  # owners only: the view
ORGANISATIONS  = row("-        -      -           -         all   all  all")  # verify, claims
DESK           = row("-        -      -           -         all   all  -  ")
LEAD           = row("-        -      -           -         -     all  -  ")
ADMINISTRATOR  = row("-        -      -           -         -     -    all")

ACCESS: dict[str, Row] = {
    "static": EVERYBODY,
    "bootstrap.static": EVERYBODY,
    "security.static": EVERYBODY,
    # Diagnose: a result is found by its unguessable address, or among those of the person.
    **{f"diagnose.{page}": EVERYBODY for page in (
        "new", "create", "result", "state", "correct", "again", "compare", "download", "report",
        "markdown", "batch", "rejection", "tie", "ties")},
    "diagnose.shares": SHARES,
    "diagnose.share": REQUESTER,
    "diagnose.unshare": REQUESTER,
    **{f"diagnose.{page}": EVERYBODY for page in ("shared", "shared_file")},  # whoever has the link
    "diagnose.history": RECORDS,
    # What anybody finds, and asking for something. A draft is found among one's own only.
    "home.index": EVERYBODY,
    "contact.index": EVERYBODY,
    "requests.catalogue": EVERYBODY,
    "requests.kind": EVERYBODY,
    **{f"requests.{page}": REQUESTER for page in (
        "start", "resume", "page", "complete", "input", "files", "detach", "review", "send", "discard")},
    **{f"tickets.{page}": RECORDS for page in ("show", "attachment")},
    **{f"tickets.{page}": REQUESTER for page in (
        "index", "reply", "item", "complete", "input", "withdraw", "confirm", "reopen")},
    # The desk.
    **{f"desk.{page}": DESK for page in (
        "queue", "claim_many", "ticket", "claim", "release", "assign", "reply", "request_item", "end_waiting",
        "solve", "escalate", "give_back", "commit_to", "merge", "cancel")},
    "desk.change_level": LEAD,
    # The guide.
    **{f"guide.{page}": EVERYBODY for page in (
        "index", "rules", "rule", "code", "fields", "field", "responses", "response", "lists", "code_list",
        "articles", "article", "policy", "taxes", "tax", "hashes", "hash_", "calculator", "compute")},
    **{f"structure.{page}": EVERYBODY for page in ("index", "file", "example", "skeleton", "download")},
    # Flask-Security: signing in and what belongs to it.
    "security.login": EVERYBODY,
    "security.logout": EVERYBODY,
    "security.verify": SIGNED_IN,
    "security.register": EVERYBODY,
    "security.send_confirmation": EVERYBODY,
    "security.confirm_email": EVERYBODY,
    "security.forgot_password": EVERYBODY,
    "security.reset_password": EVERYBODY,
    "security.change_password": SIGNED_IN,
    "security.two_factor_setup": EVERYBODY,  # also in the middle of signing in
    "security.two_factor_setup_validate": EVERYBODY,
    "security.two_factor_token_validation": EVERYBODY,
    "security.two_factor_rescue": EVERYBODY,
    "security.mf_recovery": EVERYBODY,
    "security.mf_recovery_codes": SIGNED_IN,
    "security.tf_select": EVERYBODY,
    # Accounts and organisations.
    "account.index": SIGNED_IN,
    "account.landing": SIGNED_IN,
    "account.profile": SIGNED_IN,
    "account.end_sessions": SIGNED_IN,
    "account.switch": SIGNED_IN,
    "account.add_organisation": SIGNED_IN,
    "account.invitation": EVERYBODY,  # whoever has the link; accepting needs the invited address
    "account.preferences": EVERYBODY,
    "members.index": MEMBERS,
    "members.invite": MEMBERS,
    "members.withdraw": MEMBERS,
    "members.change": MEMBERS,
    "members.remove": MEMBERS,
    "members.ask_client": MEMBERS,
    "members.consent": MEMBERS,
    "members.end_link": MEMBERS,
    "review.index": ORGANISATIONS,
    "review.show": ORGANISATIONS,
    "review.verify": ORGANISATIONS,
    "review.agree": ORGANISATIONS,
    "review.decide": ORGANISATIONS,
    "administration.index": ADMINISTRATOR,
    "administration.set_role": ADMINISTRATOR,
    "administration.set_active": ADMINISTRATOR,
    "administration.end_sessions": ADMINISTRATOR,
    "administration.forget_second_factor": ADMINISTRATOR,
    "mailbox.index": EVERYBODY,  # exists in the embedded set-up only
    "mailbox.mail": EVERYBODY,
    "kit.index": EVERYBODY,  # likewise
}
# fmt: on


def init_app(app: Flask) -> None:
    """Judge every request by the table before its view runs."""
    app.before_request(_judge)


def word_for(user: User | None, endpoint: str) -> str:
    """The widest word that the table gives this person for the endpoint: all, own, yes or -."""
    cells = ACCESS.get(endpoint)
    if cells is None:
        current_app.logger.error("endpoint %s is missing in the access table", endpoint)
        return "-"
    roles = user.role_names if user is not None else frozenset({"anonymous"})
    words = {cells[role] for role in roles}
    return next((word for word in ("all", "own", "yes") if word in words), "-")


def signed_in() -> User | None:
    """The person of this request; None where nobody has signed in."""
    return cast(User, current_user._get_current_object()) if current_user.is_authenticated else None


def may_open(endpoint: str) -> bool:
    """Whether the person of this request may open the endpoint: for menus and buttons."""
    return word_for(signed_in(), endpoint) != "-"


def _judge() -> Response | None:
    user = signed_in()
    if request.endpoint is None:
        return None  # no such page: 404, or 405, or a redirect to the address with a slash
    if word_for(user, request.endpoint) == "-":
        if user is not None:
            abort(403)
        if wants_json():
            abort(401)
        return cast(Response, current_app.extensions["security"]._unauthn_handler(None, {}))
    if user is not None and _lacks_second_factor(user):
        return redirect(url_for("security.two_factor_setup"))
    return None


def _lacks_second_factor(user: User) -> bool:
    if user.tf_primary_method or not user.is_staff or not current_app.config["STAFF_SECOND_FACTOR"]:
        return False
    if user.demo and current_app.config["DEMO"]:
        return False
    endpoint = request.endpoint or ""
    return not (
        endpoint.startswith("security.") or endpoint.endswith("static") or endpoint == "account.preferences"
    )


def sees_all(user: User) -> bool:
    """Whether this person works on the requests of every organisation."""
    return bool(user.role_names & {"agent", "lead"})


def organisation_ids(user: User) -> Select[tuple[int]]:
    """The ids of the organisations whose requests the person may see as a requester."""
    own = select(Membership.organisation_id).where(Membership.user_id == user.id)
    distributors = own.where(Membership.right != "developer")
    clients = select(DistributorClient.client_id).where(
        DistributorClient.distributor_id.in_(distributors), DistributorClient.consented_at.is_not(None)
    )
    both = union(own, clients).subquery()
    return select(both.c.organisation_id)


def visible_organisations(user: User) -> Select[tuple[Organisation]]:
    """The organisations that the person may see, by name."""
    query = select(Organisation).order_by(Organisation.name, Organisation.id)
    if user.is_staff:
        return query
    return query.where(Organisation.id.in_(organisation_ids(user)))


def visible_tickets(user: User | None) -> Select[tuple[Ticket]]:
    """The tickets that the person may see. Whatever is not among them does not exist for that person."""
    if user is None:
        return select(Ticket).where(false())
    if sees_all(user):
        return select(Ticket)
    return select(Ticket).where(Ticket.organisation_id.in_(organisation_ids(user)))


def visible_diagnoses(user: User | None) -> Select[tuple[Diagnosis]]:
    """The kept diagnoses that the person may see: none without an account, and none past its time."""
    kept = select(Diagnosis).where(
        Diagnosis.user_id.is_not(None), or_(Diagnosis.expires_at.is_(None), Diagnosis.expires_at > now())
    )
    if user is None:
        return kept.where(false())
    if sees_all(user):
        return kept
    return kept.where(
        or_(Diagnosis.organisation_id.in_(organisation_ids(user)), Diagnosis.user_id == user.id)
    )


def diagnosis_by_address(user: User | None, public_id: str) -> Select[tuple[Diagnosis]]:
    """The diagnosis at an address. One made without an account belongs to whoever has its address, for a
    while.
    """
    anonymous = select(Diagnosis.id).where(Diagnosis.user_id.is_(None), Diagnosis.expires_at > now())
    visible = visible_diagnoses(user).with_only_columns(Diagnosis.id)
    return select(Diagnosis).where(
        Diagnosis.public_id == public_id, or_(Diagnosis.id.in_(anonymous), Diagnosis.id.in_(visible))
    )
