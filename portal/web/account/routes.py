"""Pages of accounts, organisations and preferences."""

from flask import Blueprint

blueprint = Blueprint("account", __name__, url_prefix="/cuenta")
