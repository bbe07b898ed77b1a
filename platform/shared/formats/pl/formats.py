"""Short dates with dots, as Poles write them; Django's are those of a database."""

SHORT_DATE_FORMAT = "j.m.Y"
SHORT_DATETIME_FORMAT = "j.m.Y, H:i"
