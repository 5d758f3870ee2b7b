#!/bin/sh
# The settings of MCP clients are written by people and by their clients, which are no package managers; these are in the forms
# of the clients' documentation. The agent card is written by the protocol's own library (a2a-sdk, from Python's index).
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
python3 -m venv "$work"
"$work/bin/pip" install --quiet a2a-sdk==0.3.5
"$work/bin/python" - >agent-card.json <<'P'
from a2a.types import AgentCapabilities, AgentCard, AgentProvider, AgentSkill

print(AgentCard(
    name="Tide table",
    description="Says when the tide turns",
    url="https://agents.example.com/tides",
    version="1.4.0",
    provider=AgentProvider(organization="Example Harbour", url="https://harbour.example.com"),
    capabilities=AgentCapabilities(streaming=True),
    default_input_modes=["text/plain"],
    default_output_modes=["text/plain"],
    skills=[AgentSkill(id="tide", name="Tide", description="High and low water of a port", tags=["tides"])],
).model_dump_json(by_alias=True, exclude_none=True, indent=2))
P
rm -rf "$work"
