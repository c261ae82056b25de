"""What Slack refuses. Everything here is pure: JSON in, problems or a SlackError out."""
