"""One door for gunicorn (`wsgi:app`), flask and celery (`wsgi:celery`)."""

from portal import create_app

app = create_app()
celery = app.extensions["celery"]
