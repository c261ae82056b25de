"""Use cases of surveys: asking, answering, closing, results. Knows no Slack calls and no texts."""
