"""What runs on the clock: due posts, the poster, and what follows the ledger."""
