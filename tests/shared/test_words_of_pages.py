"""Numbers and quotations as each language writes them."""

import pytest
from django.utils.translation import override

from shared.templatetags.firsthand import in_tongue, large


@pytest.mark.parametrize(
    ("number", "language", "shown"),
    [
        (9_999, "zh-hans", "9,999"),
        (10_000, "zh-hans", "1万"),
        (12_345, "zh-hans", "1.2万"),
        (19_999, "zh-hans", "1.9万"),
        (12_345_678, "zh-hans", "1,234.5万"),
        (-12_345, "zh-hans", "−1.2万"),
        (350_000_000, "zh-hans", "3.5亿"),
        (12_345, "en", "12,345"),
        (12_345, "pl", "12\xa0345"),
    ],
)
def test_a_large_number_is_short_in_chinese_and_never_more_than_there_is(number: int, language: str, shown: str) -> None:
    with override(language):
        assert large(number) == shown


@pytest.mark.parametrize(
    ("words", "locale", "page", "attribute"),
    [
        ("卡寄到了旧地址", "zh-hans", "en", ' lang="zh-Hans"'),
        ("卡寄到了旧地址", "zh-hans", "zh-hans", ""),
        ("Nikt nie zadzwonił", "", "en", ' lang="pl"'),
        ("Nikt nie pyta", "pl", "en", ' lang="pl"'),
        ("Nobody called", "zh-hans", "zh-hans", ' lang="en"'),
        ("Nobody called", "", "en", ""),
        ("", "pl", "en", ""),
    ],
)
def test_words_in_another_language_than_the_page_say_so(words: str, locale: str, page: str, attribute: str) -> None:
    with override(page):
        assert in_tongue(words, locale) == attribute
