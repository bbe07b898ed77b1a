"""What Wagtail says on the screens of managers and does not say, or not well, in Chinese or Polish: our `locale/` says it in its place.

Tests find what Wagtail has learnt in the meantime; it is then taken out here.
"""

from cms.wagtail_words.better import BETTER
from cms.wagtail_words.checks import CHECKS
from cms.wagtail_words.counted import COUNTED
from cms.wagtail_words.pages import PAGES
from cms.wagtail_words.scripts import SCRIPT_COUNTED, SCRIPT_WORDS

WORDS = PAGES + CHECKS
__all__ = ["BETTER", "COUNTED", "SCRIPT_COUNTED", "SCRIPT_WORDS", "WORDS"]
