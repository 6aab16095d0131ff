"""An OpenTelemetry collector that keeps what it is sent, read by the protocol's own Python types."""

import base64
import dataclasses
import gzip
import json
import ssl
import threading
import time

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from gateway import PATIENCE
from local_server import LocalServer, QuietHandler

SERVER, CLIENT = Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CLIENT


def attributes(pairs):
    """Attributes as Python's own values."""
    values = {}
    for pair in pairs:
        assert pair.key not in values, f"{pair.key} stands twice"
        kind = pair.value.WhichOneof("value")
        values[pair.key] = getattr(pair.value, kind)
    return values


@dataclasses.dataclass
class Export:
    """One request to the collector."""

    path: str
    headers: dict
    request: ExportTraceServiceRequest
    body: bytes

    @property
    def resource(self):
        (resource_spans,) = self.request.resource_spans
        return attributes(resource_spans.resource.attributes)

    @property
    def spans(self):
        return [
            span
            for resource_spans in self.request.resource_spans
            for scope_spans in resource_spans.scope_spans
            for span in scope_spans.spans
        ]


class Collector(LocalServer):
    def __init__(self, pair=None, directory=None):
        """Speaks TLS where it is given a certificate, and a directory to write it to."""
        self.exports = []
        self.answers = []  # (status, headers, body) of the next ones; 200 when there are none
        self.hold = None  # an event that every answer waits for
        self._changed = threading.Condition()
        collector = self

        class Handler(QuietHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                contents = self.rfile.read(int(self.headers["content-length"]))
                status, headers, body = collector.receive(self.path, dict(self.headers.items()), contents)
                self.answer(status, body, **headers)

        tls = None
        if pair:
            pair.write(directory)
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(directory / "tls.crt", directory / "tls.key")
        super().__init__(Handler, tls)

    def __exit__(self, *error):
        if self.hold:
            self.hold.set()
        super().__exit__(*error)

    def receive(self, path, headers, contents):
        headers = {name.lower(): value for name, value in headers.items()}
        body = gzip.decompress(contents) if headers.get("content-encoding") == "gzip" else contents
        request = ExportTraceServiceRequest()
        if headers["content-type"] == "application/json":
            # Google's reader takes ids for base64; OTLP has them in hexadecimal digits.
            json_format.Parse(rewritten(body), request)
            kind = "application/json"
        else:
            request.ParseFromString(body)
            kind = "application/x-protobuf"
        with self._changed:
            answer = self.answers.pop(0) if self.answers else None
            if answer is None or answer[0] == 200:
                self.exports.append(Export(path, headers, request, body))
            self._changed.notify_all()
        if self.hold:
            self.hold.wait(PATIENCE)
        return answer or (200, {"content-type": kind}, b"{}" if kind.endswith("json") else b"")

    @property
    def spans(self):
        with self._changed:
            return [span for export in self.exports for span in export.spans]

    def wait_for(self, count, seconds=PATIENCE):
        """The spans so far, once there are `count`."""
        end = time.monotonic() + seconds
        while len(spans := self.spans) < count:
            assert time.monotonic() < end, f"{len(spans)} of {count} spans after {seconds} s"
            with self._changed:
                self._changed.wait(0.1)
        return spans


def rewritten(body):
    """JSON of OTLP with its ids in base64, as Google's reader wants all bytes."""
    def convert(value):
        if isinstance(value, list):
            return [convert(item) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: base64.b64encode(bytes.fromhex(item)).decode()
            if key in ("traceId", "spanId", "parentSpanId")
            else convert(item)
            for key, item in value.items()
        }

    return json.dumps(convert(json.loads(body)))


def partial(rejected, message):
    response = ExportTraceServiceResponse()
    response.partial_success.rejected_spans = rejected
    response.partial_success.error_message = message
    return 200, {"content-type": "application/x-protobuf"}, response.SerializeToString()
