"""Tests of `backd_rules/actions`."""
