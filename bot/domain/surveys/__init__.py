"""What surveys mean: scores, groups that may be shown, questions. Pure; knows no store, no text."""
