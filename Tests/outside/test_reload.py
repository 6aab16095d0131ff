"""A manifest that is changed under a running gateway while load runs: not one request is lost."""

import http.client
import http.server
import json
import os
import pty
import shlex
import signal
import subprocess
import threading
import time

import pytest

import stand_in as lambda_
from admin import Admin
from aws_services import Services
from gateway import CREDENTIALS, Gateway, environment, manifest, route

CALLERS = 16


def document(generation, **settings):
    """A manifest whose /moved names its generation, whose /kept is always the same."""
    paths = {
        "/moved": {"get": route(target=f"g-{generation}", size=4, wait_ms=2)},
        "/kept": {"get": route(target="kept", size=4, wait_ms=2)},
    }
    return json.dumps(manifest(paths, **settings))


def named(invocation):
    """Each item is answered with the function that was asked."""
    return lambda_.edited(lambda records: [{**one, "body": invocation.function} for one in records])(invocation)


class Load:
    """Callers that ask without a pause, each on one connection, until the load is taken away."""

    def __init__(self, gateway, generations):
        self._gateway = gateway
        self._generations = generations
        self._over = threading.Event()
        self.answers = 0
        self.wrong = []
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(i,)) for i in range(CALLERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, error, *_):
        end = time.monotonic() + 60
        while error is None and not self.wrong and self.answers <= 100 and time.monotonic() < end:
            threading.Event().wait(0.01)
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _run(self, index):
        path = "/kept" if index % 4 == 0 else "/moved"
        try:
            with self._gateway.caller() as caller:
                while not self._over.is_set():
                    answer = caller.ask("GET", path)
                    with self._lock:
                        self.answers += 1
                    expected = {"kept"} if path == "/kept" else {f"g-{i}" for i in self._generations}
                    if answer.status != 200 or answer.text not in expected:
                        self._note((path, answer))
        except Exception as error:  # a connection that ends is a request that is lost
            self._note((path, repr(error)))

    def _note(self, what):
        with self._lock:
            self.wrong.append(what)


def renamed(location, text):
    new = location.with_suffix(".new")
    new.write_text(text)
    os.replace(new, location)


def written(location, text):
    location.write_text(text)


def swapped(location, text):
    """As Kubernetes does it: the file is a link into a directory that is a link, which is swapped."""
    number = time.monotonic_ns()
    directory = location.parent / f"..{number}"
    directory.mkdir()
    (directory / "gateway.yaml").write_text(text)
    link = location.parent / f"..data.{number}"
    link.symlink_to(directory.name)
    os.replace(link, location.parent / "..data")


def wait_for(gateway, event, count, seconds=60):
    """Returns when so many lines of the log have this event."""
    end = time.monotonic() + seconds
    while True:
        lines = [line for line in list(gateway.log) if line.get("event") == event]
        if len(lines) >= count:
            return lines
        assert time.monotonic() < end and gateway.process.poll() is None, gateway.said()
        threading.Event().wait(0.01)


@pytest.fixture
def start(smug, stand_in, tmp_path):
    running = []

    def start(location, **variables):
        variables = {"AWS_ENDPOINT_URL_LAMBDA": stand_in.url, **CREDENTIALS, **variables}
        gateway = Gateway(smug, location, environment(tmp_path, **variables))
        running.append(gateway)
        return gateway

    stand_in.behave(named)
    yield start
    for gateway in running:
        assert gateway.stop() == 0, gateway.said()


@pytest.mark.parametrize("change", [renamed, written, swapped], ids=lambda change: change.__name__)
def test_no_request_is_lost_while_the_file_changes(start, tmp_path, change):
    location = tmp_path / "gateway.yaml"
    if change is swapped:
        (tmp_path / "..first").mkdir()
        (tmp_path / "..first" / "gateway.yaml").write_text(document(1))
        (tmp_path / "..data").symlink_to("..first")
        location.symlink_to("..data/gateway.yaml")
    else:
        location.write_text(document(1))
    gateway = start(location)
    generations = [1]
    with Load(gateway, generations) as load:
        for generation in range(2, 12):
            generations.append(generation)
            change(location, document(generation))
            line = wait_for(gateway, "reloaded", generation - 1)[-1]
            assert (line["generation"], line["trigger"]) == (generation, "file")
        assert gateway.ask("GET", "/moved").text == "g-11"
    assert load.wrong == [], load.wrong[:3]
    assert load.answers > 100


def test_no_request_is_lost_over_hundreds_of_signals(start, tmp_path):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(1))
    gateway = start(location)
    generations = [1]
    refused = 0
    with Load(gateway, generations) as load:
        for generation in range(2, 202):
            generations.append(generation)
            if generation % 10 == 0:
                renamed(location, "ListenAddr: nowhere\nSpec: {}\n")
                gateway.process.send_signal(signal.SIGHUP)
                refused += 1
                line = wait_for(gateway, "reload_refused", refused)[-1]
                assert line["problems"] == 2
                assert [problem["line"] for problem in line["first"]] == [1, 2]
            renamed(location, document(generation))
            gateway.process.send_signal(signal.SIGHUP)
            wait_for(gateway, "reloaded", generation - 1)
        assert gateway.ask("GET", "/moved").text == "g-201"
        assert gateway.ask("GET", "/readyz").status == 200
    assert load.wrong == [], load.wrong[:3]
    assert load.answers > 100


def test_a_broken_manifest_changes_nothing_until_it_is_mended(start, tmp_path):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(1))
    gateway = start(location)
    location.unlink()
    assert "no file" in wait_for(gateway, "reload_refused", 1)[-1]["reason"]
    assert gateway.ask("GET", "/moved").text == "g-1"
    renamed(location, "{")
    wait_for(gateway, "reload_refused", 2)
    assert gateway.ask("GET", "/moved").text == "g-1"
    renamed(location, document(2))
    wait_for(gateway, "reloaded", 1)
    assert gateway.ask("GET", "/moved").text == "g-2"


def test_a_pipe_in_the_manifests_place_holds_up_nothing(start, tmp_path):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(1))
    gateway = start(location)
    os.mkfifo(tmp_path / "pipe")
    os.replace(tmp_path / "pipe", location)
    assert "pipe" in wait_for(gateway, "reload_refused", 1)[-1]["reason"]
    assert gateway.ask("GET", "/moved").text == "g-1"
    renamed(location, document(2))
    wait_for(gateway, "reloaded", 1)
    assert gateway.ask("GET", "/moved").text == "g-2"


def test_a_manifest_that_comes_through_a_pipe_is_read_once(start, tmp_path):
    location = tmp_path / "pipe"
    os.mkfifo(location)
    threading.Thread(target=location.write_text, args=(document(1),), daemon=True).start()
    gateway = start(location)
    assert gateway.ask("GET", "/moved").text == "g-1"
    gateway.process.send_signal(signal.SIGHUP)
    line = wait_for(gateway, "reload_refused", 1)[0]
    assert line["trigger"] == "signal" and "pipe" in line["reason"]


def test_a_signal_that_comes_before_it_listens_is_a_reload(smug, stand_in, tmp_path):
    location = tmp_path / "pipe"
    os.mkfifo(location)
    variables = environment(tmp_path, AWS_ENDPOINT_URL_LAMBDA=stand_in.url, **CREDENTIALS)
    process = subprocess.Popen(
        [smug, "gateway", "--config", str(location)], env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    try:
        with location.open("w") as pipe:  # which waits until the gateway reads it
            for _ in range(3):
                process.send_signal(signal.SIGHUP)
            pipe.write(document(1))
        lines = (json.loads(line) for line in process.stdout)
        told = next((line for line in lines if line["event"].startswith("reload_")), None)
        assert told and told["trigger"] == "signal" and "pipe" in told["reason"], process.poll()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("prefix, lives", [((), False), (("nohup",), True)], ids=["plain", "nohup"])
def test_whose_terminal_is_closed_ends_unless_it_is_to_outlive_it(smug, tmp_path, prefix, lives):
    (tmp_path / "gateway.yaml").write_text(document(1))
    log = tmp_path / "log"
    command = [*prefix, smug, "gateway", "--config", str(tmp_path / "gateway.yaml")]
    script = f"{shlex.join(command)} >{log} 2>&1 </dev/null & echo $! >{tmp_path}/pid; wait"
    shell, terminal = pty.fork()
    if shell == 0:
        os.execve("/bin/bash", ["bash", "-c", script], environment(tmp_path, **CREDENTIALS))
    end = time.monotonic() + 60
    pid = tmp_path / "pid"
    while not (log.exists() and "listening" in log.read_text() and pid.read_text()) and time.monotonic() < end:
        threading.Event().wait(0.02)
    process = int(pid.read_text())
    os.close(terminal)
    os.waitpid(shell, 0)
    try:
        if lives:
            os.kill(process, signal.SIGHUP)  # as a shell tells its jobs
            while "reload_unchanged" not in log.read_text() and time.monotonic() < end:
                threading.Event().wait(0.02)
            assert "reload_unchanged" in log.read_text(), log.read_text()
            os.kill(process, signal.SIGTERM)
        while "stopped" not in log.read_text() and time.monotonic() < end:
            threading.Event().wait(0.02)
        events = [json.loads(line)["event"] for line in log.read_text().splitlines() if line.startswith("{")]
        assert events[-2:] == ["draining", "stopped"], events
    finally:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def test_what_needs_a_start_is_told(start, tmp_path):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(1, AdminAddr="127.0.0.1:0"))
    gateway = start(location)
    renamed(
        location,
        document(2, ListenAddr="127.0.0.1:1", AwsRegion="eu-west-1", AdminAddr="127.0.0.1:2", MaxInflightRequests=77))
    assert wait_for(gateway, "restart_needed", 1)[-1]["keys"] == ["ListenAddr", "AdminAddr", "AwsRegion"]
    assert gateway.ask("GET", "/moved").text == "g-2"
    shown = Admin(gateway).get("/manifest").json
    in_effect = ["127.0.0.1:0", "127.0.0.1:0", "eu-central-1", 77]
    assert [shown[key] for key in ("ListenAddr", "AdminAddr", "AwsRegion", "MaxInflightRequests")] == in_effect


def test_no_request_is_lost_while_an_object_in_s3_changes(start):
    with Services() as services:
        def put(generation):
            services.client("s3").put_object(
                Bucket="configs", Key="gateway.yaml", Body=document(generation, ReloadIntervalMs=100).encode()
            )

        services.put("configs", "gateway.yaml", document(1, ReloadIntervalMs=100).encode())
        gateway = start("s3://configs/gateway.yaml", AWS_ENDPOINT_URL_S3=services.url, AWS_REGION="eu-central-1")
        generations = [1]
        with Load(gateway, generations) as load:
            for generation in range(2, 12):
                generations.append(generation)
                put(generation)
                line = wait_for(gateway, "reloaded", generation - 1)[-1]
                assert (line["generation"], line["trigger"]) == (generation, "etag")
            services.client("s3").delete_object(Bucket="configs", Key="gateway.yaml")
            assert "gateway.yaml" in wait_for(gateway, "manifest_poll_failed", 1)[-1]["reason"]
            generations.append(12)
            put(12)
            wait_for(gateway, "reloaded", 11)
            assert gateway.ask("GET", "/moved").text == "g-12"
        assert load.wrong == [], load.wrong[:3]
        assert load.answers > 100


class FlakyStore(http.server.ThreadingHTTPServer):
    """S3 with one object. While `fails` says so for a request, it denies access."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.version, self.body = 1, b""
        self.fails = lambda is_look: False
        self.holds = threading.Event()  # while it is set, requests get no answer …
        self.held = threading.Event()  # … of which this tells
        self.over = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            if self.server.holds.is_set():
                self.server.held.set()
                self.server.over.wait(60)
                return
            tag, known = f'"{self.server.version}"', self.headers.get("if-none-match")
            status, body = (304, b"") if known == tag else (200, self.server.body)
            if self.server.fails(known is not None):
                status, body = 403, b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
            self.send_response(status)
            self.send_header("etag", tag)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass


def metric(gateway, name):
    address = gateway.wait_for_event("admin_listening")["address"]
    connection = http.client.HTTPConnection(address)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return next(float(line.split()[-1]) for line in lines if line.startswith(name + " "))


def test_a_new_object_that_cannot_be_read_at_once_is_read_later(start):
    def document_in_store(generation):
        return document(generation, ReloadIntervalMs=100, AdminAddr="127.0.0.1:0").encode()

    with FlakyStore() as store:
        threading.Thread(target=store.serve_forever, daemon=True).start()
        store.body = document_in_store(1)
        endpoint = f"http://127.0.0.1:{store.server_address[1]}"
        gateway = start("s3://configs/gateway.yaml", AWS_ENDPOINT_URL_S3=endpoint, AWS_REGION="eu-central-1")
        # Who looks sees that there is another; who reads it is refused.
        store.fails = lambda is_look: not is_look
        store.version, store.body = 2, document_in_store(2)
        wait_for(gateway, "reload_refused", 1)
        assert metric(gateway, "smug_manifest_refused") == 1
        assert gateway.ask("GET", "/moved").text == "g-1"
        store.fails = lambda is_look: False
        wait_for(gateway, "reloaded", 1)
        assert gateway.ask("GET", "/moved").text == "g-2"
        # What serves is what is there, but nobody can know.
        store.fails = lambda is_look: True
        wait_for(gateway, "manifest_poll_failed", 1)
        assert metric(gateway, "smug_manifest_refused") == 1
        store.fails = lambda is_look: False
        end = time.monotonic() + 60
        while metric(gateway, "smug_manifest_refused") and time.monotonic() < end:
            threading.Event().wait(0.05)
        assert metric(gateway, "smug_manifest_refused") == 0
        store.shutdown()


def test_a_manifest_that_does_not_come_holds_up_no_end(start):
    with FlakyStore() as store:
        threading.Thread(target=store.serve_forever, daemon=True).start()
        store.body = document(1).encode()
        endpoint = f"http://127.0.0.1:{store.server_address[1]}"
        gateway = start("s3://configs/gateway.yaml", AWS_ENDPOINT_URL_S3=endpoint, AWS_REGION="eu-central-1")
        store.holds.set()
        gateway.process.send_signal(signal.SIGHUP)
        assert store.held.wait(60)
        assert gateway.stop() == 0
        assert not any(line["event"] == "reload_refused" for line in gateway.log), gateway.said()
        store.over.set()
        store.shutdown()


def test_signals_to_reload_change_nothing_of_the_end(start, tmp_path):
    location = tmp_path / "gateway.yaml"
    location.write_text(document(1))
    for _ in range(3):
        gateway = start(location)
        gateway.process.send_signal(signal.SIGTERM)
        while gateway.process.poll() is None:
            gateway.process.send_signal(signal.SIGHUP)
            threading.Event().wait(0.001)
        assert gateway.stop() == 0, gateway.said()
