"""Certificates that the tests make for themselves."""

import dataclasses
import datetime
import ipaddress
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclasses.dataclass
class Pair:
    """A certificate with those that vouch for it, and its key, in PEM."""

    certificate: bytes
    key: bytes
    serial: int

    def write(self, directory, certificate="tls.crt", key="tls.key"):
        (directory / certificate).write_bytes(self.certificate)
        (directory / key).write_bytes(self.key)


class Authority:
    """Signs certificates for 127.0.0.1, ::1, localhost and the names that it is given."""

    def __init__(self):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the tests")])
        builder = self._builder(self._name, self._key, 365, None).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self._certificate = builder.sign(self._key, hashes.SHA256())

    @property
    def pem(self):
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def _builder(self, subject, key, days, serial):
        now = datetime.datetime.now(datetime.timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(subject).issuer_name(self._name).public_key(key.public_key())
            .serial_number(serial or x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=30))
            .not_valid_after(now + datetime.timedelta(days=days))
        )

    def issue(self, *names, serial=None, days=90, addresses=("127.0.0.1", "::1")):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway")])
        alternatives = [x509.DNSName(name) for name in ("localhost", *names)]
        alternatives += [x509.IPAddress(ipaddress.ip_address(text)) for text in addresses]
        certificate = (
            self._builder(subject, key, days, serial)
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return Pair(
            certificate.public_bytes(serialization.Encoding.PEM) + self.pem,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
            certificate.serial_number,
        )

    def client(self):
        """What trusts this authority and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.pem.decode())
        return context
