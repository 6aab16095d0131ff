"""What stands for the S3 that takes CloudFormation's answers: https, and every answer as a test wants it."""

import dataclasses
import json
import queue
import ssl
import threading

from local_server import LocalServer, QuietHandler


@dataclasses.dataclass
class Put:
    path: str
    headers: object
    body: bytes

    @property
    def answer(self):
        return json.loads(self.body)


class AnswerStorage:
    """Takes what is put, and answers with the next of `replies`, else 200. `None` is no answer at all."""

    def __init__(self, pair, directory, name="localhost"):
        self.puts = queue.Queue()
        self.replies = queue.Queue()
        self._over = threading.Event()
        pair.write(directory)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(directory / "tls.crt", directory / "tls.key")
        self._server = LocalServer(self._handler(), tls=context)
        self.url = f"https://{name}:{self._server.port}/answer?X-Amz-Signature=se%2Fcret"

    def _handler(storage):
        class Handler(QuietHandler):
            def do_PUT(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                storage.puts.put(Put(self.path, self.headers, body))
                reply = (200, "") if storage.replies.empty() else storage.replies.get()
                if reply is None:
                    storage._over.wait(20)
                    return
                self.answer(*reply)

        return Handler

    def next(self):
        return self.puts.get(timeout=60)

    def __enter__(self):
        self._server.__enter__()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._server.__exit__()
