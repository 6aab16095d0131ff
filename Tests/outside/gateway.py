"""The built gateway as a process, and callers that keep one connection each."""

import concurrent.futures
import dataclasses
import http.client
import json
import os
import signal
import socket
import struct
import subprocess
import threading
import time

# How long the tests wait for what comes at once on a machine that has nothing else to do.
PATIENCE = 60

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret/of+the/tests"}


def route(target="hello", size=4, wait_ms=5000, timeout_ms=20000, **batching):
    """An operation of the specification."""
    batching = {"maxBatchSize": size, "maxWaitMs": wait_ms, "timeoutMs": timeout_ms, **batching}
    return {"x-target-lambda": target, "x-smug": batching}


def manifest(paths, **settings):
    """A whole manifest; without `AwsRegion` when that is None."""
    settings = {"ListenAddr": "127.0.0.1:0", "AwsRegion": "eu-central-1", **settings}
    settings = {key: value for key, value in settings.items() if value is not None}
    return {**settings, "Spec": {"paths": paths}}


def free_address():
    """For who has to be told a port before it listens: of an address from which nobody connects, so that none is lost."""
    with socket.create_server(("127.0.0.2", 0)) as free:
        return "{}:{}".format(*free.getsockname())


def environment(home, **variables):
    """Nothing of the developer's own settings but what a program needs to start."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    return {**kept, "HOME": str(home), **variables}


@dataclasses.dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Gateway:
    """A running gateway. Its log is JSON, a line each, on standard output."""

    def __init__(self, binary, location, variables, *arguments, preface=b"", tls=None):
        self.preface = preface  # what each connection begins with
        self.tls = tls  # the context of clients, where the gateway speaks TLS
        self.log = []
        self.other_output = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [binary, "gateway", "--config", str(location), *arguments],
            env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        self._readers = [
            threading.Thread(target=self._read, args=(pipe,), daemon=True)
            for pipe in (self.process.stdout, self.process.stderr)
        ]
        for reader in self._readers:
            reader.start()
        self.host, self.port = self.wait_for_event("listening")["address"].rsplit(":", 1)
        self._wait_until_ready()

    def _read(self, pipe):
        for line in pipe:
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            with self._changed:
                if isinstance(record, dict):
                    self.log.append(record)
                else:
                    self.other_output.append(line.decode(errors="replace"))
                self._changed.notify_all()

    def wait_for_event(self, event, **members):
        """The first line of the log with this event, and with these members."""
        wanted = {"event": event, **members}
        return self.wait_for_line(lambda line: wanted.items() <= line.items())

    def wait_for_line(self, fits, count=1):
        """The line of the log with which so many fit: it is written a moment after what it tells of."""

        def found():
            return [line for line in self.log if fits(line)][count - 1:count]

        with self._changed:
            end = time.monotonic() + PATIENCE
            while not found() and self.process.poll() is None and time.monotonic() < end:
                self._changed.wait(0.1)
            assert found(), f"the line that is waited for does not come\n{self.said()}"
            return found()[0]

    def said(self):
        lines = [json.dumps(line) for line in self.log] + [line.rstrip() for line in self.other_output]
        return f"exit {self.process.poll()}\n" + "\n".join(lines)

    def _wait_until_ready(self):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                with self.caller() as caller:
                    if caller.ask("GET", "/readyz").status == 200:
                        return
            except OSError:
                pass
            assert time.monotonic() < end and self.process.poll() is None, self.said()
            threading.Event().wait(0.02)

    def caller(self, timeout=PATIENCE):
        return Caller(self.host, self.port, timeout, self.preface, self.tls)

    def ask(self, method, path, headers=(), body=None):
        with self.caller() as caller:
            return caller.ask(method, path, headers, body)

    def stop(self, signal_number=signal.SIGTERM, seconds=PATIENCE):
        """Asks the gateway to end; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal_number)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"still there {seconds} s after the signal\n{self.said()}") from None
        finally:
            for reader in self._readers:
                reader.join(5)
        return self.process.returncode


class Caller:
    """A client that asks one thing after the other on one connection."""

    def __init__(self, host, port, timeout, preface=b"", tls=None):
        self._connection = http.client.HTTPConnection(host, int(port), timeout=timeout)
        if preface or tls:
            self._connection.connect()
            self._connection.sock.sendall(preface)
        if tls:
            self._connection.auto_open = 0  # a second one would be in clear text
            self._connection.sock = tls.wrap_socket(self._connection.sock, server_hostname=host)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._connection.close()

    def ask(self, method, path, headers=(), body=None):
        """Headers are pairs, sent in this order, twice where they stand twice."""
        self.send(method, path, headers, body)
        return self.receive()

    def send(self, method, path, headers=(), body=None):
        self._connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers:
            self._connection.putheader(name, value)
        if body is not None:
            self._connection.putheader("content-length", str(len(body)))
        try:
            self._connection.endheaders(body)
        except (BrokenPipeError, ConnectionResetError):
            if self._connection.sock is None:
                raise  # it was never there
            # It answered before it had read everything: the answer can still be received.

    def receive(self):
        response = self._connection.getresponse()
        return Answer(response.status, response.msg, response.read())

    def vanish(self):
        """Resets the connection, as a client does whose process was killed."""
        self._connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.close()


def together(callers, ask):
    """`ask(index, caller)` of all callers at once; their answers in order."""
    with concurrent.futures.ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(ask, range(len(callers)), callers))
