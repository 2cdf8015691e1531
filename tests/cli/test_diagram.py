"""The command `diagram`."""

from support.command_line import Capture

from backd_rules.cli.command import main
from backd_rules.domain.status import diagram


def test_diagram_prints_the_status_diagram(capsys: Capture) -> None:
    assert main(["diagram"]) == 0
    assert capsys.readouterr() == (diagram(), "")
    assert diagram().startswith("stateDiagram-v2\n    [*] --> terms_selected: ")
