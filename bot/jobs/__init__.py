"""What runs on the clock: due schedules, followers of the ledger, and the poster that speaks to
Slack. Commands and the Home know nothing of it."""
