"""Tests of `backd_rules/domain`."""
