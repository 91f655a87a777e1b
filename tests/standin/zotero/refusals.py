"""What the group refuses: a request or one object of it, with the status that says why."""

import html
from collections.abc import Mapping


class Refusal(Exception):
    """A request, or one object of a multi-object write, that the group turns down."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        early: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.data = data
        self.headers = dict(headers or {})
        self.early = early
        """Whether it came before the keys and parameters were read: then the answer
        carries no Zotero-API-Version."""

    def entry(self) -> dict[str, object]:
        """The object's entry in the "failed" part of a write report."""
        entry: dict[str, object] = {"code": self.status, "message": self.body()}
        if self.data is not None:
            entry["data"] = dict(self.data)
        return entry

    def body(self) -> str:
        """The message as it is sent: always text, HTML-escaped."""
        return html.escape(self.message, quote=False)


class Breakdown(Exception):
    """The server's own failure in the midst of a write: HTTP 500 and no report.

    Objects before it are saved, those after it are not.
    """


def invalid(message: str) -> Refusal:
    """The refusal of a malformed request or object."""
    return Refusal(400, message)


def shortened(text: str, limit: int = 50) -> str:
    """The beginning of a text that was too long, as error reports quote it."""
    return text if len(text) <= limit else text[:limit] + "…"
