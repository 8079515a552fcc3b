"""Siyu: one system for acquiring, knowing, serving and measuring customers a brand can reach itself."""
