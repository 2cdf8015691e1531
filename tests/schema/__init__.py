"""Tests of `backd_rules/schema`."""
