"""Tests of `backd_rules/testing`."""
