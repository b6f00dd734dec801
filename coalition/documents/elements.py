"""The small parts of a Word document: paragraphs and runs, in the order its schema asks for."""

from __future__ import annotations

from typing import Any, NamedTuple

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from coalition.text import tidy

Element = Any  # lxml's own elements have no types

FONT = "Times New Roman"  # every office of the region has it, or a font of the same widths
# how Word names the languages of the region
LANGUAGES = {
    "ru": "ru-RU",
    "en": "en-GB",
    "kk": "kk-KZ",
    "ky": "ky-KG",
    "tg": "tg-Cyrl-TJ",
    "tk": "tk-TM",
    "uz": "uz-Latn-UZ",
}


class Words(NamedTuple):
    """A text with its language and weight, where they differ from those of the document."""

    text: str
    lang: str = ""
    bold: bool = False

    def __str__(self) -> str:
        return self.text


Text = str | Words


def element(tag: str, **attributes: object) -> Element:
    """<w:tag w:name="value">."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def language(tag: str) -> Element:
    code = LANGUAGES.get(tag, tag)
    return element("lang", val=code, eastAsia=code)


def run(text: str, *, bold: bool = False, size: float = 0, lang: str = "") -> Element:
    """A run of words; line ends become breaks, what no document may hold is left out."""
    made, look = element("r"), element("rPr")
    if bold:
        look.append(element("b"))
    if size:
        look.extend([element("sz", val=round(size * 2)), element("szCs", val=round(size * 2))])
    if lang:
        look.append(language(lang))
    if len(look):
        made.append(look)
    for number, line in enumerate(tidy(text).split("\n")):
        if number:
            made.append(element("br"))
        said = element("t")
        said.text = line.replace("\t", " ")
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(said)
    return made


def field(instruction: str) -> Element:
    """A number that Word counts itself: PAGE or NUMPAGES."""
    made = element("fldSimple", instr=instruction)
    made.append(run("1"))
    return made


def paragraph(  # noqa: PLR0913 -- the look of a paragraph
    text: Text,
    *,
    align: str = "",
    indent: float = 0,
    after: float = 0,
    bold: bool = False,
    size: float = 0,
    keep: bool = False,
) -> Element:
    """A paragraph: `indent` of its first line and space `after` it in points."""
    words = text if isinstance(text, Words) else Words(text)
    made, look = element("p"), element("pPr")
    if keep:
        look.append(element("keepNext"))
    look.append(element("spacing", before=0, after=round(after * 20)))
    if indent:
        look.append(element("ind", firstLine=round(indent * 20)))
    if align:
        look.append(element("jc", val=align))
    made.append(look)
    made.append(run(words.text, bold=bold or words.bold, size=size, lang=words.lang))
    return made
