"""The core embedded in real things: servers, databases, workers, a browser.

Each module is a recipe to copy and, beside it, the tests that show it at work. They need the
dependency group `embedding`, and some need Node.js, Chromium or PostgreSQL: see `needs.py`.
"""
