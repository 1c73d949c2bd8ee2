"""A certificate authority for tests, with a real time stamp server; nobody trusts it but they."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PASSWORD = "sandi sertifikat"
SIGNER = "Sekretariat Contoh, Pemerintah Kota Rekaan"
_DAY = timedelta(days=1)


def _key_usage(*uses):
    return {
        "id": "key_usage",
        "critical": True,
        "smart-value": {"schema": "key-usage", "params": list(uses)},
    }


def _leaf(subject, start, end, *extensions):
    return {
        "subject": subject,
        "issuer": "akar",
        "validity": {"valid-from": start.isoformat(), "valid-to": end.isoformat()},
        "extensions": list(extensions),
    }


def _config(now):
    long_ago, far = now - 300 * _DAY, now + 300 * _DAY
    signs = _key_usage("digital_signature", "non_repudiation")
    ca = {"id": "basic_constraints", "critical": True, "value": {"ca": True}}
    stamps = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
    root = _leaf("akar", long_ago, far, ca, _key_usage("key_cert_sign", "crl_sign"))
    people = {
        "akar": {"country-name": "ID", "common-name": "Otoritas Uji"},
        "kota": {
            "country-name": "ID",
            "organization-name": "Pemerintah Kota Rekaan",
            "common-name": "Sekretariat Contoh",
        },
        "waktu": {"country-name": "ID", "common-name": "Stempel Waktu Uji"},
    }
    names = ["akar", "kota", "waktu"]
    keys = {name: {"path": f"{name}.pem"} for name in names}
    return {
        "keysets": {"uji": {"path-prefix": ".", "keys": keys}},
        "pki-architectures": {
            "uji": {
                "keyset": "uji",
                "entities": people,
                "certs": {
                    "akar": root,
                    "kota": _leaf("kota", now - _DAY, far, signs),
                    "kota-lewat": _leaf("kota", long_ago, now - _DAY, signs)
                    | {"subject-key": "kota"},
                    "waktu": _leaf("waktu", long_ago, far, _key_usage("digital_signature"), stamps),
                },
                "services": {"time-stamping": {"waktu": {"signing-cert": "waktu"}}},
            }
        },
    }


class Authority:
    """Keys and certificates below `folder`; `p12` and `expired` are files to sign with."""

    def __init__(self, folder: Path) -> None:
        for name in ("akar", "kota", "waktu"):
            key = rsa.generate_private_key(65537, 2048)
            pem = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            (folder / f"{name}.pem").write_bytes(pem)
        config = CertomancerConfig(_config(datetime.now(UTC).replace(microsecond=0)), str(folder))
        self.arch = config.get_pki_arch(ArchLabel("uji"))
        self.root = self.arch.get_cert(CertLabel("akar"))
        self.p12 = self._pack(folder, "kota")
        self.expired = self._pack(folder, "kota-lewat")

    def _pack(self, folder: Path, label: str) -> Path:
        path = folder / f"{label}.p12"
        packed = self.arch.package_pkcs12(CertLabel(label), password=PASSWORD.encode())
        path.write_bytes(packed)
        return path

    @contextmanager
    def stamping(self):
        """A real time stamp server on this machine while inside; its address."""
        store = AnimatorArchStore({ArchLabel("uji"): self.arch})
        app = Animator(store, with_web_ui=False)
        with make_server("127.0.0.1", 0, app, handler_class=_Quiet) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/uji/tsa/waktu"
            finally:
                server.shutdown()
                thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing into the tests' output."""
