"""Tests of `backd_rules/cli`."""
