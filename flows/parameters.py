"""The flow's parameters: which ones it takes, and those that say what a job is."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, TypeAdapter, WithJsonSchema

from flows.lists import is_remote
from flows.settings import BadSettings, Settings, changed, load
from flows.steps import Job

TOLD_BY = "the run's settings"
NAMES = frozenset(each.name for each in fields(Settings))


def _checked(told: dict[str, Any]) -> dict[str, Any]:
    try:
        changed(Settings(state=Path()), told, told_by=TOLD_BY)
    except BadSettings as error:
        raise ValueError(str(error)) from error
    return told


def _schema() -> dict[str, Any]:
    """By which Prefect's server refuses settings that there are not. Without defaults: what is
    not told is as the worker's zotlist.toml says."""
    known: Mapping[str, Mapping[str, Any]] = TypeAdapter(Settings).json_schema()["properties"]
    return {
        "type": "object",
        "properties": {
            name: {key: value for key, value in said.items() if key not in {"default", "title"}}
            for name, said in known.items()
        },
        "additionalProperties": False,
    }


Lists = Annotated[list[str], Field(min_length=1)]
Library = Annotated[str, Field(pattern=r"^((groups|users)/[0-9]+)?$")]
Told = Annotated[dict[str, Any], AfterValidator(_checked), WithJsonSchema(_schema())]


def parameters(job: Job, lists: Sequence[str]) -> dict[str, Any]:
    """The job as the flow's parameters, for these lists; none of them is a secret."""
    told = asdict(job.settings)
    places = {"state": str(job.settings.state.absolute()), "refresh": list(told["refresh"])}
    return {
        "lists": absolute(lists),
        "into": job.into.absolute(),
        "settings": told | places,
        "library": job.library,
        "is_rehearsal": job.is_rehearsal,
        "is_restoring": job.is_restoring,
        "remarks": list(job.remarks),
    }


def settings_of(told: Mapping[str, Any]) -> Settings:
    """The settings that parameters come to, on what zotlist.toml says where that is asked for
    anything. Raises BadSettings."""
    base = Settings(state=Path()) if told.keys() >= NAMES else load()
    return changed(base, told, told_by=TOLD_BY)


def absolute(lists: Sequence[str]) -> list[str]:
    """The places of lists, wherever one stands."""
    return [place if is_remote(place) else str(Path(place).absolute()) for place in lists]
