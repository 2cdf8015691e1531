"""Tests of the project as a whole: purity, public names, README, packaging and types."""
