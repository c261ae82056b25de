"""The files of the page: as bytes, with their type, and nothing beside them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sandbox.page_files import PAGE, page_files


@pytest.fixture
def app() -> Flask:
    app = Flask("files", static_folder=None)
    app.register_blueprint(page_files())
    return app


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    ("address", "file", "kinds"),
    [
        ("/", "index.html", {"text/html"}),
        ("/?as=U1", "index.html", {"text/html"}),
        ("/static/js/main.js", "js/main.js", {"text/javascript", "application/javascript"}),
        ("/static/css/base.css", "css/base.css", {"text/css"}),
        ("/static/favicon.svg", "favicon.svg", {"image/svg+xml"}),
    ],
)
def test_a_file_is_answered_whole_and_left_closed(
    app: Flask, address: str, file: str, kinds: set[str]
) -> None:
    with app.test_request_context(address):
        answer = app.full_dispatch_request()

    # A stream would hold the file open for as long as nobody reads it.
    assert not answer.is_streamed
    assert answer.get_data() == (PAGE / file).read_bytes()
    assert answer.mimetype in kinds
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_has_not_changed_is_not_sent_again(browser: FlaskClient) -> None:
    known = browser.get("/static/js/main.js").headers["ETag"]
    again = browser.get("/static/js/main.js", headers={"If-None-Match": known})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert browser.get("/", headers={"If-None-Match": known}).status_code == 200


@pytest.mark.parametrize(
    "lost",
    [
        "../server.py",
        "%2e%2e/server.py",
        "..%2fserver.py",
        "js/../../server.py",
        "..\\server.py",
        "/etc/passwd",
        pytest.param(str(PAGE / "index.html"), id="the whole path"),
        "js",
        "",
        "main.js",
        "%00",
        pytest.param("a" * 5000, id="a long name"),
    ],
)
def test_nothing_but_the_page_can_be_fetched(browser: FlaskClient, lost: str) -> None:
    assert browser.get(f"/static/{lost}").status_code in (404, 308)
    assert browser.get(f"/static/{lost}", follow_redirects=True).status_code == 404
