"""Styles and scripts with lasting names, zipped once when collected."""

import re
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage


def without_notes(script: bytes) -> bytes:
    """A script without the lines that only its readers here need: a tenth of what is sent."""
    return re.sub(rb"(?m)^\s*//.*\n", b"", script)


class Storage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also inside our own ES modules."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        """The lasting name; before anything was collected, the plain one."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name

    def _save(self, name: str, content: Any) -> str:
        if name.startswith("coalition/js/"):
            content = ContentFile(without_notes(b"".join(content.chunks())))
        return super()._save(name, content)
