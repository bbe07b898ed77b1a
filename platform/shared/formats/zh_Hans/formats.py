"""Thousands apart, as banks in China print them (Django groups by four and marks nothing); days without a leading zero."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
MONTH_DAY_FORMAT = "n月j日"
