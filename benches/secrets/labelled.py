#!/usr/bin/env python3
"""Writes a folder of files with planted secrets and with what only looks like them, and says where each is.

    labelled.py SEED FOLDER

Everything is made up anew from the seed: tokens have the shapes, checksums and encodings of real ones and open nothing. Each stands
in a file of a kind in which people leave such things, among the lines of real files (Python's own library, as it is installed here).
FOLDER/labels.json has a line for each: the file, the line, the kind, and whether it is a secret. The folder itself is FOLDER/tree.
"""
import base64, gzip, io, json, os, random, subprocess, sys, sysconfig, tarfile, uuid, zipfile, zlib
from pathlib import Path

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ALNUM = LETTERS + "0123456789"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Maker:
    """Makes tokens."""

    def __init__(self, rng):
        self.rng = rng

    def of(self, alphabet, length):
        return "".join(self.rng.choice(alphabet) for _ in range(length))

    def alnum(self, length):
        return self.of(ALNUM, length)

    def hex(self, length):
        return self.of("0123456789abcdef", length)

    def base64(self, length):
        return base64.b64encode(self.rng.randbytes(length)).decode()

    def url64(self, length):
        return base64.urlsafe_b64encode(self.rng.randbytes(length)).decode().rstrip("=")

    def checked(self, prefix):
        """GitHub's and npm's: thirty letters and the CRC-32 of them in base 62."""
        body = self.alnum(30)
        number, digits = zlib.crc32(body.encode()), ""
        for _ in range(6):
            number, digit = divmod(number, 62)
            digits = BASE62[digit] + digits
        return prefix + body + digits

    def aws_id(self):
        # The first bit says that the account follows, in forty bits of which the last is not used.
        account = self.rng.randrange(100_000_000_000, 1_000_000_000_000)
        bits = 1 << 79 | account << 39 | self.rng.getrandbits(39)
        return "AKIA" + base64.b32encode(bits.to_bytes(10, "big")).decode()

    def jwt(self):
        part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
        claims = {"sub": self.alnum(12), "iat": 1700000000 + self.rng.randrange(10**7), "exp": 1900000000, "role": "admin"}
        return f'{part({"alg": "HS256", "typ": "JWT"})}.{part(claims)}.{self.url64(32)}'

    def password(self):
        word = self.of("bcdfghjklmnpqrstvwxz", 4) + self.of("aeiou", 1) + self.of("0123456789", 3) + self.of("!#%+=*", 1) + self.of(LETTERS, 4)
        return "".join(self.rng.sample(word, len(word)))

    def pem(self, algorithm):
        options = {"rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "ec": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "ed25519": ["-algorithm", "ED25519"]}
        return subprocess.run(["openssl", "genpkey", *options[algorithm]], check=True, capture_output=True, text=True).stdout


def tokens(make):
    """Kinds of secrets that are known by themselves: a name for a variable, and a maker."""
    r = make.rng
    return {
        "github-pat": ("GITHUB_TOKEN", lambda: make.checked("ghp_")),
        "github-oauth": ("GH_OAUTH", lambda: make.checked("gho_")),
        "github-app": ("GH_APP_TOKEN", lambda: make.checked("ghs_")),
        "github-fine-grained": ("GH_PAT", lambda: f"github_pat_{make.alnum(22)}_{make.alnum(59)}"),
        "gitlab-pat": ("GITLAB_TOKEN", lambda: "glpat-" + make.alnum(20)),
        "npm": ("NPM_TOKEN", lambda: make.checked("npm_")),
        "pypi": ("TWINE_PASSWORD", lambda: "pypi-AgEIcHlwaS5vcmc" + make.url64(60)),
        "aws-id": ("AWS_ACCESS_KEY_ID", make.aws_id),
        "aws-secret": ("AWS_SECRET_ACCESS_KEY", lambda: make.base64(30)),
        "slack-bot": ("SLACK_TOKEN", lambda: f"xoxb-{r.randrange(10**11, 10**12)}-{r.randrange(10**12, 10**13)}-{make.alnum(24)}"),
        "slack-hook": ("SLACK_HOOK", lambda: f"https://hooks.slack.com/services/T{make.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 8)}/B{make.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 10)}/{make.alnum(24)}"),
        "stripe": ("STRIPE_KEY", lambda: "sk_live_" + make.alnum(24)),
        "google-api": ("GOOGLE_KEY", lambda: "AIza" + make.of(ALNUM + "_-", 35)),
        "sendgrid": ("SENDGRID_KEY", lambda: f"SG.{make.of(ALNUM + '_-', 22)}.{make.of(ALNUM + '_-', 43)}"),
        "twilio": ("TWILIO_API_KEY", lambda: "SK" + make.hex(32)),
        "hugging-face": ("HF_TOKEN", lambda: "hf_" + make.of(LETTERS, 34)),
        "openai": ("OPENAI_API_KEY", lambda: f"sk-{make.alnum(20)}T3BlbkFJ{make.alnum(20)}"),
        "anthropic": ("ANTHROPIC_API_KEY", lambda: f"sk-ant-api03-{make.of(ALNUM + '_-', 93)}AA"),
        "digitalocean": ("DO_TOKEN", lambda: "dop_v1_" + make.hex(64)),
        "shopify": ("SHOPIFY_TOKEN", lambda: "shpat_" + make.hex(32)),
        "databricks": ("DATABRICKS_TOKEN", lambda: "dapi" + make.hex(32)),
        "doppler": ("DOPPLER_TOKEN", lambda: "dp.pt." + make.alnum(43)),
        "linear": ("LINEAR_KEY", lambda: "lin_api_" + make.alnum(40)),
        "postman": ("POSTMAN_KEY", lambda: f"PMAK-{make.hex(24)}-{make.hex(34)}"),
        "pulumi": ("PULUMI_ACCESS_TOKEN", lambda: "pul-" + make.hex(40)),
        "grafana": ("GRAFANA_TOKEN", lambda: f"glsa_{make.alnum(32)}_{make.hex(8)}"),
        "vault": ("VAULT_TOKEN", lambda: "hvs." + make.of(ALNUM + "_-", 95)),
        "new-relic": ("NEW_RELIC_KEY", lambda: "NRAK-" + make.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 27)),
        "telegram": ("TELEGRAM_BOT_TOKEN", lambda: f"{r.randrange(10**9, 10**10)}:AA{make.of(ALNUM + '_-', 33)}"),
        "mailgun": ("MAILGUN_API_KEY", lambda: "key-" + make.hex(32)),
        "dockerhub": ("DOCKERHUB_TOKEN", lambda: "dckr_pat_" + make.of(ALNUM + "_-", 27)),
        "rubygems": ("GEM_HOST_API_KEY", lambda: "rubygems_" + make.hex(48)),
        "jwt": ("SESSION", make.jwt),
        "azure-storage": ("AZURE_STORAGE_KEY", lambda: make.base64(64)),
        "postgres-url": ("DATABASE_URL", lambda: f"postgres://app:{make.alnum(14)}@db.internal:5432/app"),
        "mongodb-url": ("MONGO_URL", lambda: f"mongodb+srv://app:{make.alnum(16)}@cluster0.a1b2c.mongodb.net/app"),
        "heroku": ("HEROKU_API_KEY", lambda: str(uuid.UUID(int=r.getrandbits(128), version=4))),
        "datadog": ("DATADOG_API_KEY", lambda: make.hex(32)),
        "password": ("DB_PASSWORD", make.password),
        "generic-secret": ("CLIENT_SECRET", lambda: make.alnum(40)),
        "generic-key": ("ACME_API_KEY", lambda: make.alnum(32)),
        "django": ("SECRET_KEY", lambda: make.of(ALNUM + "!@#%^&*(-_=+)", 50)),
    }


def lookalikes(make):
    """What is none: a line each."""
    r = make.rng
    camel = lambda: "".join(r.choice(["get", "User", "Password", "From", "Data", "Token", "Reset", "Key", "Handler", "Config"]) for _ in range(5))
    return {
        "uuid": lambda: f"request_id = \"{uuid.UUID(int=r.getrandbits(128), version=4)}\"",
        "sha1": lambda: f"commit = \"{make.hex(40)}\"",
        "sha256": lambda: f"digest = \"sha256:{make.hex(64)}\"",
        "integrity": lambda: f"\"integrity\": \"sha512-{make.base64(64)}\"",
        "go-sum": lambda: f"github.com/acme/tool v1.2.3 h1:{make.base64(32)}",
        "aws-example": lambda: "aws_access_key_id = AKIAIOSFODNN7EXAMPLE",
        "aws-secret-example": lambda: "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "github-placeholder": lambda: "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "variable": lambda: "password: ${DB_PASSWORD}",
        "template": lambda: "api_key: {{ .Values.apiKey }}",
        "environment": lambda: "const token = process.env.GITHUB_TOKEN;",
        "getenv": lambda: "SECRET_KEY = os.environ[\"SECRET_KEY\"]",
        "changeme": lambda: "DB_PASSWORD=changeme",
        "your-key": lambda: "API_KEY=your-api-key-here",
        "public-key": lambda: f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{make.base64(180)} someone@host",
        "image": lambda: f"background: url(data:image/png;base64,iVBORw0KGgo{make.base64(90)})",
        "jwt-io": lambda: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "function": lambda: f"password = {camel()}(request)",
        "type": lambda: "password: string;",
        "field": lambda: "password_reset_token_expires_at = models.DateTimeField()",
        "prose": lambda: "# The secret key is kept in the vault; rotate the token every week.",
        "stripe-publishable": lambda: "<p>Set your secret key, sk_test_..., in the dashboard.</p>",
        "analytics": lambda: f"ga('create', 'UA-{r.randrange(10**7, 10**8)}-1', 'auto');",
        "aws-role": lambda: f"role_id = AROA{make.of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}",
        "arn": lambda: f"arn:aws:iam::{r.randrange(10**11, 10**12)}:role/deploy",
        "version": lambda: f"resolved \"https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz#{make.hex(40)}\"",
        "certificate": lambda: f"cert: MIID{make.base64(120)}",
        "hash-list": lambda: f"{make.hex(32)}  ./usr/share/doc/readme",
        "color": lambda: f".token {{ color: #{make.hex(6)}; }}",
        "etag": lambda: f"ETag: \"{make.hex(32)}\"",
        "css-class": lambda: f"className=\"{make.of(LETTERS, 8)}-{make.alnum(12)}\"",
        "error-key": lambda: "ERROR_INVALID_API_KEY = \"error.api.key.invalid\"",
        "path": lambda: "private_key_path = \"/etc/ssl/private/server.key\"",
        "crypt-vector": lambda: f"(\"{make.hex(64)}\", \"{make.hex(64)}\"),",
        "login-form": lambda: "<input type=\"password\" name=\"password\" placeholder=\"Password\">",
        "url": lambda: "https://user:password@example.com/path",
        "postgres-example": lambda: "DATABASE_URL=postgres://user:password@localhost:5432/mydb",
    }


# How people write a value down, by the end of the file's name.
FORMS = {
    ".env": lambda name, value: f"{name}={value}",
    ".sh": lambda name, value: f"export {name}='{value}'",
    ".py": lambda name, value: f"{name} = \"{value}\"",
    ".js": lambda name, value: f"const {name.lower()} = '{value}';",
    ".ts": lambda name, value: f"  private readonly {name.lower()}: string = \"{value}\";",
    ".go": lambda name, value: f"\t{name.title().replace('_', '')} := \"{value}\"",
    ".java": lambda name, value: f"    static final String {name} = \"{value}\";",
    ".json": lambda name, value: f"  \"{name.lower()}\": \"{value}\",",
    ".yaml": lambda name, value: f"  {name.lower()}: {value}",
    ".toml": lambda name, value: f"{name.lower()} = \"{value}\"",
    ".properties": lambda name, value: f"{name.lower().replace('_', '.')}={value}",
    ".xml": lambda name, value: f"  <{name.lower()}>{value}</{name.lower()}>",
    ".php": lambda name, value: f"define('{name}', '{value}');",
    ".rb": lambda name, value: f"{name} = '{value}'",
    ".tf": lambda name, value: f"  {name.lower()} = \"{value}\"",
    "Dockerfile": lambda name, value: f"ENV {name}={value}",
    ".bash_history": lambda name, value: f"export {name}={value}",
    ".log": lambda name, value: f"2025-01-31 10:00:00 DEBUG request failed: {name}={value}",
    ".ipynb": lambda name, value: f"    \"{name} = \\\"{value}\\\"\\n\",",
    ".min.js": lambda name, value: "".join(f"function f{i}(a){{return a+{i}}}" for i in range(3000)) + f";var {name.lower()}=\"{value}\";" + "".join(f"f{i}(1);" for i in range(3000)),
}


class Tree:
    """The folder, and what is planted in it."""

    def __init__(self, rng, folder):
        self.rng, self.root, self.labels = rng, folder / "tree", []
        library = Path(sysconfig.get_paths()["stdlib"])
        self.carriers = sorted(path for path in library.glob("*.py") if 2_000 < path.stat().st_size < 40_000)

    def write(self, path, data):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data if isinstance(data, bytes) else data.encode())

    def label(self, path, line, kind, is_secret, last=None):
        self.labels.append({"file": path, "line": line, "last": last or line, "kind": kind, "secret": is_secret})

    def lines(self):
        """Lines of a real file, which are comments wherever they land."""
        text = self.rng.choice(self.carriers).read_text(errors="replace").splitlines()
        start = self.rng.randrange(max(1, len(text) - 60))
        return text[start : start + self.rng.randrange(10, 60)]

    def plant(self, path, planted):
        """A file of real lines with these lines among them: (text, kind, is_secret)."""
        out = []
        for text, kind, is_secret in planted:
            out += self.lines()
            first = len(out) + 1
            out += text.splitlines()
            self.label(path, first, kind, is_secret, len(out))
        out += self.lines()
        self.write(path, "\n".join(out) + "\n")


def main():
    seed, folder = int(sys.argv[1]), Path(sys.argv[2])
    rng = random.Random(seed)
    make, tree = Maker(rng), Tree(rng, folder)
    kinds, false = tokens(make), lookalikes(make)
    forms = list(FORMS)
    # Each kind of secret three times, in files of different kinds; each lookalike three times, in files of their own and beside secrets.
    for round_number in range(3):
        for index, (kind, (name, maker)) in enumerate(kinds.items()):
            end = forms[(index * 3 + round_number * 7) % len(forms)]
            planted = [(FORMS[end](name, maker()), kind, True)]
            if rng.random() < 0.5:
                other = rng.choice(list(false))
                planted.insert(rng.randrange(2), (false[other](), other, False))
            stem = "" if end.startswith((".env", ".bash")) or end == "Dockerfile" else f"settings{index}"
            tree.plant(f"srv/app{round_number}/module{index}/{stem}{end}", planted)
        for index, (kind, maker) in enumerate(false.items()):
            end = rng.choice([".py", ".js", ".yaml", ".txt", ".cfg", ".html"])
            tree.plant(f"srv/app{round_number}/plain{index}/file{end}", [(maker(), kind, False)])
    # Keys in files of their own.
    for index, algorithm in enumerate(["rsa", "ec", "ed25519"]):
        pem = make.pem(algorithm)
        path = ["root/.ssh/id_rsa", "etc/app/tls.key", "srv/app0/keys/signing.pem"][index]
        tree.write(path, pem)
        tree.label(path, 1, f"private-key-{algorithm}", True, len(pem.splitlines()))
    public = "-----BEGIN CERTIFICATE-----\n" + "\n".join(make.base64(48) for _ in range(18)) + "\n-----END CERTIFICATE-----\n"
    tree.write("etc/app/tls.crt", public)
    tree.label("etc/app/tls.crt", 1, "certificate-file", False, 20)
    # Files that tools keep secrets in.
    auth = base64.b64encode(f"deploy:{make.alnum(20)}".encode()).decode()
    special = {
        "root/.docker/config.json": (json.dumps({"auths": {"registry.acme.io": {"auth": auth}}}, indent=1), 4, "docker-auth"),
        "root/.npmrc": (f"registry=https://npm.acme.io/\n//npm.acme.io/:_authToken={uuid.UUID(int=rng.getrandbits(128), version=4)}\n", 2, "npmrc"),
        "root/.netrc": (f"machine git.acme.io\n  login deploy\n  password {make.alnum(18)}\n", 3, "netrc"),
        "root/.git-credentials": (f"https://deploy:{make.alnum(24)}@git.acme.io\n", 1, "git-credentials"),
        "root/.pgpass": (f"db.acme.io:5432:app:app:{make.password()}\n", 1, "pgpass"),
        "root/.aws/credentials": (f"[default]\naws_access_key_id = {make.aws_id()}\naws_secret_access_key = {make.base64(30)}\n", 3, "aws-credentials"),
        "root/.pypirc": (f"[pypi]\nusername = __token__\npassword = pypi-AgEIcHlwaS5vcmc{make.url64(60)}\n", 3, "pypirc"),
        "root/.kube/config": (f"apiVersion: v1\nkind: Config\nusers:\n- name: admin\n  user:\n    client-key-data: {base64.b64encode(make.pem('ec').encode()).decode()}\n", 6, "kube-config"),
        "srv/k8s/secret.yaml": (f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata:\n  password: {base64.b64encode(make.password().encode()).decode()}\n", 7, "k8s-secret"),
        "srv/encoded/token.txt": (base64.b64encode(f"GITHUB_TOKEN={make.checked('ghp_')}".encode()).decode() + "\n", 1, "base64"),
        "srv/encoded/hex.txt": (f"export KEY=$(echo {make.aws_id().encode().hex()} | xxd -r -p)\n", 1, "hex"),
        "srv/encoded/url.txt": (f"https://proxy.acme.io/?to=postgres%3A%2F%2Fapp%3A{make.alnum(16)}%40db.acme.io%2Fapp\n", 1, "percent"),
        "srv/infra/terraform.tfstate": (json.dumps({"version": 4, "resources": [{"type": "aws_db_instance", "instances": [{"attributes": {"username": "app", "password": make.password()}}]}]}, indent=1), 10, "tfstate"),
        "root/.bash_history": (f"ls\ncurl -H 'Authorization: Bearer {make.jwt()}' https://api.acme.io\nmysql -u root -p{make.alnum(12)} app\n", 2, "history-bearer"),
    }
    for path, (text, line, kind) in special.items():
        tree.write(path, text)
        tree.label(path, line, kind, True)
    tree.label("root/.bash_history", 3, "history-mysql", True)
    tree.label("root/.aws/credentials", 2, "aws-credentials-id", True)
    # Inside archives and compiled files, where lines mean nothing.
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("BOOT-INF/classes/application.properties", f"spring.datasource.password={make.password()}\n")
    tree.write("srv/java/app.jar", packed.getvalue())
    tree.label("srv/java/app.jar", 0, "in-jar", True)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        data = f"TOKEN={make.checked('ghp_')}\n".encode()
        entry = tarfile.TarInfo("backup/.env")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    tree.write("srv/backup.tar.gz", packed.getvalue())
    tree.label("srv/backup.tar.gz", 0, "in-tar-gz", True)
    tree.write("srv/app.log.1.gz", gzip.compress(f"started\nlogin with {make.checked('ghp_')}\n".encode()))
    tree.label("srv/app.log.1.gz", 0, "in-gzip", True)
    tree.write("srv/windows/settings.reg", f"\ufeff\"Token\"=\"{make.checked('ghp_')}\"\r\n".encode("utf-16-le"))
    tree.label("srv/windows/settings.reg", 0, "utf-16", True)
    code = compile(f"TOKEN = '{make.checked('ghp_')}'\n", "a.py", "exec")
    import importlib._bootstrap_external as bootstrap

    tree.write("srv/py/a.cpython-311.pyc", bytes(bootstrap._code_to_timestamp_pyc(code)))
    tree.label("srv/py/a.cpython-311.pyc", 0, "in-pyc", True)
    (folder / "labels.json").write_text(json.dumps(tree.labels, indent=1))
    secrets = sum(label["secret"] for label in tree.labels)
    print(f"{secrets} secrets and {len(tree.labels) - secrets} lookalikes in {folder}")


if __name__ == "__main__":
    main()
