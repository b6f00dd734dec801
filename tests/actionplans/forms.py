"""Forms as a browser would send them: read from the page, changed, sent."""

from bs4 import BeautifulSoup


def fields_of(response, having: str) -> dict[str, list[str]]:
    """What the form with a field of this name would send, untouched."""
    page = BeautifulSoup(response.content, "html.parser")
    form = next(form for form in page.select("main form") if form.select_one(f"[name='{having}']"))
    sent: dict[str, list[str]] = {}
    for field in form.select("[name]"):
        kind = field.get("type", "")
        if field.has_attr("disabled") or field.name == "button" or (
            kind in ("checkbox", "radio") and not field.has_attr("checked")
        ):  # fmt: skip
            continue
        if field.name == "select":
            chosen = [one.get("value") for one in field.select("option[selected]")]
            values = chosen or [field.select_one("option").get("value")]
        elif field.name == "textarea":
            values = [field.text.removeprefix("\r\n").removeprefix("\n")]
        else:
            values = [field.get("value", "on" if kind == "checkbox" else "")]
        sent.setdefault(field["name"], []).extend(values)
    return sent


def words_of(response) -> str:
    """The text of a page, in one line."""
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.select_one("main").get_text(" ").split())
