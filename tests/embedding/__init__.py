"""The core embedded in real things: servers, databases, workers, a browser.

Each module is a recipe to copy and, beside it, the tests that show it at work. They need the extra
`embedding`, and some need Node, Chromium or PostgreSQL: `needs.py` says how that is told.
"""
