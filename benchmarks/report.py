"""What is printed and written, and which limits are passed."""

from __future__ import annotations


class Report:
    """Says things as they are found, and remembers them."""

    def __init__(self) -> None:
        self.results: dict = {}
        self.passed_limits: list[str] = []

    def say(self, *lines: str) -> None:
        print(*lines, sep="\n", flush=True)

    def limit(self, name: str, value: float, most: float) -> str:
        """A word on a value that is held against a limit."""
        if value <= most:
            return "ok"
        self.passed_limits.append(f"{name}: {value:.4g}, limit {most:.4g}")
        return f"past {most:.4g}"
