"""The conformance cases, and the generator of the files in `backd_rules/conformance`.

`cases` has the building blocks. The case tables are in these modules:

- `limits`, `history`, `updates`, `items` and `contents`: one update of one order
- `batches`: several updates
- `records`: orders that are read and written back
- `malformed`, with the values of `wrong_values`, and `texts`: what a parser says
- `actions` and `refunds`: one of the other actions on one order
- `lock_times`: when a refund request locks
- `malformed_requests`: what a parser says of the requests of the other actions

`vectors` decides each case and renders the files, and `published` reads them. `verdicts` records a
digest of each vector, so that no verdict changes unnoticed.

After changing a table or a rule, regenerate the files from the project's root, then the record:

    PYTHONPATH=tests python -m conformance
    PYTHONPATH=tests python -m conformance verdicts
"""
