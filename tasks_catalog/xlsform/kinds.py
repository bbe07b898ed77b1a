"""The types of questions by all the names that tools have given them, and what each becomes here."""

# What it becomes; `made_here` is what Firsthand knows or decides itself, the other last ones have no counterpart.
KINDS: dict[str, str] = {
    name: kind
    for kind, names in {
        "text": ("text", "string", "tel", "q string", "add text prompt"),
        "integer": ("integer", "int", "q int", "add integer prompt"),
        "percentage": ("percentage",),
        "decimal": ("decimal", "q decimal", "add decimal prompt"),
        "date": ("date", "q date", "add date prompt"),
        "time": ("time", "q time", "add time prompt"),
        "datetime": ("datetime", "date time", "q datetime", "q date time", "add datetime prompt", "add date time prompt"),
        "range": ("range",),
        "photo": ("image", "photo", "q image", "q picture", "add image prompt", "add photo prompt"),
        "barcode": ("barcode", "q barcode", "add barcode prompt"),
        "note": ("note", "q note", "add note prompt"),
        "acknowledge": ("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"),
        "calculate": ("calculate", "calculate_here", "q calculate", "add calculate prompt"),
        "position": ("geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"),
        "shape": ("geotrace", "geoshape", "q geotrace", "q geoshape", "osm"),
        "recording": ("audio", "video", "q audio", "q video", "add audio prompt", "add video prompt"),
        "file": ("file", "add file prompt"),
        "outside": ("xml-external", "csv-external"),
        "hidden": ("hidden",),
        "other_tool": ("score__row", "rank__level"),
        "made_here": (
            "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit", "imei",
            "start time", "end time", "get today", "get start time", "get end time", "device id", "get device id", "sim id", "get sim id",
            "subscriber id", "get subscriber id", "phone number", "get phone number", "start-geopoint", "background-audio",
            "background-geopoint", "uri:deviceid", "uri:subscriberid", "uri:simserial", "uri:phonenumber", "uri:username", "uri:email",
            "devicephonenum", "simid", "caseid", "enumerator", "comments", "text audit", "audio audit",
            "number of days in last month", "number of days in last six months", "number of days in last year",
        ),
    }.items()
    for name in names
}  # fmt: skip

# Types with a name or a type behind them.
BEGINNINGS = {
    "osm ": "shape",
    "hidden ": "hidden",
    "db:": "hidden",
    "speed violations ": "made_here",
    "sensor_statistic ": "made_here",
    "sensor_stream ": "made_here",
}

# Our own types by what stands for them in an exported form: `firsthand::type` counts while the row still has that type.
WRITTEN: dict[str, str] = {
    "text": "text", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time", "duration": "integer",
    "select_one": "select_one", "select_multiple": "select_multiple", "rank": "rank", "range": "range", "score": "range",
    "photo": "image", "location": "geopoint", "barcode": "barcode", "note": "note", "calculate": "calculate",
    "contact": "text", "promise": "text", "pain": "text", "idea": "text",
}  # fmt: skip
FITTING: dict[str, frozenset[str]] = {
    KINDS.get(native, native): frozenset(ours for ours, written in WRITTEN.items() if written == native) for native in set(WRITTEN.values())
}
WORD_FIELDS = ("scale", "touchpoint", "criterion")
TEXT_FIELDS = ("unit",)
