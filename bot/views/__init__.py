"""Pure functions from results and a Translator to messages and texts."""
