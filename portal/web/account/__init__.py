"""Accounts, organisations, members, invitations and preferences."""
