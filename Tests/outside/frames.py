"""Frames of HTTP/2 as a client may write them, well-formed or not (RFC 9113), on a socket of their own."""

import socket
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def block(fields):
    """Literals that enter no table; each name and value below 127 bytes."""
    parts = [part.encode() for field in fields for part in field]
    return b"".join(
        (b"\x00" if index % 2 == 0 else b"") + bytes([len(part)]) + part for index, part in enumerate(parts)
    )


def head(stream, path="/", method="GET", fields=(), last=True, whole=True):
    pseudo = [(":method", method), (":scheme", "http"), (":authority", "a"), (":path", path)]
    flags = (END_STREAM if last else 0) | (END_HEADERS if whole else 0)
    return frame(HEADERS, flags, stream, block([*pseudo, *fields]))


class Client:
    """Sends frames and reads what comes back."""

    def __init__(self, gateway, settings=b"", buffer=None, opening=None):
        self._socket = socket.socket()
        self._socket.settimeout(60)
        if buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._socket.connect((gateway.host, int(gateway.port)))
        self._received = b""
        self.send(PREFACE + frame(SETTINGS, payload=settings) if opening is None else opening)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, data):
        self._socket.sendall(data)

    def read(self):
        """The next frame as (kind, flags, stream, payload); None at the end."""
        while True:
            if len(self._received) >= 9:
                length = int.from_bytes(self._received[:3], "big")
                if len(self._received) >= 9 + length:
                    kind, flags, stream = struct.unpack(">BBI", self._received[3:9])
                    payload = self._received[9 : 9 + length]
                    self._received = self._received[9 + length :]
                    return kind, flags, stream, payload
            received = self._socket.recv(65_536)
            if not received:
                return None
            self._received += received

    def frames(self):
        return iter(self.read, None)

    def goaway(self):
        """The code of the last word on the connection, which then ends."""
        codes = [int.from_bytes(payload[4:8], "big") for kind, _, _, payload in self.frames() if kind == GOAWAY]
        return codes[-1]
