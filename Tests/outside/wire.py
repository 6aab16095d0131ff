"""A client that sends bytes, whatever they are, and reads the answers as strictly as HTTP allows."""

import dataclasses
import json
import select
import socket
import struct


@dataclasses.dataclass
class Response:
    status: int
    headers: list  # (name in lower case, value), in order
    body: bytes
    is_whole: bool = True

    def header(self, name):
        """The only one of that name; `None` where there is none."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) <= 1, values
        return values[0] if values else None

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Wire:
    """One connection of bytes."""

    def __init__(self, gateway, seconds=60, window=None):
        self._socket = socket.socket()
        if window:  # before it connects, or the window is as large as ever
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        self._socket.settimeout(seconds)
        self._socket.connect((gateway.host, int(gateway.port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = []  # whole ones
        self._rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, contents):
        """Sends it all, unless the other side has closed: what it said before can still be read."""
        try:
            self._socket.sendall(contents)
            return True
        except (BrokenPipeError, ConnectionResetError):
            return False

    def end(self):
        """Says that nothing more comes, and goes on to read."""
        self._socket.shutdown(socket.SHUT_WR)

    def vanish(self):
        """Resets the connection, as the system does for a process that was killed."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def has_something(self, seconds):
        """Whether an answer, or the end, comes within that time."""
        return bool(select.select([self._socket], [], [], seconds)[0])

    def read_some(self):
        """The next bytes; none at the end."""
        try:
            part = self._socket.recv(1 << 20)
        except ConnectionResetError:
            part = b""
        self._rest += part
        return part

    def read_to_end(self):
        """All answers up to the connection's end; the last one may be a part."""
        while self.read_some():
            pass
        part = self._take()
        return self._answers + ([part] if part else [])

    def read(self, count=1):
        """So many answers, from the connection's first; it stays open."""
        self._take()
        while len(self._answers) < count and self.read_some():
            self._take()
        return list(self._answers)

    def _take(self):
        """Moves whole answers out of what was received; the one that has only begun."""
        while self._rest:
            response, rest = _response(self._rest)
            if response is None or not response.is_whole:
                return response
            self._rest = rest
            if response.status >= 200:
                self._answers.append(response)
        return None


def _response(contents):
    head, separator, rest = contents.partition(b"\r\n\r\n")
    if not separator:
        return None, b""
    first, *lines = head.split(b"\r\n")
    version, status, _ = first.split(b" ", 2)
    assert version == b"HTTP/1.1" and len(status) == 3, first
    headers = []
    for line in lines:
        assert not any(byte < 0x20 and byte != 9 or byte == 0x7F for byte in line), line
        name, colon, value = line.partition(b":")
        assert colon and name and name.strip() == name, line
        headers.append((name.decode("ascii").lower(), value.strip().decode("latin-1")))
    response = Response(int(status), headers, b"")
    if response.status < 200 or response.status in (204, 304):
        return response, rest
    if response.header("transfer-encoding") == "chunked":
        assert response.header("content-length") is None
        return _chunks(response, rest)
    length = int(response.header("content-length"))
    response.body, response.is_whole = rest[:length], len(rest) >= length
    return response, rest[length:]


def _chunks(response, rest):
    while True:
        size, separator, after = rest.partition(b"\r\n")
        if not separator:
            break
        length = int(size, 16)
        if length == 0 and after[:2] == b"\r\n":
            return response, after[2:]
        response.body += after[:length]
        if length == 0 or len(after) < length + 2:
            break
        assert after[length:length + 2] == b"\r\n"
        rest = after[length + 2:]
    response.is_whole = False
    return response, b""
