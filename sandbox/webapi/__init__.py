"""The Web API: one table of methods, and a handler for each."""
