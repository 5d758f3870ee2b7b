"""Takes agents through the phases of registration, so that there are tokens of every kind, and prints them as assignments of a shell.

agents.py GATE AGENT_KEY
"""

import json
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DEADLINE = time.monotonic() + 30


class Agent(BaseHTTPRequestHandler):
    """Says that it is well under the name that its path begins with."""

    def do_GET(self) -> None:
        health = json.dumps({"status": "healthy", "agent_id": self.path.split("/")[1]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(health)))
        self.end_headers()
        self.wfile.write(health)

    def log_message(self, *_: object) -> None:
        pass


def ask(path: str, token: str = "", body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(urllib.request.Request(sys.argv[1] + path, data, headers), timeout=10) as answer:
        return json.load(answer)


def temporary(agent: str) -> str:
    asked = {"agent_id": agent, "agent_type": "automation", "agent_key": sys.argv[2]}
    return ask("/auth/agent/request_temp_token", body=asked)["temp_token"]


def validated(agent: str, endpoint: str) -> str:
    token = temporary(agent)
    submitted = {"agent_id": agent, "agent_type": "automation", "endpoint": endpoint, "capabilities": ["pilot"]}
    validation = ask("/auth/agent/validate_compliance", token, submitted)["validation_id"]
    while time.monotonic() < DEADLINE:
        told = ask(f"/auth/agent/validation/{validation}", token)
        if told["status"] == "passed":
            return told["validated_token"]
        if told["status"] == "failed":
            raise SystemExit(f"the validation failed: {told}")
        time.sleep(0.1)
    raise SystemExit("the validation does not end")


def registered(agent: str, endpoint: str) -> str:
    registration = {
        "agent_id": agent, "name": agent, "agent_type": "automation", "endpoint": endpoint, "capabilities": ["pilot"],
        "context_brief": "An agent that is asked about", "version": "1.0.0", "owner": "tests", "public_key": "k" * 40,
        "communication_mode": "remote", "metadata": {"purpose": "test"},
    }
    return ask("/agents/register", validated(agent, endpoint), registration)["access_token"]


agents = ThreadingHTTPServer(("127.0.0.1", 0), Agent)
threading.Thread(target=agents.serve_forever, daemon=True).start()
root = f"http://127.0.0.1:{agents.server_port}"
print(f"TEMPORARY={temporary('pilot-one')}")
print(f"VALIDATED={validated('pilot-two', root + '/pilot-two')}")
print(f"ACCESS={registered('pilot-three', root + '/pilot-three')}")
