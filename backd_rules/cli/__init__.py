"""The command line: `python -m backd_rules`, also installed as `backd-rules`.

`arguments` parses the command line, `files` reads JSON files, `commands` runs each command,
`report` renders decisions as text, `terminal` writes, and `command` has the entry point.
Only this folder does I/O.
"""
