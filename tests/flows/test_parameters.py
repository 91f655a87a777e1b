"""What the flow takes as parameters, and what is refused before a run starts."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import ValidationError, validate
from prefect.exceptions import ParameterTypeError

from flows.enrich import enrich
from flows.parameters import parameters, settings_of
from flows.settings import Settings
from flows.steps import Job

ROOT = Path(__file__).parents[2]
GOOD: dict[str, Any] = {"lists": ["a.md"], "into": "out"}
BAD: list[tuple[dict[str, Any], str]] = [
    ({"lists": []}, "lists"),
    ({"library": "group/4242"}, "library"),
    ({"library": "4242"}, "library"),
    ({"settings": {"contct": "a@b.org"}}, "contct"),
    ({"settings": {"patience": "long"}}, "patience"),
]


@pytest.mark.parametrize(("bad", "name"), BAD)
def test_wrong_parameters_are_refused_by_the_run(bad: dict[str, Any], name: str) -> None:
    with pytest.raises(ParameterTypeError, match=name):
        enrich.validate_parameters(GOOD | bad)


@pytest.mark.parametrize(("bad", "name"), BAD)
def test_wrong_parameters_are_refused_by_prefects_server(
    bad: dict[str, Any], name: str
) -> None:
    with pytest.raises(ValidationError) as raised:
        validate(GOOD | bad, enrich.parameters.model_dump())

    assert name in f"{raised.value.json_path} {raised.value.message}"


def test_a_value_that_cannot_be_is_told_as_in_a_settings_file() -> None:
    with pytest.raises(ParameterTypeError, match="'include' must be one of all, works"):
        enrich.validate_parameters(GOOD | {"settings": {"include": "some"}})


@pytest.mark.parametrize("library", ["", "groups/4242", "users/7"])
def test_the_parameters_of_a_job_are_good(library: str, tmp_path: Path) -> None:
    job = Job(lists=(), into=tmp_path, settings=Settings(state=tmp_path), library=library)

    told = parameters(job, ["a.md", "https://a.org/b.md"])

    assert enrich.validate_parameters(told)["lists"] == [
        str(Path("a.md").absolute()),
        "https://a.org/b.md",
    ]
    validate(told | {"into": str(told["into"])}, enrich.parameters.model_dump())
    assert settings_of(told["settings"]) == job.settings


def test_the_parameters_for_a_work_pool_are_good() -> None:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))

    [deployment] = told["deployments"]

    validate(deployment["parameters"], enrich.parameters.model_dump())


def test_a_broken_file_that_says_nothing_to_a_job_stops_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zotlist.toml").write_text("contct = ''")
    job = Job(lists=(), into=tmp_path, settings=Settings(state=tmp_path, patience=7))

    told = parameters(job, [os.devnull])

    assert settings_of(told["settings"]).patience == 7
