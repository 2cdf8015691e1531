"""Run a module as a program whose loggers all write everything, to stderr.

`python -m embedding.debug_logging uvicorn embedding.server:app` runs `python -m uvicorn ...`. The
tests look for personal data in what it logs.
"""

from __future__ import annotations

import logging
import runpy
import sys

FORMAT = "%(levelname)s %(name)s %(message)s %(args)s"

if __name__ == "__main__":
    logging.basicConfig(level=logging.DEBUG, format=FORMAT)
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
