"""Decides which files of the page can be fetched: those that lay in its folder when the server was
built. An answer holds the bytes, so that no file stays open when a reader goes away."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, request

from sandbox.showing import mimetype_of

PAGE = Path(__file__).parent / "page"


def page_files() -> Blueprint:
    """The page itself at `/` and its parts below `/static/`, to be registered on a Flask app."""
    files = Blueprint("page_files", __name__)
    # Looking names up, instead of joining them to the folder, leaves no way out of it.
    served = {path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob("*.*")}

    @files.get("/")
    def page() -> Response:
        return _content(served["index.html"])

    @files.get("/static/<path:name>")
    def part(name: str) -> Response:
        if name not in served:
            abort(404)
        return _content(served[name])

    return files


def _content(path: Path) -> Response:
    response = Response(path.read_bytes(), mimetype=mimetype_of(path.name))
    # A browser asks each time, and gets the bytes again only when they have changed.
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
