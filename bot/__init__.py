"""Koploper, a Slack bot for sales teams. Importing it does nothing."""
