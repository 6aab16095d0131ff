"""A function that must ask a name server, in a network of this program's own.

    unshare --user --map-root-user --mount --net python3 name_server_scene.py FUNCTION udp|tcp|unknown FOLDER
"""

import json
import pathlib
import queue
import socket
import socketserver
import subprocess
import sys
import threading
import time

from answer_storage import AnswerStorage
from certificates import Authority
from local_server import LocalServer, QuietHandler

HOST = "answers.s3.test"


class RuntimeAPI(QuietHandler):
    events = queue.Queue()
    ends = queue.Queue()
    seconds = 30

    def do_GET(self):
        event = json.dumps(self.events.get())
        deadline = int((time.time() + self.seconds) * 1000)
        self.answer(200, event, Lambda_Runtime_Aws_Request_Id="1", Lambda_Runtime_Deadline_Ms=str(deadline))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.ends.put((self.path.rpartition("/")[2], json.loads(body)))
        self.answer(202)


def answer(question, scene, is_over_tcp):
    """The answer of a name server: an alias with its address, nothing for IPv6."""
    assert question[12:-4] == b"\x07answers\x02s3\x04test\x00", question
    head, count = bytes([0x81, 0x80]), 0
    records = b""
    if scene == "unknown":
        head = bytes([0x81, 0x83])
    elif scene == "tcp" and not is_over_tcp:
        head = bytes([0x83, 0x80])
    elif question[-3] == 1:
        count = 2
        records = b"\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01a\xc0\x14"
        records += b"\x01a\xc0\x14\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04" + socket.inet_aton("127.0.0.1")
    return question[:2] + head + question[4:7] + bytes([count]) + question[8:] + records


def serve_names(scene):
    class OverUDP(socketserver.BaseRequestHandler):
        def handle(self):
            question, peer = self.request
            peer.sendto(answer(question, scene, False), self.client_address)

    class OverTCP(socketserver.StreamRequestHandler):
        def handle(self):
            question = self.rfile.read(int.from_bytes(self.rfile.read(2), "big"))
            reply = answer(question, scene, True)
            self.wfile.write(len(reply).to_bytes(2, "big") + reply)

    for kind, handler in ((socketserver.ThreadingUDPServer, OverUDP), (socketserver.ThreadingTCPServer, OverTCP)):
        kind.daemon_threads = True
        threading.Thread(target=kind(("127.0.0.1", 53), handler).serve_forever, daemon=True).start()


def main(function, scene, folder):
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for path, text in (("/etc/resolv.conf", "nameserver 127.0.0.1\n"), ("/etc/hosts", "127.0.0.1 localhost\n")):
        own = folder / pathlib.Path(path).name
        own.write_text(text)
        subprocess.run(["mount", "--bind", own, path], check=True)
    serve_names(scene)
    if scene == "unknown":
        RuntimeAPI.seconds = 2
    authority = Authority()
    bundle = folder / "bundle.pem"
    bundle.write_bytes(authority.pem)
    with AnswerStorage(authority.issue(HOST), folder, HOST) as storage, LocalServer(RuntimeAPI) as runtime:
        RuntimeAPI.events.put({
            "RequestType": "Create", "RequestId": "r", "StackId": "s", "LogicalResourceId": "L", "ResourceType": "Custom::N",
            "ResponseURL": storage.url, "ResourceProperties": {"Title": "My Shop"}})
        variables = {"AWS_LAMBDA_RUNTIME_API": runtime.url.removeprefix("http://"), "SSL_CERT_FILE": str(bundle)}
        process = subprocess.Popen([function], env=variables)
        try:
            end = RuntimeAPI.ends.get(timeout=60)
            if scene == "unknown":
                assert end[0] == "error" and f"{HOST} does not exist" in end[1]["errorMessage"], end
            else:
                assert end == ("response", None), end
                assert storage.next().answer["PhysicalResourceId"] == "my-shop"
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]))
