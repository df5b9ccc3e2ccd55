"""Putting the Flask application together."""

import importlib
import os
import pkgutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import knowledge
from portal import access, database, errors, extensions, headers, i18n, security
from portal import config as configuration
from portal.celery import celery_init_app


def build(config: Mapping[str, Any]) -> Flask:
    """What `portal.create_app` gives."""
    knowledge.load()  # a broken file stops the start, not the first visitor
    given = dict(config)
    instance = Path(given.pop("INSTANCE_PATH", None) or configuration.instance_folder(os.environ)).resolve()
    app = Flask(
        "portal",
        instance_path=str(instance),
        template_folder=str(configuration.ROOT / "templates"),
        static_folder="static",
    )
    app.config.from_mapping(configuration.settings(os.environ, instance, given))
    if app.config["EMBEDDED"]:
        instance.mkdir(parents=True, exist_ok=True)
    if app.config["PROXIES"]:
        hops = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask documents
    _init_extensions(app)
    celery_init_app(app)
    headers.init_app(app)
    i18n.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    access.init_app(app)
    from portal.web import filters, frame

    filters.init_app(app)
    frame.init_app(app)
    _register_areas(app)
    return app


def _init_extensions(app: Flask) -> None:
    from portal import models  # noqa: F401  (the tables have to be known to the metadata)

    extensions.db.init_app(app)
    database.init_app(app)
    extensions.migrate.init_app(
        app, extensions.db, directory=str(configuration.ROOT / "migrations"), render_as_batch=True
    )
    extensions.csrf.init_app(app)
    extensions.bootstrap.init_app(app)
    extensions.limiter.init_app(app)


def _register_areas(app: Flask) -> None:
    """Register the `blueprint` of every folder of portal/web: an area is added by adding its folder."""
    from portal import web

    for found in pkgutil.iter_modules(web.__path__):
        if found.ispkg:
            routes = importlib.import_module(f"portal.web.{found.name}.routes")
            app.register_blueprint(routes.blueprint)
