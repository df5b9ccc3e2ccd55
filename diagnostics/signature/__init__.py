"""The signature inside a UBL document: does it still cover what stands there, and with whose certificate.

Whether a certificate may be trusted is never said: that needs lists that we do not hold.
"""
