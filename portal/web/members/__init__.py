"""The people of an organisation, and who may act for it."""
