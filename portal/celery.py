"""The Celery application: rows are the truth, a message is only a row's id that wakes a worker.

So nothing of a broker has to survive: the embedded one is a file that each start makes anew, results
are not kept, and what a killed worker held comes back through the sweep.
"""

from typing import Any

from celery import Celery, Task
from flask import Flask
from kombu.transport.sqlalchemy import Transport as EmbeddedTransport

# The names that travel in messages; services send by name, because tasks import services.
RUN_JOB, SEND_MAIL, SWEEP, PURGE = "run-job", "send-mail", "sweep", "purge"

POLL_SECONDS = 0.25  # of the embedded broker, whose own default of a second is felt by who waits
MAIL_SECONDS = 5.0
SWEEP_SECONDS = 10.0
PURGE_SECONDS = 300.0

SETTINGS: dict[str, Any] = {
    "include": ["portal.tasks.jobs", "portal.tasks.mail", "portal.tasks.sweep"],
    "task_ignore_result": True,
    "task_serializer": "json",
    "accept_content": ["json"],
    "timezone": "UTC",
    # One message at a time: what is prefetched by a worker that dies would wait for the sweep.
    "worker_prefetch_multiplier": 1,
    "worker_enable_remote_control": False,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "broker_connection_retry_on_startup": True,
    # Publishing must not hold up the person who submits: the sweep sends what this drops.
    "task_publish_retry": False,
    "broker_connection_timeout": 1.0,
    "broker_transport_options": {
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
    # In memory: the schedule is intervals only, so there is no file that a kill could leave broken.
    "beat_scheduler": "celery.beat:Scheduler",
    "beat_max_loop_interval": 5.0,
    "beat_schedule": {
        # A message that waited until the next one has nothing to add.
        name: {"task": name, "schedule": seconds, "options": {"expires": seconds}}
        for name, seconds in {SEND_MAIL: MAIL_SECONDS, SWEEP: SWEEP_SECONDS, PURGE: PURGE_SECONDS}.items()
    },
}


def celery_init_app(app: Flask) -> Celery:
    """Make the Celery application of `app`, from SETTINGS under `app.config["CELERY"]`.

    Every task runs in an application context of its own, as a request does.
    """

    class ContextTask(Task):
        def __call__(self, *args: object, **kwargs: object) -> object:
            with app.app_context():
                return self.run(*args, **kwargs)

    EmbeddedTransport.polling_interval = POLL_SECONDS  # it takes no option for that
    celery = Celery(app.name, task_cls=ContextTask)
    celery.config_from_object({**SETTINGS, **app.config["CELERY"]})
    celery.set_default()
    app.extensions["celery"] = celery
    return celery
