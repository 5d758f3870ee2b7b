#!/usr/bin/env python3
"""Loads a gate with validations and prints throughput and latencies as a table.

load.py TIDEWAITER CACHE LAYOUT... [--validations 1000] [--images 50] [--clients 50] [--store URL] [--verdicts 5000] [--scanner native]
CACHE is tidewaiter's cache with its advisories built (Trivy's is named by TRIVY_CACHE_DIR); a LAYOUT is an OCI layout of one image. Images are the layouts in turn, each
with a configuration of its own, in a registry (`docker-registry`, which has to be installed) that this starts; agents answer their
health. Everything runs on this machine: clients, agents, registry and gate share its cores, so the figures are lower bounds.
"""
import collections, hashlib, http.client, http.server, json, os, shutil, socket, statistics, subprocess, sys, tempfile, threading, time, urllib.parse

arguments = sys.argv[1:]
def option(name, usual):
    if name not in arguments: return usual
    at = arguments.index(name)
    _, value = arguments.pop(at), arguments.pop(at)
    return type(usual)(value)

validations, images, clients = option("--validations", 1000), option("--images", 50), option("--clients", 50)
store, verdicts, scanner = option("--store", ""), option("--verdicts", 5000), option("--scanner", "native")
program, cache, *layouts = arguments
KEY = "a-key-for-measuring-0123456789"
scratch = tempfile.mkdtemp()

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

def until(answers, what):
    for _ in range(200):
        try:
            if answers(): return
        except OSError: pass
        time.sleep(0.05)
    sys.exit(f"{what} does not answer; see {scratch}")

class Caller:
    """One connection that is kept."""
    def __init__(self, port): self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    def ask(self, method, path, body=None, headers={}):
        sent = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        kind = {"Content-Type": "application/json"} if isinstance(body, (dict, list)) else {}
        self.connection.request(method, path, sent, {**kind, **headers})
        answer = self.connection.getresponse()
        return answer.status, dict((name.lower(), value) for name, value in answer.getheaders()), answer.read()

class Agent(http.server.BaseHTTPRequestHandler):
    """Any agent: its id is the first part of the path."""
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        body = json.dumps({"status": "healthy", "agent_id": self.path.split("/")[1]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass

def push(port, layout, number):
    """Puts a layout's image under a name of its own, and says where."""
    blob = lambda digest: open(os.path.join(layout, "blobs", *digest.split(":")), "rb").read()
    manifest = json.loads(blob(json.load(open(os.path.join(layout, "index.json")))["manifests"][0]["digest"]))
    config = json.loads(blob(manifest["config"]["digest"]))
    config.setdefault("config", {}).setdefault("Labels", {})["number"] = str(number)
    config = json.dumps(config).encode()
    caller, name = Caller(port), f"agents/image-{number}"
    def upload(content):
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        _, headers, _ = caller.ask("POST", f"/v2/{name}/blobs/uploads/")
        target = urllib.parse.urlsplit(headers["location"])
        where = f"{target.path}?{target.query}&digest={urllib.parse.quote(digest)}"
        status, _, said = caller.ask("PUT", where, content, {"Content-Type": "application/octet-stream"})
        if status != 201: sys.exit(f"cannot push: {status} {said}")
        return digest
    for layer in manifest["layers"]: upload(blob(layer["digest"]))
    manifest["config"].update(digest=upload(config), size=len(config))
    manifest.setdefault("mediaType", "application/vnd.oci.image.manifest.v1+json")
    status, headers, said = caller.ask("PUT", f"/v2/{name}/manifests/1", json.dumps(manifest).encode(), {"Content-Type": manifest["mediaType"]})
    if status != 201: sys.exit(f"cannot push: {status} {said}")
    return f"127.0.0.1:{port}/{name}:1", f"127.0.0.1:{port}/{name}@{headers['docker-content-digest']}"

def validate(caller, number, image, agents):
    """One agent's way through the first two phases; how long the second took for him and by the gate's own account."""
    agent = f"agent-{number}"
    _, _, said = caller.ask("POST", "/auth/agent/request_temp_token", {"agent_id": agent, "agent_type": "testing", "agent_key": KEY})
    token = {"Authorization": "Bearer " + json.loads(said)["temp_token"]}
    began = time.monotonic()
    status, _, said = caller.ask("POST", "/auth/agent/validate_compliance", {
        "agent_id": agent, "agent_type": "testing", "endpoint": f"http://127.0.0.1:{agents}/{agent}",
        "capabilities": ["measuring"], "container_image": image}, token)
    if status != 202: sys.exit(f"not taken: {status} {said}")
    path = "/auth/agent/validation/" + json.loads(said)["validation_id"]
    while True:
        _, _, said = caller.ask("GET", path, None, token)
        outcome = json.loads(said)
        if outcome["status"] != "pending": return time.monotonic() - began, outcome["duration_ms"] / 1000, outcome["status"], [error["message"] for error in outcome["errors"] or []]
        time.sleep(0.02)

def together(count, work):
    """Calls work(caller, number) for each number, by all clients; gives the answers and the time all took."""
    numbers, answers, lock = iter(range(count)), [], threading.Lock()
    def client():
        caller = Caller(gate_port)
        while True:
            with lock: number = next(numbers, None)
            if number is None: return
            answer = work(caller, number)
            with lock: answers.append(answer)
    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.monotonic()
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return answers, time.monotonic() - began

def row(what, seconds, took):
    cuts = statistics.quantiles(seconds, n=1000, method="inclusive")
    told = " | ".join(f"{1000 * cuts[at]:.1f}" for at in (499, 899, 989, 998))
    print(f"| {what} | {len(seconds)} | {len(seconds) / took:.0f} | {told} |", flush=True)

processes = []
def start(command, log, env=None):
    processes.append(subprocess.Popen(command, stdout=open(os.path.join(scratch, log), "w"), stderr=subprocess.STDOUT, env=env, cwd=scratch))
    return processes[-1]

try:
    registry_port, gate_port = free_port(), free_port()
    settings = {"version": 0.1, "log": {"level": "error", "accesslog": {"disabled": True}},
                "storage": {"filesystem": {"rootdirectory": os.path.join(scratch, "registry")}}, "http": {"addr": f"127.0.0.1:{registry_port}"}}
    with open(os.path.join(scratch, "registry.yml"), "w") as file: json.dump(settings, file)
    start(["docker-registry", "serve", os.path.join(scratch, "registry.yml")], "registry.log")
    until(lambda: Caller(registry_port).ask("GET", "/v2/")[0] == 200, "the registry")
    named = [push(registry_port, layouts[number % len(layouts)], number) for number in range(images)]
    agents = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Agent)
    threading.Thread(target=agents.serve_forever, daemon=True).start()
    environment = {
        "PATH": os.environ["PATH"], "HOME": scratch, "CONTAINER_TRIVY_CACHE_DIR": os.environ.get("TRIVY_CACHE_DIR", ""), "AGENT_KEYS": KEY, "JWT_SECRET": "measuring " * 4, "CONTAINER_SCAN_ENABLED": "true",
        "CONTAINER_SCAN_REQUIRED": "true", "CONTAINER_SCANNER": scanner, "TIDEWAITER_CACHE_DIR": os.path.abspath(cache),
        "TIDEWAITER_FETCH_ADVISORIES": "false", "TIDEWAITER_MAX_DB_AGE": "3650", "TIDEWAITER_STORE": store or "sqlite:" + os.path.join(scratch, "gate.db"),
        "TIDEWAITER_ALLOWED_NETWORKS": "127.0.0.0/8", "TIDEWAITER_INSECURE_REGISTRIES": "127.0.0.1:*", "ARCP_HOST": "127.0.0.1",
        "ARCP_PORT": str(gate_port), "ARCP_TPR_ENDPOINT_VALIDATION": "false", "TIDEWAITER_LOG": "warn", "TIDEWAITER_RATE_LIMIT_API": "0",
        **{f"ARCP_TPR_RATE_LIMIT_{phase}": "0" for phase in ("TEMP", "VALIDATE", "REGISTER")}}
    program = os.path.abspath(shutil.which(program) or program)
    made = subprocess.run([program, "token", "add", f"load-{os.getpid()}"], env=environment, capture_output=True, text=True, check=True)
    token = {"Authorization": "Bearer " + made.stdout.strip()}
    gate = start([program, "serve"], "gate.log", environment)
    until(lambda: Caller(gate_port).ask("GET", "/health")[0] == 200, "the gate")

    print("| what | asked | a second | p50 ms | p90 ms | p99 ms | p99.9 ms |\n|---|---|---|---|---|---|---|")
    for kind in ("never seen", "seen before"):
        answers, took = together(validations, lambda caller, number: validate(caller, number, named[number % images][0], agents.server_port))
        row(f"validations, images {kind}, as clients see them", [answer[0] for answer in answers], took)
        row(f"validations, images {kind}, by the gate's account", [answer[1] for answer in answers], took)
    passed, reasons = sum(answer[2] == "passed" for answer in answers), collections.Counter(reason for answer in answers for reason in answer[3])

    def timed(caller, path):
        began = time.monotonic()
        status, _, said = caller.ask("GET", path, None, token)
        if status != 200: sys.exit(f"no verdict: {status} {said}")
        return time.monotonic() - began
    verdict = lambda image: "/v1/verdicts?image=" + urllib.parse.quote(image, safe="")
    everybody = clients
    for clients in (1, 8):
        for which, what in ((1, "digest"), (0, "tag, which the registry is asked for")):
            seconds, took = together(verdicts, lambda caller, number: timed(caller, verdict(named[number % images][which])))
            row(f"cached verdicts by {what}, {clients} client{'s' * (clients > 1)}", seconds, took)
    peak = next(line.split()[1] for line in open(f"/proc/{gate.pid}/status") if line.startswith("VmHWM"))
    print(f"\nOf the second round {passed} passed; the gate's peak memory {int(peak) // 1024} MB. What failed, how often: {dict(reasons)}")
finally:
    for process in processes: process.terminate()
    for process in processes: process.wait()
    if sys.exc_info()[0] is None: shutil.rmtree(scratch)
