"""The cost of the package, compared with a floor and with other libraries.

`python -m benchmarks` measures and prints. README.md shows the last recorded run.
"""
