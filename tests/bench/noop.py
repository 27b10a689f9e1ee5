"""The smallest honest JSON endpoint in Flask, under the very gunicorn that serves Second Reading."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

from secondreading.cli.serve import Server
from secondreading.config import read_config

app = Flask(__name__)


@app.post("/v1/check")
def answer() -> Response:
    body = request.get_json()
    return jsonify(status="checked", length=len(body["draft"]["text"]))


class Noop(Server):
    """The same settings, without what only Second Reading has at a worker's start and end."""

    def load_config(self) -> None:
        super().load_config()
        for hook in ("post_worker_init", "worker_exit", "child_exit", "when_ready"):
            self.cfg.set(hook, self.cfg.settings[hook].default)


if __name__ == "__main__":
    Noop(app, read_config()).run()
