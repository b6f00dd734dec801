"""By which words mail programs of the region say where a quoted letter or a signature begins."""

from __future__ import annotations

import re

# «21 ноября 2026 г. … написал(а):», in all languages of the platform
WROTE = re.compile(
    r"(пишет|(на)?писал[аи]?(\(а\))?|wrote|writes|жазды|жаз[гғ]ан|навишт\w*|менависад|[ýy]azd[yı]|"
    r"[ýy]azýar|yozdi|yozgan|yozmoqda|ёзди|ёзган)(\s[\d\s.,:/-]+)?\s*:$"
    r"|\b(вы писали|you wrote)\b.*:$",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
MOMENT = re.compile(r"\b\d{4}\b|\b\d{1,2}[:.]\d{2}\b")

# «От: … Отправлено: … Кому: … Тема: …», as Outlook begins what it quotes
FROM = {
    "от", "from", "кімнен", "жіберуші", "кимден", "жөнөтүүчү", "аз", "фиристанда", "kimden",
    "iberen", "kimdan", "yuboruvchi", "кимдан", "юборувчи",
}  # fmt: skip
OTHERS = {
    "отправлено", "дата", "кому", "копия", "тема", "sent", "date", "to", "cc", "subject",
    "жіберілді", "жіберілген", "күні", "кімге", "көшірме", "тақырыбы", "тақырып", "жөнөтүлдү",
    "жөнөтүлгөн", "күнү", "кимге", "көчүрмө", "темасы", "фиристода шуд", "сана", "ба", "нусха",
    "мавзӯъ", "мавзуъ", "iberildi", "iberilen", "wagty", "kime", "nusga", "mowzuk", "tema",
    "yuborildi", "yuborilgan", "sana", "kimga", "nusxa", "mavzu", "юборилди", "юборилган",
    "кимга", "мавзу",
}  # fmt: skip

# «-----Исходное сообщение-----»
ORIGINAL = re.compile(
    r"^\s*-{2,}\s*(исходное сообщение|первоначальное сообщение|пересыла\w+ сообщение|"
    r"пересланное сообщение|конец пересылаемого сообщения|original message|forwarded message|"
    r"(бастапқы|түпнұсқа) (хабар|хат)\w*|(баштапкы|түпнуска) (билдирүү|кат)\w*|"
    r"(паёми|номаи|мактуби) (аслӣ|аввала)|(asyl|başdaky|ilkinji) (hat|habar)\w*|"
    r"(asl|dastlabki) (xabar|xat)\w*|(асл|дастлабки) (хабар|хат)\w*)\s*-*\s*$"
    r"|^\s*(начало (переадресованного|пересылаемого) сообщения|begin forwarded message)\s*:\s*$",
    re.IGNORECASE,
)

RULE = re.compile(r"^\s*[-_]{8,}\s*$")  # a line above the fields
DASHES = re.compile(r"^\s*(--|—|___+)\s*$")
SENT_FROM = re.compile(
    r"^\W*(отправлено (с|со|из|через|от)\b|послано с\b|sent from (my|mail|outlook|yahoo|samsung)\b|"
    r"get outlook for\b|(скачать|загрузить|получите) outlook\b|.*\b(құрылғымнан|iphone|android)"
    r"\w*\s+(жіберілді|жөнөтүлдү|фиристода шуд|iberildi|yuborildi|юборилди)\b)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*(с (глубоким |искренним )?уважением|с наилучшими пожеланиями|всего доброго|"
    r"(best |kind |warm )?regards|best wishes|sincerely( yours)?|(зор |ізгі )?құрметпен|"
    r"(терең |зор )?урматтоо менен|сый менен|бо (камоли )?(эҳтиром|э[ҳх]тиром)|"
    r"(uly )?hormat(lamak)? bilen|(chuqur )?hurmat bilan|(чуқур )?ҳурмат билан)"
    r"\s*([,.!].{0,60})?$",
    re.IGNORECASE,
)
CLOSING_LINES = 12  # a farewell stands near the end, with the signature behind it
