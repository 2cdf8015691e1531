"""Tests of `backd_rules/testing`: what each strategy draws, and its smallest example."""
