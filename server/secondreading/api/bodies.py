"""Read a request's body as bytes, and answer with bytes: nothing is decoded twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from flask import Response

from secondreading.api.problem import FieldError, Problem

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
ANSWER_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def read_body(environ: Mapping[str, Any], content_type: str, limit: int) -> bytes:
    """The body of a request in WSGI's terms: of `content_type`, in UTF-8, of at most `limit` bytes.

    Raises Problem for any other. Read straight from the server's stream: Werkzeug's way there costs as
    much as parsing what is read, and cuts a body without a length off at the limit instead of refusing it.
    """
    sent = environ.get("CONTENT_TYPE", "")
    if sent != content_type and not _is_utf8(sent, content_type):
        raise Problem("wrong-content-type", f"Send the body with the header 'Content-Type: {content_type}'.")
    if environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem("wrong-content-type", "Send the body without a Content-Encoding.")
    return _read_limited(environ, limit)


def _read_limited(environ: Mapping[str, Any], limit: int) -> bytes:
    stated = environ.get("CONTENT_LENGTH")
    if stated and int(stated) > limit:
        raise _too_large(limit)
    if stated:
        body = _read(environ["wsgi.input"], int(stated))
        if len(body) < int(stated):
            raise _broken_off()
        return body
    if not environ.get("wsgi.input_terminated"):
        return b""
    body = _read(environ["wsgi.input"], limit + 1)
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _read(stream: BinaryIO, length: int) -> bytes:
    try:
        return stream.read(length)
    except Exception:
        # Nothing but the server's reader runs here, so it is the sender's mistake, whatever the
        # reader calls it; its words may repeat what was sent.
        raise _broken_off() from None


def _too_large(limit: int) -> Problem:
    message = f"is larger than {limit:,} bytes."
    return Problem("body-too-large", f"The body {message}", (FieldError("", message),))


def _broken_off() -> Problem:
    message = "The body broke off or is not chunked as HTTP asks."
    return Problem("broken-body", message, (FieldError("", message),))


def _is_utf8(sent: str, wanted: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in sent.split(";"))
    charsets = [p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")]
    return kind == wanted and all(charset in ("utf-8", "utf8") for charset in charsets)


def json_answer(body: bytes) -> Response:
    """200 with JSON that no cache keeps."""
    return Response(body, 200, ANSWER_HEADERS, content_type=JSON)
