"""What schemathesis cannot know of the gate: how some texts are formed, and which agent, key and image there are.

Only requests that are meant to be good are made better; what is meant to be wrong stays as it is.
"""

import json
import os

import schemathesis
from hypothesis import strategies as st

with open(os.environ["THERE"], encoding="utf-8") as file:
    THERE = json.load(file)

WORD = "[a-z0-9]{1,12}"
schemathesis.openapi.format("image-reference", st.just(THERE["image"]) | st.from_regex(rf"\A{WORD}/{WORD}:{WORD}\Z"))
# Base64 of `0.x`: a place before everything.
schemathesis.openapi.format("cursor", st.just("MC54"))
schemathesis.openapi.format("uri", st.from_regex(rf"\Ahttps?://{WORD}(:[1-9][0-9]{{1,3}})?(/{WORD})?\Z"))

# Whose token comes with which operation.
TOKENS = {
    "request_token": "temporary",
    "request_validation": "temporary",
    "register_agent": "validated",
    "scan_container": "temporary",
    "verify_sbom": "temporary",
}


@schemathesis.hook
def map_case(context, case):
    is_good = case.meta is not None and case.meta.generation.mode.is_positive
    operation = case.operation.definition.raw.get("operationId")
    if not is_good:
        return case
    body = case.body
    if operation in TOKENS and isinstance(body, dict):
        agent = THERE["agents"][TOKENS[operation]]
        # Besides its own id, an agent says what was validated.
        body |= {name: agent[name] for name in agent if name in body}
        if "agent_key" in body:
            body["agent_key"] = THERE["key"]
        if "container_image" in body:
            body["container_image"] = THERE["image"]
    if operation in ("show_agent", "heartbeat") and len(case.path_parameters["id"]) % 2:
        case.path_parameters["id"] = THERE["agents"]["access"]["agent_id"]
    return case
