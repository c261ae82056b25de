"""Decides how an anchor says that it cannot run on this machine."""


class AnchorMissingError(Exception):
    """The anchor cannot run here; the text says what is missing."""
