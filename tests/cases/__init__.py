"""Orders and updates from public documents and public bug reports, with what must become of them.

`README.md` describes the files. A new file is decided without a change of the tests.
"""
