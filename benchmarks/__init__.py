"""The cost of the package, compared with a floor and with other libraries.

`python -m benchmarks` measures and prints. README.md shows the last recorded run.
"""

import sys
from pathlib import Path

# The hostile texts are those of the tests.
sys.path.append(str(Path(__file__).parents[1] / "tests"))
