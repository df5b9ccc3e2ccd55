"""Encryption at rest for what belongs to nobody yet, with keys derived from the secret of the
installation.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(data: bytes, purpose: str) -> bytes:
    """Encrypt and sign. Only the same purpose opens it again."""
    return _keys(purpose).encrypt(data)


def unseal(data: bytes, purpose: str) -> bytes:
    """The content. Raises cryptography.fernet.InvalidToken if it was changed or no key fits."""
    return _keys(purpose).decrypt(data)


def _keys(purpose: str) -> MultiFernet:
    # The present secret first; older ones still open what was sealed before a rotation.
    secrets = [current_app.config["SECRET_KEY"], *(current_app.config["SECRET_KEY_FALLBACKS"] or ())]
    return MultiFernet([Fernet(key(secret, purpose)) for secret in secrets])


def key(secret: str, purpose: str) -> bytes:
    """The Fernet key for one purpose that follows from a secret."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=f"ventanilla {purpose}".encode()).derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(derived)
