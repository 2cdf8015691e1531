"""What is raised when a contestant does not do the same work as the others."""

from __future__ import annotations


class Disagreement(Exception):
    """The work is not the same: nobody is timed."""
