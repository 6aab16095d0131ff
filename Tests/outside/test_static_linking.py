"""A function is one file that needs nothing of the system it runs on."""

import os
import struct
import subprocess

from conftest import ROOT

PT_DYNAMIC, PT_INTERP = 2, 3


def program_headers(path):
    """The types of an ELF file's segments."""
    data = path.read_bytes()
    assert data[:6] == b"\x7fELF\x02\x01", "not a 64-bit little-endian ELF file"
    offset = struct.unpack_from("<Q", data, 32)[0]
    size, count = struct.unpack_from("<HH", data, 54)
    return [struct.unpack_from("<I", data, offset + index * size)[0] for index in range(count)]


def test_a_function_links_without_any_library_of_the_system(tmp_path):
    # In a folder of its own: the other programs link as usual.
    scratch = ROOT / ".build" / "static-debug"
    command = ["swift", "build", "--scratch-path", str(scratch), "--product", "hello-function"]
    subprocess.run([*command, "-Xswiftc", "-static-executable"], cwd=ROOT, check=True, capture_output=True, timeout=1500)
    binary = scratch / "debug" / "hello-function"
    headers = program_headers(binary)
    assert PT_INTERP not in headers and PT_DYNAMIC not in headers, headers
    # It starts: what it misses is Lambda.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    answer = subprocess.run([binary], env=environment, capture_output=True, text=True, timeout=30)
    assert answer.returncode == 1 and "AWS_LAMBDA_RUNTIME_API is not set" in answer.stderr
