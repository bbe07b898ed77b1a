"""Texts of the play in the three languages."""

type Texts = dict[str, str]


def t(en: str, zh: str, pl: str) -> Texts:
    """One text in English, simplified Chinese and Polish."""
    return {"en": en, "zh-hans": zh, "pl": pl}
