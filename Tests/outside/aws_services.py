"""AWS as moto has it, in this process: S3 and STS on one port of the loopback."""

import contextlib
import http.client
import urllib.parse

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer


class Services:
    """A moto server. `requests` has what was asked: method, raw path and headers."""

    def __init__(self):
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.requests = []

    def __enter__(self):
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.url = f"http://{host}:{port}"
        application = self._server._server.app

        def recorded(environ, start_response):
            headers = {
                name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")
            }
            self.requests.append((environ["REQUEST_METHOD"], environ["RAW_URI"], headers))
            return application(environ, start_response)

        self._server._server.app = recorded
        return self

    def __exit__(self, *_):
        self._server.stop()

    def reset(self):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.url).netloc)
        connection.request("POST", "/moto-api/reset")
        assert connection.getresponse().status == 200
        connection.close()
        self.requests.clear()

    def client(self, service, region="eu-central-1"):
        return boto3.client(
            service, endpoint_url=self.url, region_name=region, aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(s3={"addressing_style": "path"}),
        )

    def put(self, bucket, key, body, region="eu-central-1"):
        s3 = self.client("s3", region)
        # The server serves all tests of the run, and keeps their buckets.
        with contextlib.suppress(s3.exceptions.BucketAlreadyOwnedByYou):
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        s3.put_object(Bucket=bucket, Key=key, Body=body)
