"""One room for each benchmark: what is done, against what, and what it must reach."""
