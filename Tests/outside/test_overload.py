"""More comes than can be served: what can be is, the rest is told so, and the limits hold."""

import collections
import threading
import time

import stand_in as lambda_
from admin import Admin, total
from gateway import manifest, route, together
from test_gateway_faults import check_own, check_problem

THROTTLED = lambda_.refused(429, "TooManyRequestsException")


def overloaded(start_gateway, timeout_ms, **settings):
    """A gateway on which every caller has a key of its own, and its numbers."""
    operation = route(size=1, wait_ms=0, timeout_ms=timeout_ms, key=["header:x-key"])
    gateway = start_gateway(manifest({"/{name}": {"get": operation}}, AdminAddr="127.0.0.1:0", **settings))
    return gateway, Admin(gateway)


def burst(gateway, count):
    """The answers to so many requests at once, each of a key of its own."""
    callers = [gateway.caller() for _ in range(count)]
    answers = together(callers, lambda i, caller: caller.ask("GET", f"/{i}", [("x-key", str(i))]))
    for caller in callers:
        caller.__exit__()
    return answers


def test_what_throttles_have_taught_is_forgotten_though_nobody_calls(start_gateway, stand_in):
    gateway, admin = overloaded(start_gateway, 5000)

    def limit():
        return total(admin.samples(), "smug_function_concurrency_limit")

    stand_in.behave(THROTTLED)
    assert limit() == 64
    while limit() > 8:
        for answer in burst(gateway, 16):
            check_problem(answer, 503)
    stand_in.behave(lambda_.late(0.3))
    end = time.monotonic() + 20
    while limit() < 64 and time.monotonic() < end:
        time.sleep(0.2)
    assert limit() == 64
    for index, answer in enumerate(burst(gateway, 32)):
        check_own(answer, f"/{index}")


def test_no_more_run_than_may_however_many_have_timed_out(start_gateway, stand_in):
    gateway, admin = overloaded(start_gateway, 400, MaxInflightInvocations=2)
    release = threading.Event()
    stand_in.behave(lambda_.held(release))
    for _ in range(2):
        answers = collections.Counter((answer.status, answer.json["code"]) for answer in burst(gateway, 6))
        assert set(answers) <= {(504, "timed_out"), (503, "no_time_left")}, answers
    assert len(stand_in.invocations) == 2
    assert total(admin.samples(), "smug_inflight_invocations") == 2
    release.set()
    end = time.monotonic() + 10
    while total(admin.samples(), "smug_inflight_invocations") and time.monotonic() < end:
        time.sleep(0.05)
    check_own(gateway.ask("GET", "/next"), "/next")


def test_who_is_invoked_is_answered_though_three_times_as_many_ask(start_gateway, stand_in):
    gateway, admin = overloaded(start_gateway, 1200, MaxInflightInvocations=4)
    took = 0.3  # so 13 are served a second, and 48 of 60 callers always wait
    stand_in.behave(lambda_.late(took))
    stop, answers = threading.Event(), []

    def ask(index):
        with gateway.caller() as caller:
            while not stop.is_set():
                answer = caller.ask("GET", f"/{index}", [("x-key", str(index))])
                answers.append(answer)
                if answer.status != 200:
                    stop.wait(0.1)

    callers = [threading.Thread(target=ask, args=(index,)) for index in range(60)]
    for caller in callers:
        caller.start()
    began = time.monotonic()
    stop.wait(6)
    stop.set()
    for caller in callers:
        caller.join()
    seconds = time.monotonic() - began
    codes = collections.Counter(answer.json["code"] if answer.status != 200 else "served" for answer in answers)
    assert codes["served"] >= 0.8 * len(stand_in.invocations), codes
    assert codes["served"] >= 0.5 * seconds * 4 / took, codes
    for answer in answers:
        if answer.status == 503:
            check_problem(answer, 503)
            assert answer.json["code"] == "no_time_left"
    assert codes["no_time_left"] > 20, codes
    counted = total(admin.samples_of(len(answers)), "smug_errors_total", code="no_time_left")
    assert counted == codes["no_time_left"]
