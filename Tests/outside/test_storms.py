"""All at once: load, clients that vanish, manifests that change, and the end of the process in the middle of it."""

import http.client
import json
import os
import random
import signal
import threading
import time

import pytest

import stand_in as lambda_
from admin import Admin
from gateway import CREDENTIALS, Gateway, environment, manifest, route
from wire import Wire

CALLERS = 12
VANISHERS = 4


def document(generation, **settings):
    paths = {
        "/a/{name}": {"get": route(target=f"a-{generation}", size=1 + generation % 5, wait_ms=generation % 4)},
        "/b/{name}": {"get": route(target="b", size=4, wait_ms=3, key=["header:x-tenant"])},
        "/s/{name}": {"get": route(target="s", size=2, wait_ms=2, invokeMode="response_stream")},
    }
    return json.dumps(manifest(paths, AdminAddr="127.0.0.1:0", **settings))


def behave(invocation):
    """Buffered or in parts, as it was asked; each item with its own path."""
    if "response-streaming" not in invocation.raw_path:
        return lambda_.echo(invocation)

    def write(invocation):
        for item in invocation.items:
            yield lambda_.line(item, "chunk", body=f"GET {item['rawPath']}")
        for item in invocation.items:
            yield lambda_.line(item, "chunk", body=" ") + lambda_.line(item, "end")

    return lambda_.streamed(write)(invocation)


class Storm:
    """Callers that ask without a pause for paths that nobody else asks for, beside others that leave at any moment."""

    def __init__(self, gateway, seed):
        self._gateway = gateway
        self.over = threading.Event()
        self.answered = {}  # path to answer
        self.unanswered = {}  # path to what came instead
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(seed, i)) for i in range(CALLERS)]
        self._threads += [threading.Thread(target=self._vanish, args=(seed, i)) for i in range(VANISHERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self._threads:
            thread.join(60)
            assert not thread.is_alive()

    def wait_for(self, count):
        end = time.monotonic() + 60
        while len(self.answered) < count:
            assert time.monotonic() < end, f"{len(self.answered)} answers, {self.unanswered}"
            threading.Event().wait(0.01)

    def _ask(self, seed, index):
        random_ = random.Random(seed * 100 + index)
        number = 0
        while not self.over.is_set():
            try:
                with self._gateway.caller() as caller:
                    for _ in range(random_.randrange(1, 100)):
                        if self.over.is_set():
                            return
                        number += 1
                        path = f"/{random_.choice('abs')}/{index}-{number}"
                        headers = [("x-tenant", str(random_.randrange(3)))]
                        try:
                            answer = caller.ask("GET", path, headers)
                        except (OSError, http.client.HTTPException) as error:
                            with self._lock:
                                self.unanswered[path] = repr(error)
                            raise
                        with self._lock:
                            self.answered[path] = answer
                        if answer.headers["connection"] == "close":
                            break
            except (OSError, http.client.HTTPException):
                threading.Event().wait(0.001)

    def _vanish(self, seed, index):
        random_ = random.Random(seed * 100 + 50 + index)
        number = 0
        while not self.over.is_set():
            number += 1
            request = b"GET /%s/gone-%d-%d HTTP/1.1\r\nHost: a\r\nX-Tenant: %d\r\n\r\n" % (
                random_.choice([b"a", b"b", b"s"]), index, number, random_.randrange(3),
            )
            try:
                wire = Wire(self._gateway)
                wire.send(request * random_.randrange(1, 4))
                threading.Event().wait(random_.random() * 0.01)
                wire.vanish()
            except OSError:
                threading.Event().wait(0.001)


@pytest.fixture
def start(smug, stand_in, tmp_path):
    running = []

    def start(**settings):
        location = tmp_path / "gateway.yaml"
        location.write_text(document(1, **settings))
        variables = {"AWS_ENDPOINT_URL_LAMBDA": stand_in.url, **CREDENTIALS}
        gateway = Gateway(smug, location, environment(tmp_path, **variables))
        running.append(gateway)
        return gateway, location

    stand_in.behave(behave)
    yield start
    for gateway in running:
        assert gateway.stop() == 0, gateway.said()


def check_own(path, answer):
    assert (answer.status, answer.text) == (200, f"GET {path} "), (path, answer)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_storm_of_manifests_clients_and_departures_mixes_up_nothing(start, seed):
    gateway, location = start()
    random_ = random.Random(seed)
    with Storm(gateway, seed) as storm:
        for generation in range(2, 80):
            new = location.with_suffix(".new")
            is_broken = random_.random() < 0.2
            new.write_text("ListenAddr: [" if is_broken else document(generation))
            os.replace(new, location)
            if random_.random() < 0.5:
                gateway.process.send_signal(signal.SIGHUP)
            threading.Event().wait(random_.random() * 0.05)
        storm.wait_for(300)
    assert storm.unanswered == {}
    for path, answer in storm.answered.items():
        check_own(path, answer)
    samples = left(gateway)
    assert all(value == 0 for value in samples.values()), samples


def left(gateway, seconds=40):
    """What the gateway still holds, once that is nothing, or after a while.

    That is longer than `timeoutMs`: for so long places are kept of calls whose clients have left."""
    admin = Admin(gateway)
    names = ("smug_inflight_requests", "smug_queue_depth", "smug_waiting_batches", "smug_connections", "smug_inflight_invocations")
    end = time.monotonic() + seconds
    while True:
        samples = {key: value for key, value in admin.samples().items() if key[0] in names}
        if not any(samples.values()) or time.monotonic() > end:
            return samples
        threading.Event().wait(0.05)


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_signal_in_the_storm_answers_all_that_was_invoked(start, stand_in, seed):
    gateway, _ = start()
    with Storm(gateway, seed) as storm:
        storm.wait_for(100)
        gateway.process.send_signal(signal.SIGTERM)
        gateway.process.wait(60)
        storm.over.set()
    assert gateway.process.returncode == 0, gateway.said()
    for path, answer in storm.answered.items():
        if answer.status == 503:
            assert (answer.json["code"], answer.headers["connection"]) == ("draining", "close")
            assert answer.headers["retry-after"] == "1"
        else:
            check_own(path, answer)
    invoked = {item["rawPath"] for invocation in stand_in.invocations for item in invocation.items}
    lost = {path: what for path, what in storm.unanswered.items() if path in invoked}
    assert lost == {}, "these were invoked and have no answer"
