"""Tests of `backd_rules/wire`.

The test of a new field is a row in `test_parse_order`, `test_parse_update` or `test_parse_limit`,
and its payload a line in `test_dump`. A new problem code has a message in `test_problems`, a new
violation code an HTTP status in `test_envelopes`, and a new codec its values in `test_codecs`.
"""
