"""Tests of `backd_rules/cli`: one file for each command, and one for each part that they share."""
