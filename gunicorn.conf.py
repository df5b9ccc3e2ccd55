"""How gunicorn serves the portal: `gunicorn wsgi:app` reads this file by itself.

One process with threads: the anonymous limits are counted per process, and SQLite wants few writers.
"""

import os
import select

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
    """Under `portal run`: wait until the database is ready, then tell that requests are answered."""
    gate, ready = os.environ.get("PORTAL_GATE_FD"), os.environ.get("PORTAL_READY_FD")
    # Its end becomes readable when the parent closes the other one, or ends itself.
    while gate and worker.alive and not select.select([int(gate)], [], [], 0.2)[0]:
        worker.notify()
    if ready:
        os.write(int(ready), b"!")
