"""Code that several test modules share: examples, the oracle, helpers. No module here has tests."""
