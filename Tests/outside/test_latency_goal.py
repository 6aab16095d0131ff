"""A window that is learned from invocations: what the function does first must not decide for good."""

import threading

from gateway import manifest, together
from stand_in import late

CALLERS = 24
ROUNDS = 12


def test_one_cold_start_does_not_end_batching(start_gateway, stand_in):
    operation = {"x-target-lambda": "f", "x-smug": {"maxBatchSize": 16, "latencyGoalMs": 100, "timeoutMs": 20000}}
    gateway = start_gateway(manifest({"/g": {"get": operation}}))
    cold = threading.Semaphore(1)

    def behave(invocation):
        several = len(invocation.items) > 1
        started = 1 if several and cold.acquire(blocking=False) else 0
        return late(started + 0.02 + 0.001 * len(invocation.items))(invocation)

    stand_in.behave(behave)
    assert gateway.ask("GET", "/g").status == 200
    pair = [gateway.caller() for _ in range(2)]
    assert [answer.status for answer in together(pair, lambda _, caller: caller.ask("GET", "/g"))] == [200, 200]
    before = len(stand_in.invocations)
    callers = [gateway.caller() for _ in range(CALLERS)]
    statuses = together(callers, lambda _, caller: [caller.ask("GET", "/g").status for _ in range(ROUNDS)])
    assert {status for each in statuses for status in each} == {200}
    assert len(stand_in.invocations) - before < CALLERS * ROUNDS / 2
