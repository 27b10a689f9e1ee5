"""Read a request's body as bytes, and answer with bytes: nothing is decoded twice."""

from __future__ import annotations

from flask import Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from secondreading.api.problem import FieldError, Problem

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
ANSWER_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def read_body(content_type: str) -> bytes:
    """The body, if it is of `content_type` in UTF-8. Raises Problem 415; 413 comes from the app's limit."""
    environ = request.environ
    sent = environ.get("CONTENT_TYPE", "")
    if sent != content_type and not _is_utf8(sent, content_type):
        raise Problem("wrong-content-type", f"Send the body with the header 'Content-Type: {content_type}'.")
    if environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Problem("wrong-content-type", "Send the body without a Content-Encoding.")
    if "CONTENT_LENGTH" in environ:
        return request.get_data(cache=False)
    return _read_chunks()


def _read_chunks() -> bytes:
    """A body whose length is told chunk by chunk. Raises Problem 400 for a broken one."""
    try:
        body = request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception:
        # Nothing but the server's reader runs here, so it is the sender's mistake, whatever the
        # reader calls it; its words may repeat the chunk.
        message = "The body broke off or is not chunked as HTTP asks."
        raise Problem("broken-body", message, (FieldError("", message),)) from None
    # Werkzeug cuts such a body off at the limit instead of refusing it.
    if len(body) >= (request.max_content_length or len(body) + 1):
        raise RequestEntityTooLarge
    return body


def _is_utf8(sent: str, wanted: str) -> bool:
    kind, *parameters = (part.strip().lower() for part in sent.split(";"))
    charsets = [p.partition("=")[2].strip('"') for p in parameters if p.startswith("charset=")]
    return kind == wanted and all(charset in ("utf-8", "utf8") for charset in charsets)


def json_answer(body: bytes) -> Response:
    """200 with JSON that no cache keeps."""
    return Response(body, 200, ANSWER_HEADERS, content_type=JSON)
