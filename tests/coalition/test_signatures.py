"""What is taken for a detached signature, by its first bytes."""

import base64

import pytest

from coalition.signatures import is_signature
from tests.cities.applying import CMS

NAMED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80"


def pem(content: bytes, name: str = "PKCS7") -> bytes:
    body = base64.encodebytes(content)
    return b"-----BEGIN %s-----\n%s-----END %s-----\n" % (name.encode(), body, name.encode())


@pytest.mark.parametrize(
    "content",
    [
        CMS,
        b"\x30\x80" + NAMED,
        b"\x30\x81\xf0" + NAMED,
        b"\x30\x83\x01\x00\x00" + NAMED,
        pem(CMS),
        pem(CMS, "CMS"),
        pem(CMS).replace(b"\n", b"\r\n"),
    ],
)
def test_signed_data_is_a_signature(content):
    assert is_signature(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x30\x82\x01\x00",
        b"%PDF-1.4",
        b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01",  # data, not signed
        pem(b"\x30\x82\x01\x00\x02\x01\x00"),  # a key or a certificate
        pem(CMS, "CERTIFICATE"),
        b"-----BEGIN PKCS7-----\n!!!\n-----END PKCS7-----",
        b"-----BEGIN PKCS7-----\nA\n-----END PKCS7-----",
        b"MZ" + CMS,
    ],
)
def test_anything_else_is_none(content):
    assert not is_signature(content)
