"""Functions for AWS's own Python runtime: each does what its event asks for."""

import os
import pathlib
import signal
import subprocess
import sys
import time


def handler(event, context):
    return globals()["do_" + event["do"]](event, context)


def do_echo(event, context):
    return event


def do_pid(event, context):
    return os.getpid()


def do_context(event, context):
    client = context.client_context
    return {
        "request_id": context.aws_request_id, "arn": context.invoked_function_arn, "name": context.function_name,
        "version": context.function_version, "memory": context.memory_limit_in_mb, "log_group": context.log_group_name,
        "log_stream": context.log_stream_name, "left": context.get_remaining_time_in_millis(),
        "tenant": getattr(context, "tenant_id", None), "custom": client and client.custom, "trace": os.environ.get("_X_AMZN_TRACE_ID"),
    }


def do_environment(event, context):
    return dict(os.environ)


def do_print(event, context):
    print(event["text"])
    print("to stderr", file=sys.stderr)
    return None


def do_large(event, context):
    return "a" * event["size"]


def do_raise(event, context):
    raise ValueError("no")


def do_exit(event, context):
    os._exit(event["status"])


def do_kill(event, context):
    os.kill(os.getpid(), event["signal"])
    time.sleep(60)


def do_hang(event, context):
    time.sleep(60)


def do_hold(event, context):
    """Until a file is there; says in another that it waits."""
    pathlib.Path(event["waiting"]).touch()
    while not pathlib.Path(event["until"]).exists():
        time.sleep(0.01)
    return os.getpid()


def do_note(event, context):
    with open(event["file"], "a") as file:
        file.write(context.aws_request_id + "\n")
    if event.get("fail"):
        raise ValueError("no")


def do_be_stubborn(event, context):
    """From now on this process ends only when it is killed, and has a child that does the same."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen(["sh", "-c", "trap '' TERM; while :; do sleep 1; done"])
    return [os.getpid(), child.pid]
