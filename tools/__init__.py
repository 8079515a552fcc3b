"""House rules that ready-made linters cannot say."""
