import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("seeds", "enrichers", "outputs", "flows")


def test_the_map_names_every_file_once_in_the_file_s_own_words() -> None:
    map_of_the_house = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    listed = re.findall(r"^- `([^`]+\.py)`: (.*)$", map_of_the_house, re.MULTILINE)

    there = [
        (str(file.relative_to(ROOT)), _sentence(file))
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
    ]
    assert listed == there


def _sentence(file: Path) -> str:
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ")
