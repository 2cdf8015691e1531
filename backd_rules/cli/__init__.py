"""The command line: `python -m backd_rules`, also installed as `backd-rules`.

`arguments` parses the command line, `files` reads JSON files as `documents`, `hints` says what may
be meant by a wrong one, and `commands` runs each command. `report`, `explanation` and `limit_words`
render decisions as text. `terminal` writes, and `command` has the entry point. Only this folder
does I/O.
"""
