"""What stands around a gate that is asked: an agent that is well, a registry with one image, and tokens of every phase.

surroundings.py GATE AGENT_KEY FILE: writes what there is to the file, as JSON, and goes on until it is ended.
"""

import hashlib
import io
import json
import os
import sys
import tarfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GATE, KEY, FILE = sys.argv[1:4]
DEADLINE = time.monotonic() + 30
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def blob(content: bytes, of_type: str) -> dict:
    """Keeps a blob, and describes it."""
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    BLOBS[digest] = (content, of_type)
    return {"mediaType": of_type, "digest": digest, "size": len(content)}


def image() -> str:
    """An image of one file; its digest."""
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        file = tarfile.TarInfo("app/node_modules/left/package.json")
        text = b'{"name": "left", "version": "1.0.0"}'
        file.size = len(text)
        archive.addfile(file, io.BytesIO(text))
    described = blob(layer.getvalue(), "application/vnd.oci.image.layer.v1.tar")
    root = {"type": "layers", "diff_ids": [described["digest"]]}
    configuration = {"os": "linux", "architecture": "amd64", "config": {"User": "1000"}, "rootfs": root}
    config = blob(json.dumps(configuration).encode(), "application/vnd.oci.image.config.v1+json")
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [described]}
    return blob(json.dumps(manifest).encode(), MANIFEST)["digest"]


BLOBS: dict[str, tuple[bytes, str]] = {}
IMAGE = image()


class Surroundings(BaseHTTPRequestHandler):
    """`/agents/NAME/health` is that agent's; below `/v2/` is the registry, whose every name is the one image's."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        steps = self.path.split("?")[0].split("/")
        if steps[1] == "agents":
            health = {"status": "healthy", "agent_id": steps[2]}
            return self.answer(200, json.dumps(health).encode(), "application/json")
        if steps[-2] == "manifests" and ":" not in steps[-1]:
            steps[-1] = IMAGE
        found = BLOBS.get(steps[-1])
        return self.answer(200, *found) if found else self.answer(404, b"{}", "application/json")

    do_HEAD = do_GET

    def answer(self, status: int, body: bytes, of_type: str) -> None:
        self.send_response(status)
        self.send_header("content-type", of_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def ask(path: str, token: str = "", body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    with urllib.request.urlopen(urllib.request.Request(GATE + path, data, headers), timeout=10) as answer:
        return json.load(answer)


def temporary(agent: dict) -> str:
    asked = {"agent_id": agent["agent_id"], "agent_type": agent["agent_type"], "agent_key": KEY}
    return ask("/auth/agent/request_temp_token", body=asked)["temp_token"]


def validated(agent: dict) -> str:
    token = temporary(agent)
    validation = ask("/auth/agent/validate_compliance", token, agent)["validation_id"]
    while time.monotonic() < DEADLINE:
        told = ask(f"/auth/agent/validation/{validation}", token)
        if told["status"] == "passed":
            return told["validated_token"]
        if told["status"] == "failed":
            raise SystemExit(f"the validation failed: {told}")
        time.sleep(0.1)
    raise SystemExit("the validation does not end")


def registered(agent: dict) -> str:
    rest = {
        "name": agent["agent_id"], "context_brief": "An agent that is asked about", "version": "1.0.0", "owner": "tests",
        "public_key": "k" * 40, "metadata": {"purpose": "test"},
    }
    return ask("/agents/register", validated(agent), agent | rest)["access_token"]


server = ThreadingHTTPServer(("127.0.0.1", 0), Surroundings)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"127.0.0.1:{server.server_port}"
agents = {
    name: {
        "agent_id": name, "agent_type": "automation", "endpoint": f"http://{address}/agents/{name}", "capabilities": ["pilot"],
        "communication_mode": "remote",
    }
    for name in ["pilot-one", "pilot-two", "pilot-three"]
}
there = {
    "image": f"{address}/team/app:1",
    "key": KEY,
    "agents": {"temporary": agents["pilot-one"], "validated": agents["pilot-two"], "access": agents["pilot-three"]},
    "tokens": {
        "temporary": temporary(agents["pilot-one"]),
        "validated": validated(agents["pilot-two"]),
        "access": registered(agents["pilot-three"]),
    },
}
with open(f"{FILE}.part", "w", encoding="utf-8") as file:
    json.dump(there, file)
os.rename(f"{FILE}.part", FILE)
threading.Event().wait()
