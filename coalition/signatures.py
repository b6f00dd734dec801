"""Detached electronic signatures: told by their first bytes, never checked here."""

from __future__ import annotations

import base64
import binascii
import re

ENDINGS = (".sig", ".p7s", ".sgn", ".cms")  # as the programs of the region name them
# SEQUENCE of any length, then the object identifier of signed data (PKCS #7, RFC 5652)
SIGNED_DATA = re.compile(
    rb"\A\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)"
    rb"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
    re.DOTALL,
)
PEM = re.compile(rb"\A\s*-----BEGIN (PKCS7|CMS)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*\Z")
HEAD = 64  # characters of base64 that hold the beginning


def is_signature(content: bytes) -> bool:
    """Whether a content is signed data as CMS writes it, in DER or in PEM."""
    if found := PEM.match(content):
        try:
            content = base64.b64decode(b"".join(found[2].split())[:HEAD])
        except binascii.Error:
            return False
    return SIGNED_DATA.match(content) is not None
