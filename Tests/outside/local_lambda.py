"""`smug local` as a process, and boto3 as its client."""

import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from gateway import PATIENCE, environment

HERE = pathlib.Path(__file__).resolve().parent
# AWS's own runtime for Python, with the functions of local_function.py.
PYTHON = f"{sys.executable} -m awslambdaric local_function."
LISTENS = re.compile(r"listens on (http://\S+)")


class LocalLambda:
    """A running `smug local`. What it prints is read all the time."""

    def __init__(self, binary, home, functions, *arguments, **variables):
        self.lines = {"out": [], "err": []}
        self._changed = threading.Condition()
        words = [f"--function={name}={command}" for name, command in functions.items()]
        self.process = subprocess.Popen(
            [binary, "local", "--listen", "127.0.0.1:0", *words, *arguments],
            env=environment(home, PYTHONDONTWRITEBYTECODE="1", **variables), cwd=HERE,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        self._readers = [
            threading.Thread(target=self._read, args=(name, pipe), daemon=True)
            for name, pipe in (("out", self.process.stdout), ("err", self.process.stderr))
        ]
        for reader in self._readers:
            reader.start()
        self.url = LISTENS.search(self.wait_for("err", LISTENS.search))[1]

    def _read(self, name, pipe):
        for line in pipe:
            with self._changed:
                self.lines[name].append(line.rstrip("\n"))
                self._changed.notify_all()

    def wait_for(self, name, fits, seconds=PATIENCE):
        """The first line, also of those that were printed before, that fits."""

        def found():
            return next((line for line in self.lines[name] if fits(line)), None)

        with self._changed:
            end = time.monotonic() + seconds
            while found() is None and self.process.poll() is None and time.monotonic() < end:
                self._changed.wait(0.1)
            assert found() is not None, f"no such line\n{self.said()}"
            return found()

    def said(self):
        return f"exit {self.process.poll()}\n" + "\n".join(self.lines["err"] + self.lines["out"])

    def client(self, credentials=None, **config):
        """boto3's client; unsigned without credentials, never trying twice."""
        if credentials is None:
            config = {"signature_version": UNSIGNED, **config}
        key, secret = credentials or ("none", "none")
        return boto3.client(
            "lambda", endpoint_url=self.url, region_name="us-east-1",
            aws_access_key_id=key, aws_secret_access_key=secret,
            config=Config(retries={"total_max_attempts": 1}, read_timeout=PATIENCE, max_pool_connections=50, **config),
        )

    def stop(self, *numbers, seconds=PATIENCE):
        """Sends the signals, one after the other; the exit code."""
        for number in numbers or (signal.SIGTERM,):
            if self.process.poll() is None:
                self.process.send_signal(number)
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


def is_running(pid):
    """Whether there is such a process, zombies left out."""
    try:
        status = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(pid, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while is_running(pid):
        assert time.monotonic() < end, f"process {pid} is still there"
        threading.Event().wait(0.02)
