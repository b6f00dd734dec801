"""The vocabularies of the field, from `coalition/vocabularies/`."""

from __future__ import annotations

from pathlib import Path

import yaml

import coalition
from coalition.models import Term
from coalition.models.terms import forget_terms

FOLDER = Path(coalition.__file__).parent / "vocabularies"


def found_vocabularies() -> int:
    """Load every list; a term that has left its file is retired, never deleted."""
    count = 0
    for file in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(file.read_text("utf-8"))
        scheme, keys = content["scheme"], []
        for position, term in enumerate(content["terms"]):
            Term.objects.update_or_create(
                scheme=scheme,
                key=term["key"],
                defaults={
                    "names": term["names"],
                    "data": term.get("data") or {},
                    "position": position,
                    "retired": False,
                },
            )
            keys.append(term["key"])
        Term.objects.filter(scheme=scheme).exclude(key__in=keys).update(retired=True)
        count += len(keys)
    forget_terms()
    return count
