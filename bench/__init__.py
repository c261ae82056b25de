"""Benchmarks: each of Koploper's promises of speed, against a named anchor in the same run."""
