"""`backd-rules what-if`: decide a file of recorded updates by other limits.

`command` checks the options, `run` calls the rest, and `count` decides. Only `run` and what it
imports needs NumPy and pyarrow (extra `bulk`).
"""
