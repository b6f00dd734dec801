from coalition.formats.dates import *  # noqa: F403

DATE_FORMAT = r"Y \ж\. j E"
DATETIME_FORMAT = r"Y \ж\. j E, H:i"
MONTH_DAY_FORMAT = r"j E"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
