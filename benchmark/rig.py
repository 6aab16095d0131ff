"""What the measurements share: a gateway as a process, a function behind it, callers in front."""

import contextlib
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import struct
import subprocess
import tempfile
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
# Absolute, as a gateway runs in a folder of its own.
SMUG = pathlib.Path(os.environ.get("SMUG_BIN", ROOT / ".build/release/smug")).absolute()

# What a browser behind a load balancer sends.
REQUEST = (
    b"GET /hello/42 HTTP/1.1\r\n"
    b"Host: 127.0.0.1:3000\r\n"
    b"Accept: application/json, text/plain, */*\r\n"
    b"Accept-Encoding: gzip, deflate, br\r\n"
    b"Accept-Language: en-GB,en;q=0.9,de;q=0.8\r\n"
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n"
    b"X-Forwarded-For: 203.0.113.7\r\n"
    b"X-Forwarded-Proto: https\r\n"
    b"X-Tenant-Id: tenant-42\r\n\r\n"
)


def body(size):
    """JSON of so many bytes; 100 at least."""
    return _json({"name": 'a "quoted" name', "text": "x" * (size - 38)})


def post(body):
    """The request with a body."""
    fields = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    return REQUEST.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\n" + fields) + body


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def _message(kind, payload):
    """One message of an event stream: its prelude, its headers, what it carries, and their checksums."""
    headers = b"".join(
        struct.pack(">B", len(name)) + name + struct.pack(">BH", 7, len(value)) + value
        for name, value in ((b":message-type", b"event"), (b":event-type", kind))
    )
    message = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    message += struct.pack(">I", zlib.crc32(message)) + headers + payload
    return message + struct.pack(">I", zlib.crc32(message))


class _Function(http.server.BaseHTTPRequestHandler):
    """Answers every item of a batch with its id and path, as the yard's fake-lambda does."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["content-length"])))
        records = [self.record(item) for item in event["batch"]]
        if self.path.endswith("/response-streaming-invocations"):
            kind, body = b"application/vnd.amazon.eventstream", self.stream(records)
        else:
            kind, body = b"application/json", _json({"v": 1, "responses": records})
        # One write: a head in a packet of its own would be a read of its own.
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %d\r\n"
            b"date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n%s" % (kind, len(body), body)
        )

    @staticmethod
    def stream(records):
        """Each record as a line in a message of its own."""
        lines = [_json({"v": 1, **record}) + b"\n" for record in records]
        return b"".join(_message(b"PayloadChunk", line) for line in lines) + _message(b"InvokeComplete", b"{}")

    @staticmethod
    def record(item):
        echo = {"id": item["requestContext"]["requestId"], "path": item["rawPath"]}
        return {
            "id": echo["id"],
            "statusCode": 200,
            "headers": {"content-type": "application/json", "cache-control": "no-store"},
            "body": _json(echo).decode(),
            "isBase64Encoded": False,
        }

    def log_message(self, *_):
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


class _SecuredServer(_Server):
    """Shakes hands in the connection's own thread, where nobody waits for it."""

    def __init__(self, address, handler, certificate):
        super().__init__(address, handler)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate / "tls.crt", certificate / "tls.key")

    def finish_request(self, request, client_address):
        super().finish_request(self._context.wrap_socket(request, server_side=True), client_address)


@contextlib.contextmanager
def function(certificate=None):
    """A function behind an Invoke API of its own; the API's address."""
    address = ("127.0.0.1", 0)
    server = _SecuredServer(address, _Function, certificate) if certificate else _Server(address, _Function)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextlib.contextmanager
def certificate():
    """A folder with a certificate for 127.0.0.1 and its key: P-256, as most have by now."""
    with tempfile.TemporaryDirectory(prefix="smug-certificate-") as folder:
        folder = pathlib.Path(folder)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-days", "30", "-subj", "/CN=benchmark", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", folder / "tls.key", "-out", folder / "tls.crt"],
            check=True, capture_output=True,
        )
        yield folder


class Gateway:
    """A gateway that runs, perhaps under another program: `under` stands before its command.

    With a `certificate` it speaks TLS with its callers; it trusts that certificate in Lambda's place too.
    `config` stands in for yard.yaml.
    """

    def __init__(
        self, endpoint, batch, wait_ms, under=(), threads=1, certificate=None, trusts=None, mode="buffered",
        config=None,
    ):
        self.directory = tempfile.TemporaryDirectory(prefix="smug-benchmark-")
        home = pathlib.Path(self.directory.name)
        self.port = free_port()
        config = config or (ROOT / "benchmark/yard.yaml").read_text()
        for name, value in {"port": self.port, "wait": wait_ms, "batch": batch}.items():
            config = config.replace("{" + name + "}", str(value))
        if mode != "buffered":
            config = config.replace("x-smug: {", f"x-smug: {{ invokeMode: {mode},")
        self.tls = None
        variables = {"AWS_ENDPOINT_URL_LAMBDA": endpoint}
        if certificate:
            config += f"Tls: {{ CertificateFile: {certificate}/tls.crt, KeyFile: {certificate}/tls.key }}\n"
            self.tls = ssl.create_default_context(cafile=certificate / "tls.crt")
        if trusts:
            variables["AWS_CA_BUNDLE"] = str(trusts / "tls.crt")
        (home / "gateway.yaml").write_text(config)
        self.log = open(home / "log", "wb")
        command = [*under, str(SMUG), "gateway", "--threads", str(threads)]
        command += ["--config", str(home / "gateway.yaml")]
        self.process = subprocess.Popen(
            command, cwd=home, env={**_environment(home), **variables},
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        until = time.monotonic() + 60
        while True:
            try:
                return self.connect(1)[0].close() or self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    log = pathlib.Path(self.log.name).read_text()
                    raise SystemExit(f"the gateway did not start:\n{log}") from None
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.directory.cleanup()

    def resident_kib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def connect(self, count):
        return [self._caller() for _ in range(count)]

    def _caller(self):
        plain = socket.create_connection(("127.0.0.1", self.port))
        return self.tls.wrap_socket(plain, server_hostname="127.0.0.1") if self.tls else plain


def ask_all(callers, request=lambda index: REQUEST):
    """Each caller asks once, all at the same time; returns when each has its answer."""
    for index, caller in enumerate(callers):
        caller.sendall(request(index))
    for caller in callers:
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += _receive(caller)
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise SystemExit(f"not an answer to measure: {answer!r}")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += _receive(caller)


def h2load(gateway, requests, *options):
    """Asks under h2load, whose words for a protocol and its connections `options` are; every request must succeed."""
    scheme = "https" if gateway.tls else "http"
    said = subprocess.run(
        ["h2load", "-n", str(requests), *options, f"{scheme}://127.0.0.1:{gateway.port}/hello/42"],
        capture_output=True, text=True, check=True,
    ).stdout
    if not re.search(rf"status codes: {requests} 2xx", said):
        raise SystemExit(f"not every request was answered:\n{said}")


def _receive(caller):
    received = caller.recv(65_536)
    if not received:
        raise SystemExit("the gateway closed a connection")
    return received


def _environment(home):
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "ALL_PROXY", "NO_PROXY") if key in os.environ}
    credentials = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
    return {**kept, **credentials, "HOME": str(home), "AWS_REGION": "eu-central-1"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
