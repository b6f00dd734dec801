"""What a measure's number may look like in an address."""

from django.urls import register_converter


class CodeConverter:
    """A number of a measure, such as OSH-03 or 1.2.3; a NUL no database would look for."""

    regex = r"[^/\x00]{1,60}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")
