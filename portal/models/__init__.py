"""The tables, one class a file. Only this package and the services write queries."""

from portal.models.attachment import Attachment
from portal.models.canned_text import CannedText
from portal.models.diagnosis import Diagnosis
from portal.models.incident import Incident
from portal.models.invitation import Invitation
from portal.models.job import Job
from portal.models.membership import Membership
from portal.models.message import Message
from portal.models.organisation import DistributorClient, Organisation, OrganisationClaim
from portal.models.outbox_mail import OutboxMail
from portal.models.report_share import ReportShare
from portal.models.request_draft import RequestDraft
from portal.models.sign_in_failure import SignInFailure
from portal.models.stored_file import StoredFile
from portal.models.ticket import Ticket
from portal.models.ticket_event import TicketEvent
from portal.models.user import Role, User

__all__ = [
    "Attachment",
    "CannedText",
    "Diagnosis",
    "DistributorClient",
    "Incident",
    "Invitation",
    "Job",
    "Membership",
    "Message",
    "Organisation",
    "OrganisationClaim",
    "OutboxMail",
    "ReportShare",
    "RequestDraft",
    "Role",
    "SignInFailure",
    "StoredFile",
    "Ticket",
    "TicketEvent",
    "User",
]
