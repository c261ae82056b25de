"""Drawings become pixels; a machine that cannot draw letters says so, and leaves none out."""

import pytest

from bot.checkup_machine import check_fonts
from bot.drawing import CannotDrawError, has_fonts, png
from bot.findings import State

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#fff"/><text x="2" y="15">{}</text></svg>'
)


def test_a_drawing_becomes_a_png_of_its_size():
    made = png(SVG.format("Omzet"))
    assert made.startswith(b"\x89PNG")
    width, height = (int.from_bytes(made[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (40, 20)


def test_letters_are_drawn():
    assert has_fonts()
    assert png(SVG.format("Omzet")) != png(SVG.format(""))


def test_a_machine_without_fonts_makes_no_empty_picture():
    assert not has_fonts(system_fonts=False)
    with pytest.raises(CannotDrawError, match="no font"):
        png(SVG.format("Omzet"), system_fonts=False)


@pytest.mark.parametrize("broken", ["", "<svg", "<svg xmlns='http://www.w3.org/2000/svg'/"])
def test_what_is_no_drawing_is_an_error(broken):
    with pytest.raises(CannotDrawError):
        png(broken)


def test_the_doctor_says_what_is_missing():
    (missing,), (fine,) = check_fonts(has_letters=False), check_fonts(has_letters=True)
    assert missing.state is State.WARNING
    assert "fonts-dejavu-core" in missing.do
    assert fine.state is State.OK
