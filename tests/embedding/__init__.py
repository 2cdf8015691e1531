"""Recipes: `backd_rules` embedded in real servers, databases, workers and a browser.

Each recipe is a module to copy. The tests beside it run it with the real software. They need the
dependency group `embedding`. Some also need Node.js, Chromium or PostgreSQL: see `requirements.py`.
"""
