from coalition.formats.dates import *  # noqa: F403

DATE_FORMAT = r"j F Y"
DATETIME_FORMAT = r"j F Y, H:i"
MONTH_DAY_FORMAT = r"j F"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
