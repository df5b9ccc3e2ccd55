"""How gunicorn serves the portal: `gunicorn wsgi:app` reads this file by itself.

One process with threads: the anonymous limits are counted per process, and SQLite wants few writers.
"""

import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from portal.supervisor import die_with_parent

workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("PORTAL_THREADS", "8"))
timeout = 60
graceful_timeout = 5  # the parent gives the whole set-up ten seconds
keepalive = 5
accesslog = None
loglevel = "warning"
# Another open door that nothing here uses, and a file that a kill would leave behind.
control_socket_disable = True


def post_fork(server: Arbiter, worker: Worker) -> None:
    """No worker goes on serving without its master."""
    die_with_parent(server.pid)


def post_worker_init(worker: Worker) -> None:
    """Tell whoever started us that requests are answered from now on."""
    pipe = os.environ.get("PORTAL_READY_FD")
    if pipe:
        os.write(int(pipe), b"!")
