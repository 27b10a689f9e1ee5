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


if __name__ == "__main__":
    Server(app, read_config()).run()
