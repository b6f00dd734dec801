"""Styles and scripts with lasting names, zipped once when collected."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


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
