"""GitHub's REST API about repositories, their owners and their CITATION.cff, and raw files."""

import base64
import zlib
from collections.abc import Mapping
from typing import Any

from tests.standin.addresses import real_or_mounted
from tests.standin.catalogue import Shelf
from tests.standin.wire import Reply, Request, json_reply, text_reply

LICENCES = {
    "mit": ("MIT License", "MIT"),
    "apache-2.0": ("Apache License 2.0", "Apache-2.0"),
    "gpl-3.0": ("GNU General Public License v3.0", "GPL-3.0"),
    "other": ("Other", "NOASSERTION"),
}
BUDGET = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-ratelimit-used": "1"}


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/repos/O/R`, `/repos/O/R/contents/CITATION.cff`, `/users/O`."""
    match request.path.strip("/").split("/"):
        case ["repos", owner, name, *rest]:
            return _repository(f"{owner}/{name}", "/".join(rest), request, shelf)
        case ["users", owner]:
            told = _owner(owner, shelf)
            return _sent(told, request) if told else _missing()
        case _:
            return _missing()


def raw(request: Request, shelf: Shelf) -> Reply:
    """Answer `raw.githubusercontent.com/O/R/BRANCH/CITATION.cff`."""
    match request.path.strip("/").split("/"):
        case [owner, name, _branch, "CITATION.cff"]:
            told = shelf.repository(f"{owner}/{name}")
            if told and told.get("citation"):
                return text_reply(str(told["citation"]))
        case _:
            pass
    return text_reply("404: Not Found", status=404)


def _repository(name: str, rest: str, request: Request, shelf: Shelf) -> Reply:
    told = shelf.repository(name)
    if told is None:
        return _missing()
    name = next(known for known in shelf.repositories if known.lower() == name.lower())
    if told.get("moved"):
        place = f"https://api.github.com/repos/{told['moved']}"
        headers = {"Location": real_or_mounted(place, request), **BUDGET}
        return json_reply({"message": "Moved Permanently"}, status=301, headers=headers)
    if not rest:
        return _sent(_described(name, told), request)
    if rest == "contents/CITATION.cff" and told.get("citation"):
        text = str(told["citation"])
        if "raw" in request.headers.get("accept", ""):
            return text_reply(text, headers=BUDGET)
        content = base64.encodebytes(text.encode()).decode()
        file = {"name": "CITATION.cff", "path": "CITATION.cff", "type": "file"}
        return _sent({**file, "encoding": "base64", "content": content}, request)
    return _missing()


def _sent(content: Mapping[str, object], request: Request) -> Reply:
    reply = json_reply(content, headers=BUDGET)
    tag = f'"{zlib.crc32(reply.body):08x}"'
    headers = {**reply.headers, "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Reply(status=304, headers=headers)
    return Reply(body=reply.body, headers=headers)


def _described(name: str, told: Mapping[str, Any]) -> dict[str, object]:
    owner, _, short = name.partition("/")
    licence = LICENCES.get(told.get("license", ""))
    made = told.get("created", "2018-01-01")
    return {
        "id": zlib.crc32(name.encode()),
        "name": short,
        "full_name": name,
        "private": False,
        "owner": {"login": owner, "type": told.get("owner_type", "User")},
        "html_url": f"https://github.com/{name}",
        "description": told.get("description") or None,
        "fork": False,
        "homepage": told.get("homepage") or None,
        "language": told.get("language") or None,
        "archived": told.get("archived", False),
        "license": {"key": told["license"], "name": licence[0], "spdx_id": licence[1]}
        if licence
        else None,
        "topics": told.get("topics", []),
        "created_at": f"{made}T12:00:00Z",
        "pushed_at": f"{told.get('pushed', made)}T12:00:00Z",
        "stargazers_count": told.get("stars", 0),
        "default_branch": "master",
    }


def _owner(login: str, shelf: Shelf) -> dict[str, object] | None:
    repositories = [
        told for name, told in shelf.repositories.items() if name.partition("/")[0] == login
    ]
    if not repositories:
        return None
    told = repositories[0]
    return {
        "login": login,
        "type": told.get("owner_type", "User"),
        "name": told.get("owner_name") or None,
        "html_url": f"https://github.com/{login}",
    }


def _missing() -> Reply:
    content = {
        "message": "Not Found",
        "documentation_url": "https://docs.github.com/rest",
        "status": "404",
    }
    return json_reply(content, status=404, headers=BUDGET)
