"""Console: staff with a session cookie, or the brand's own systems with a secret key."""
