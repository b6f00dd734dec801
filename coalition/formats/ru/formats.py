from coalition.formats.dates import *  # noqa: F403

DATE_FORMAT = r"j E Y \г\."
DATETIME_FORMAT = r"j E Y \г\., H:i"
MONTH_DAY_FORMAT = r"j E"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
SHORT_DATETIME_FORMAT = "d.m.Y H:i"
