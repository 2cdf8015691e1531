"""Tests of `backd_rules/actions/update_order`."""
