"""The rules of Koploper as pure functions: no clock, no input or output, no text for people."""
