"""What the package costs, against the floor and against what one would use instead.

`python -m benchmarks` measures and prints; README.md holds what it last recorded. Nothing here is
part of the package, and nothing in the package knows of it.
"""
