"""The smallest honest JSON endpoint in Flask: what any check must cost at least."""

from __future__ import annotations

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.post("/v1/check")
def answer() -> Response:
    body = request.get_json()
    return jsonify(status="checked", length=len(body["draft"]["text"]))
