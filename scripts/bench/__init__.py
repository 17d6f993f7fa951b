"""Benchmarks: each budget of the product beside what one would write instead, in one run. Start with `make bench`."""
