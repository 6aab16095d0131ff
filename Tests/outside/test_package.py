"""What `scripts/package` makes of a program: a zip for Lambda, small, that needs nothing of the system and behaves as before."""

import os
import shutil
import struct
import subprocess

import pytest

from conftest import ROOT, unpacked

PT_DYNAMIC, PT_INTERP = 2, 3
PACKAGE = str(ROOT / "scripts" / "package")


def run(command, folder, timeout=1500):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=timeout)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def program_headers(data):
    """The types of an ELF file's segments."""
    assert data[:6] == b"\x7fELF\x02\x01", "not a 64-bit little-endian ELF file"
    offset = struct.unpack_from("<Q", data, 32)[0]
    size, count = struct.unpack_from("<HH", data, 54)
    return [struct.unpack_from("<I", data, offset + index * size)[0] for index in range(count)]


@pytest.mark.parametrize("product, most, brings_tls", [
    # 3.01 MB without advzip, 2.90 with it; 3.74 as Swift links by itself.
    ("hello-function", 3_100_000, False),
    # 6.75 MB with advzip.
    ("custom-resource-function", 7_300_000, True),
])
def test_a_packaged_function_is_small_and_links_no_library_of_the_system(packaged, tmp_path, product, most, brings_tls):
    archive = packaged(product)
    assert archive.stat().st_size < most
    binary = unpacked(archive, "bootstrap", tmp_path)
    headers = program_headers(binary.read_bytes())
    assert PT_INTERP not in headers and PT_DYNAMIC not in headers, headers
    # It starts: what it misses is Lambda.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    answer = subprocess.run([binary], env=environment, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 1 and "AWS_LAMBDA_RUNTIME_API is not set" in answer.stderr
    # Who does not speak TLS does not carry it: the names of OpenSSL's ciphers.
    assert (b"TLS_AES_128_GCM_SHA256" in binary.read_bytes()) == brings_tls


def test_what_a_program_asks_of_swift_at_run_time_is_answered_as_without_packaging(tmp_path):
    folder = tmp_path / "probe"
    shutil.copytree(ROOT / "Tests" / "outside" / "probe", folder, ignore=shutil.ignore_patterns(".build"))
    run(["swift", "build", "--scratch-path", ".build/plain"], folder)
    expected = run([folder / ".build" / "plain" / "debug" / "Probe"], folder, 30)
    run([PACKAGE, "Probe", "--output", "layer.zip", "--name", "extensions/probe", "--", "--disable-sandbox"], folder)
    probe = unpacked(folder / "layer.zip", "extensions/probe", tmp_path)
    assert run([probe], folder, 30).splitlines() == expected.splitlines()
    assert expected.endswith("1 0\n")


def test_a_product_that_is_not_there_is_told_and_makes_no_zip(tmp_path):
    folder = tmp_path / "probe"
    shutil.copytree(ROOT / "Tests" / "outside" / "probe", folder, ignore=shutil.ignore_patterns(".build"))
    done = subprocess.run([PACKAGE, "Prob"], cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and "Prob" in done.stderr and "no product" in done.stderr
    assert not (folder / "Prob.zip").exists()
