from pathlib import Path

import pytest

from seeds.model import BadSeed, LinkKind
from seeds.restructuredtext import LARGEST, read


def urls(content: str) -> list[str]:
    links = read(content, "list.rst")
    return [link.url for link in links if link.kind is LinkKind.LINK]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("http://a.org/x_(y)", ["http://a.org/x_(y)"], id="bracket at the end"),
        pytest.param("(http://a.org/x_(y)).", ["http://a.org/x_(y)"], id="bracket not its own"),
        pytest.param("`a <http://a.org/x_(y)>`_", ["http://a.org/x_(y)"], id="embedded"),
        pytest.param(
            "`a <http://a.org>`__ `a <http://b.org>`__", ["http://a.org", "http://b.org"]
        ),
        pytest.param("`a <http://a.org/a\nb>`_", ["http://a.org/ab"], id="over two lines"),
        pytest.param("a_ a_\n\n.. _a: http://a.org", ["http://a.org"] * 2, id="target used"),
        pytest.param(".. _a: http://a.org", ["http://a.org"], id="target unused"),
        pytest.param("`A  b`_\n\n.. _a b: http://a.org", ["http://a.org"], id="name folded"),
        pytest.param("b_\n\n.. _b: a_\n.. _a: http://a.org", ["http://a.org"], id="indirect"),
        pytest.param("a_\n\n.. _a:\n.. _b: http://a.org", ["http://a.org"], id="chained"),
        pytest.param(
            "a__ b__\n\n__ http://a.org\n__ http://b.org\n", ["http://a.org", "http://b.org"]
        ),
        pytest.param("`a <b_>`_\n\n.. _b: http://a.org", ["http://a.org"], id="embedded name"),
        pytest.param("see a_\n\nhttp://a.org", ["http://a.org"], id="target missing"),
        pytest.param(
            "|i|\n\n.. |i| image:: i.png\n   :target: http://a.org",
            ["http://a.org"],
            id="badge",
        ),
        pytest.param("|t|\n\n.. |t| replace:: `x <http://a.org>`_", ["http://a.org"]),
        pytest.param(".. |t| replace:: `x <http://a.org>`_", ["http://a.org"], id="unused"),
        pytest.param(".. image:: i.png\n   :target: http://a.org", ["http://a.org"]),
        pytest.param(".. figure:: i.png\n\n   words http://a.org", ["http://a.org"]),
        pytest.param(
            ".. foo:: http://a.org\n   :x: http://b.org", ["http://a.org", "http://b.org"]
        ),
        pytest.param(".. foo::\n\n   `x <http://a.org>`_", ["http://a.org"], id="directive"),
        pytest.param(":foo:`x <http://a.org>`", ["http://a.org"], id="unknown role"),
        pytest.param(":doi:`10.1000/abc`, http://b.org", ["http://b.org"], id="role in a list"),
        pytest.param("See :doi:`10.1000/abc`.", ["doi:10.1000/abc"], id="role alone"),
        pytest.param(".. note:: http://a.org", ["http://a.org"], id="admonition"),
        pytest.param(".. comment http://a.org", [], id="comment"),
        pytest.param("::\n\n  http://a.org", [], id="literal block"),
        pytest.param("``http://a.org``", [], id="literal"),
        pytest.param(".. code-block:: sh\n   :linenos:\n\n   curl http://a.org", [], id="code"),
        pytest.param(".. prompt:: bash\n\n   curl http://a.org", [], id="code of Sphinx"),
        pytest.param(".. raw:: html\n\n   <a href='http://a.org'>x</a>", ["http://a.org"]),
        pytest.param("**http://a.org**, *http://b.org*", ["http://a.org", "http://b.org"]),
        pytest.param("见http://a.org/x。", ["http://a.org/x"], id="han"),
        pytest.param("http://a.org/a\\_b", ["http://a.org/a_b"], id="escaped"),
        pytest.param("x [1]_\n\n.. [1] http://a.org", ["http://a.org"], id="footnote"),
        pytest.param("A\n=\nB\n-\nC\n=\nD\n~\nhttp://a.org", ["http://a.org"], id="odd levels"),
        pytest.param("=====\nA\n===\nhttp://a.org", ["http://a.org"], id="bad overline"),
        pytest.param("*a `b |c http://a.org", ["http://a.org"], id="marks not closed"),
        pytest.param("* " * 3000 + "http://a.org", None, id="too deep"),
    ],
)
def test_addresses_are_found_as_written(content: str, expected: list[str] | None) -> None:
    if expected is None:
        with pytest.raises(BadSeed, match="too deep"):
            urls(content)
    else:
        assert urls(content) == expected


def test_a_link_knows_where_it_stands() -> None:
    content = "A\n===\n\nB\n---\n\n- x `the\n  words <http://a.org>`_\n  y http://b.org\n"

    links = list(read(content, "list.rst"))

    assert [(link.line, link.label) for link in links] == [(7, "the words"), (9, "")]
    assert {link.topic_path for link in links} == {("A", "B")}
    assert links[0].context == "x the words y http://b.org"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            "+---+--------------+\n| a | x            |\n"
            "|   | http://a.org |\n+---+--------------+",
            3,
        ),
        ("term\n  x\n  http://a.org", 3),
        ("| x\n| http://a.org", 2),
        (".. list-table::\n\n   * - x\n     - http://a.org", 4),
        ("x\x0cy\x85z\u2028\nhttp://a.org", 2),
        (".. foo::\n\n   .. bar:: x\n\n      http://a.org", 5),
        (".. raw:: html\n\n   <p>\n   <a href='http://a.org'>x</a>", 4),
    ],
)
def test_lines_are_counted_as_editors_do(content: str, line: int) -> None:
    assert [link.line for link in read(content, "list.rst")] == [line]


@pytest.mark.parametrize(
    "directive",
    [".. include:: {0}", ".. raw:: html\n   :file: {0}", ".. csv-table::\n   :file: {0}"],
)
def test_no_other_file_is_read(tmp_path: Path, directive: str) -> None:
    other = tmp_path / "other.txt"
    other.write_text("http://other.org\n")

    assert "http://other.org" not in urls(directive.format(other) + "\n\nhttp://a.org")


def test_nothing_is_said_on_the_console(capfd: pytest.CaptureFixture[str]) -> None:
    urls("A\n=\n\nB\n--\n\n*x `y\n\n.. foo::\n\nD\n~\n")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "content",
    ["x" * (LARGEST + 1), "http://a.org\n\n" + "== " * 5000 + "\n" + "a  " * 5000],
    ids=["size", "table"],
)
def test_what_would_take_minutes_is_refused(content: str) -> None:
    with pytest.raises(BadSeed, match=r"list\.rst.*split it"):
        urls(content)
