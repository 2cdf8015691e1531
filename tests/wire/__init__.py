"""Tests of `backd_rules/wire`."""
