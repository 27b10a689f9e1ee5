"""The app factory: settings in, a Flask app out. Everything that lives as long as a process is made here."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable
from typing import Any

from flask import Flask

from secondreading.api.auth import Tokens
from secondreading.api.check import check_blueprint
from secondreading.api.cors import Cors, extension_origin
from secondreading.api.description import OPERATIONS, description_blueprint
from secondreading.api.desk_api import desk_blueprints
from secondreading.api.enforce import enforce_roles
from secondreading.api.enrolment_watch import EnrolmentWatch
from secondreading.api.enrolments import enrolments_blueprint
from secondreading.api.errors import register_errors
from secondreading.api.feedback import feedback_blueprint
from secondreading.api.figures import Figures
from secondreading.api.gate import Gate
from secondreading.api.health import health_blueprint
from secondreading.api.keys import ensure_keys
from secondreading.api.languagetool import languagetool_blueprint
from secondreading.api.metrics import Metrics, metrics_blueprint
from secondreading.api.openapi import describe_api
from secondreading.api.packages import packages_blueprint
from secondreading.api.platforms import platforms_blueprint
from secondreading.api.policy_holder import PolicyHolder
from secondreading.api.run_check import run_check
from secondreading.api.services import Services
from secondreading.api.wire import CheckRequest
from secondreading.config import Config
from secondreading.desk.desk import Desk
from secondreading.desk.standard_pack import merge_pack
from secondreading.domain import AccountContext, Draft
from secondreading.policy.load import read_folder
from secondreading.resources import extension_folder, policy_rules_folder
from secondreading.store.engine import Store, open_engine
from secondreading.store.enrolments import EnrolmentBook
from secondreading.store.ensure import ensure_store
from secondreading.store.source import StoreSource
from secondreading.web.admin.blueprint import register_admin
from secondreading.web.pages import pages_blueprint

HOLDER = "policy_holder"  # where a worker finds it, to start its watch
FLUSH = "flush"  # what a worker calls before it ends, so that nothing it counted is lost


def create_app(config: Config) -> Flask:
    """An app that is ready to answer, with no connection open and no thread started: it may be forked.

    Raises PolicyErrors for a policy that cannot be compiled, KeyFileError for unusable keys.
    """
    engine = open_engine(config.database_url)
    packaged = read_folder(policy_rules_folder())
    ensure_store(engine, packaged)
    merge_pack(Store(engine), packaged)
    keys = ensure_keys(config.key_file)
    tokens = Tokens(keys, issuer=config.token_issuer, audience=config.token_audience)
    enrolments = EnrolmentBook(engine)
    watch = EnrolmentWatch(enrolments)
    holder = PolicyHolder(StoreSource(engine))
    desk = Desk(Store(engine), lambda: holder.current().policy)
    figures = Figures(desk, lambda: holder.current().today())
    services = Services(config, Gate(config, tokens, watch), holder, tokens, watch, desk, figures)
    _warm_up(services)
    engine.dispose()
    app = _build(services)
    register_admin(app, services, keys, enrolments)
    app.extensions[HOLDER] = holder
    app.extensions[FLUSH] = (figures.flush, watch.flush)
    enforce_roles(app, services.gate)
    # Whoever drops the app need not know that a store was behind it.
    weakref.finalize(app, _in_turn, figures.flush, engine.dispose)
    return app


def _in_turn(*steps: Callable[[], None]) -> None:
    """In one finalizer, because of several the last is run first: counts flushed into a closed store open it again."""
    for step in steps:
        step()


def _build(services: Services) -> Flask:
    config, holder = services.config, services.holder
    app = Flask(__name__, static_folder=None)
    metrics = Metrics()
    register_errors(app)
    cors = Cors(holder, (*_extension_origins(), *config.cors_origins))
    for blueprint in (
        check_blueprint(services),
        feedback_blueprint(services),
        languagetool_blueprint(services),
        enrolments_blueprint(services),
        health_blueprint(services),
        packages_blueprint(services),
        metrics_blueprint(services, metrics),
        platforms_blueprint(services),
        description_blueprint(config),
    ):
        cors.attach(blueprint)
        app.register_blueprint(blueprint)
    for blueprint in desk_blueprints(services):
        app.register_blueprint(blueprint)
    description: dict[str, Any] = describe_api(OPERATIONS, config.public_url)
    app.wsgi_app = metrics.count(app.wsgi_app)  # type: ignore[method-assign]
    pages = pages_blueprint(holder, description, extension_folder(), config)
    app.register_blueprint(pages)
    return app


def _warm_up(services: Services) -> None:
    """TextBlob's first use is not safe with several threads, so it happens here, before there are any."""
    draft = Draft("Warm words are a good start: thank you, and have a great day!")
    run_check(CheckRequest(draft, AccountContext(), None, None), services.holder.current())


def _extension_origins() -> tuple[str, ...]:
    """Chrome's and Edge's stable origin. Firefox makes one up for each install and needs no CORS."""
    manifest = json.loads((extension_folder() / "manifest.json").read_text(encoding="utf-8"))
    return (extension_origin(manifest["key"]),) if "key" in manifest else ()
