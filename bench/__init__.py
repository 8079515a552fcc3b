"""Benchmarks: one file per figure in docs/performance.md, each prints ours and the peer's in one run."""
