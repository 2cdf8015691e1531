"""Tests of `backd_rules/audit.py`.

A new action has a record in `test_records` and in `test_differences`.
"""
