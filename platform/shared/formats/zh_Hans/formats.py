"""Thousands apart, as banks in China print them; Django groups by four and marks nothing."""

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
