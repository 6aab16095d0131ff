"""Plays CloudFormation: invokes a function for a resource's whole life, and prints the answers that it puts.

    python3 play.py PROGRAM

Lambda's Runtime API hands the program the requests; a server with a certificate of its own stands for S3.
"""

import http.server
import json
import os
import pathlib
import queue
import ssl
import subprocess
import sys
import tempfile
import threading

STACK = "arn:aws:cloudformation:eu-central-1:123456789012:stack/shop/1"
requests = queue.Queue()  # what Lambda hands out
ends = queue.Queue()  # how invocations ended
answers = queue.Queue()  # what CloudFormation got


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def reply(self, status, body=b"", **fields):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def read(self):
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def log_message(self, *_):
        pass


class RuntimeAPI(Handler):
    def do_GET(self):
        body = json.dumps(requests.get()).encode()
        self.reply(200, body, Lambda_Runtime_Aws_Request_Id="8476a536", Lambda_Runtime_Deadline_Ms="4102444800000")

    def do_POST(self):
        ends.put((self.path.rpartition("/")[2], self.read().decode()))
        self.reply(202)


class Storage(Handler):
    def do_PUT(self):
        # What the address is signed for: S3 would refuse any other type.
        assert self.headers["content-type"] == "", self.headers
        answers.put(json.loads(self.read()))
        self.reply(200)


def serve(handler, context=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def certificate(directory):
    """A certificate for localhost that vouches for itself: its path, and who shows it."""
    path, key = directory / "storage.pem", directory / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", path],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    return path, context


def play(port):
    """The life of a resource, and one that has none: each request, and what CloudFormation got for it."""
    name = None
    for kind, title in [("Create", "My Shop (Test)"), ("Update", "My Shop"), ("Delete", "My Shop"), ("Create", "?!")]:
        request = {
            "RequestType": kind, "RequestId": kind.lower(), "StackId": STACK, "LogicalResourceId": "ShopName",
            "ResourceType": "Custom::Name", "ResponseURL": f"https://localhost:{port}/answer?X-Amz-Signature=secret",
            "ResourceProperties": {"ServiceToken": "arn:function", "Title": title},
        }
        if kind != "Create":
            request["PhysicalResourceId"] = name
        requests.put(request)
        end = ends.get(timeout=20)
        assert end == ("response", "null"), end
        answer = answers.get(timeout=20)
        name = answer["PhysicalResourceId"]
        told = json.dumps(answer["Data"]) if "Data" in answer else answer.get("Reason", "")
        print(" ".join([kind, answer["Status"], name, told]).rstrip(), flush=True)


def main():
    with tempfile.TemporaryDirectory() as directory:
        path, context = certificate(pathlib.Path(directory))
        port = serve(Storage, context)
        environment = {
            **os.environ, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{serve(RuntimeAPI)}", "SSL_CERT_FILE": str(path)}
        environment.pop("AWS_CA_BUNDLE", None)
        function = subprocess.Popen(sys.argv[1:], env=environment, stderr=subprocess.DEVNULL)
        try:
            play(port)
        finally:
            function.kill()
            function.wait()


if __name__ == "__main__":
    main()
