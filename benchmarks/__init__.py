"""Benchmarks: promises measured; never part of the test run."""
