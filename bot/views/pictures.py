"""A picture decided by a view: its drawing, the same in words, and its name.

It knows nothing of how a drawing becomes pixels, nor of where it is sent.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing as SVG text, `alt` saying the same in words, `name` of the file without its end.

    `alt` is what a screen reader says and what stays when the drawing cannot be made.
    """

    svg: str
    alt: str
    name: str
