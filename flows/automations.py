"""The automations of a Prefect server: they tell somebody of runs that fail or need a person.

They are an example: edit them here or in Prefect's pages.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import cast
from uuid import UUID

from prefect.automations import AutomationCore
from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events import emit_event
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from pydantic import SecretStr

FLOW = "zotlist"
BLOCK = "zotlist-alerts"
NEEDS_REVIEW = "zotlist.needs-review"
"""The event of a run that ended and left something for a person, or had to leave links out."""
ENDED_BADLY = frozenset({"prefect.flow-run.Failed", "prefect.flow-run.Crashed"})
ENDED = ENDED_BADLY | {"prefect.flow-run.Completed", "prefect.flow-run.Cancelled"}
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENT_FOR = timedelta(seconds=420)
"""Without a heartbeat, of which Prefect sends one in 180 seconds."""
OF_ZOTLIST: dict[str, str | list[str]] = {
    "prefect.resource.role": "flow",
    "prefect.resource.name": FLOW,
}
RUNS: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.flow-run.*"}
TEXT = (
    '{"text": {{ ("zotlist: " ~ flow_run.name ~ ": " ~ (event.payload.needs or '
    "flow_run.state.name)) | tojson }}}"
)
"""What is sent, as JSON that Slack, Mattermost and the like understand."""


def needs_review(run: str, name: str, needs: Iterable[str]) -> None:
    """Say as an event that a flow run left something to people."""
    emit_event(
        NEEDS_REVIEW,
        resource={
            "prefect.resource.id": f"prefect.flow-run.{run}",
            "prefect.resource.name": name,
        },
        payload={"needs": "; ".join(needs)},
    )


def automations(webhook: UUID) -> tuple[AutomationCore, ...]:
    """What is set up: whom to tell, and that a run without a sign of life is over."""
    return (
        AutomationCore(
            name="zotlist: tell of runs that fail or need a person",
            trigger=EventTrigger(
                expect={*ENDED_BADLY, NEEDS_REVIEW},
                match=RUNS,  # pyright: ignore[reportArgumentType] -- pydantic makes it one
                match_related=OF_ZOTLIST,  # pyright: ignore[reportArgumentType] -- likewise
                posture=Posture.Reactive,
                threshold=1,
            ),
            actions=[CallWebhook(block_document_id=webhook, payload=TEXT)],
        ),
        AutomationCore(
            name="zotlist: a run without a sign of life has crashed",
            description="On machines that do not come back; elsewhere the next run says so.",
            trigger=EventTrigger(
                after={HEARTBEAT},
                expect={HEARTBEAT, *ENDED},
                match=RUNS,  # pyright: ignore[reportArgumentType] -- likewise
                match_related=OF_ZOTLIST,  # pyright: ignore[reportArgumentType] -- likewise
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=SILENT_FOR,
            ),
            actions=[
                ChangeFlowRunState(
                    name="Crashed",
                    state=StateType.CRASHED,
                    message="it gave no sign of life any more",
                    force=False,
                )
            ],
        ),
    )


def set_up(url: str) -> tuple[str, ...]:
    """Make the automations, or bring them up to date; gives their names."""
    block = cast("UUID", Webhook(url=SecretStr(url)).save(BLOCK, overwrite=True))
    made = automations(block)
    with get_client(sync_client=True) as client:
        for each in made:
            if known := client.read_automations_by_name(each.name):
                client.update_automation(known[0].id, each)
            else:
                client.create_automation(each)
    return tuple(each.name for each in made)
