"""Use cases: the store and the domain in, frozen results out. No Slack and no text."""
