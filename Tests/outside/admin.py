"""The admin listener of a gateway under test, and the numbers that it tells."""

import threading
import time

from prometheus_client.parser import text_string_to_metric_families as read_prometheus

from gateway import PATIENCE, Caller


class Admin:
    def __init__(self, gateway):
        self.host, self.port = gateway.wait_for_event("admin_listening")["address"].rsplit(":", 1)

    def ask(self, method, path, headers=(), body=None):
        with Caller(self.host, self.port, PATIENCE) as caller:
            return caller.ask(method, path, headers, body)

    def get(self, path, **headers):
        answer = self.ask("GET", path, tuple(headers.items()))
        assert answer.status == 200, answer
        return answer

    def samples(self):
        """Every sample of Prometheus' text: (name, labels) to value."""
        return {
            (sample.name, tuple(sorted(sample.labels.items()))): sample.value
            for family in read_prometheus(self.get("/metrics").text)
            for sample in family.samples
        }

    def samples_of(self, requests, seconds=PATIENCE):
        """The same, once so many requests are counted: each is when its answer has gone out."""
        return self.samples_when(lambda samples: total(samples, "smug_requests_total") >= requests, seconds)

    def samples_when(self, fits, seconds=PATIENCE):
        """The same, once they are so, or the time is over."""
        end = time.monotonic() + seconds
        while not fits(samples := self.samples()) and time.monotonic() < end:
            threading.Event().wait(0.02)
        return samples


def total(samples, name, /, **labels):
    """The sum of the samples with that name and these labels, whatever their other labels are."""
    return sum(
        value for (found, own), value in samples.items() if found == name and labels.items() <= dict(own).items()
    )
