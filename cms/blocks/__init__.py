"""The blocks a brief is written with; `cms.compiling` turns them into the questionnaire language."""

from cms.blocks.scenario import ArmsBlock, OwnQuestionsBlock, QuestionsBlock, QuotaBlock, ScenarioBlock
from cms.blocks.texts import CHILD_OF_LANGUAGE, TranslatedTextBlock, texts_for_block, texts_of

__all__ = [
    "CHILD_OF_LANGUAGE",
    "ArmsBlock",
    "OwnQuestionsBlock",
    "QuestionsBlock",
    "QuotaBlock",
    "ScenarioBlock",
    "TranslatedTextBlock",
    "texts_for_block",
    "texts_of",
]
