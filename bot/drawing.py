"""Decides how a drawing becomes pixels, and whether this machine can draw at all.

Letters need a font of the machine's: without one resvg leaves them out and says nothing, so it is
asked first. Knows nothing of what is drawn.
"""

from __future__ import annotations

from functools import lru_cache

_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="16">'
    '<text x="1" y="13" font-size="14" font-family="sans-serif">{letters}</text></svg>'
)


class CannotDrawError(Exception):
    """No picture can be made of it; the message says why, in English, for the log."""


def png(svg: str, *, system_fonts: bool = True) -> bytes:
    """The drawing as PNG of its own size; without `system_fonts` as on a bare machine.

    CannotDrawError for what is not SVG, and on a machine without fonts: an empty chart would be
    worse than none.
    """
    if not has_fonts(system_fonts=system_fonts):
        raise CannotDrawError("no font is installed on this machine")
    return _rendered(svg, system_fonts)


@lru_cache(maxsize=2)
def has_fonts(*, system_fonts: bool = True) -> bool:
    """Whether letters can be drawn here; found out by drawing some, once per process."""
    letters, nothing = (
        _rendered(_PROBE.format(letters=text), system_fonts) for text in ("€ 0aÅ", "")
    )
    return letters != nothing


def _rendered(svg: str, system_fonts: bool) -> bytes:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 - a process that draws nothing loads nothing

    try:
        return svg_to_bytes(svg_string=svg, skip_system_fonts=not system_fonts)
    except ValueError as error:
        raise CannotDrawError(str(error)) from error
