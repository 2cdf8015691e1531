"""The conformance cases, and the generator of `backd_rules/conformance/vectors.json`.

`cases` has the building blocks. The case tables are in these modules:

- `limits`, `history`, `updates`, `items` and `contents`: one update of one order
- `batches`: several updates
- `records`: orders that are read and written back
- `malformed`, with the values of `wrong_values`, and `texts`: what a parser says

`vectors` decides each case and renders the file, and `published` reads it.

After changing a table or a rule, regenerate the file from the project's root:

    PYTHONPATH=tests python -m conformance
"""
