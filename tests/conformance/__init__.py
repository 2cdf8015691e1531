"""The conformance cases, and the generator of `backd_rules/conformance/vectors.json`.

`cases` has the building blocks. `limits`, `updates`, `contents` and `malformed` have the case
tables. `vectors` decides each case and renders the file, and `published` reads it.

After changing a table or a rule, regenerate the file from the project's root:

    PYTHONPATH=tests python -m conformance
"""
