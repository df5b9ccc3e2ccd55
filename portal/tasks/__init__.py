"""Celery tasks: thin doors to services, as routes are. They take ids, because rows are the truth."""
