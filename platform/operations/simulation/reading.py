"""What is there to read: written in English, translated by wagtail-localize as a manager would, published."""

import re
from datetime import timedelta
from html import escape
from typing import Any
from uuid import UUID, uuid5

from cms.models import GuideIndexPage, GuidePage, LegalIndexPage, LegalPage, NewsIndexPage, NewsPage, StoryIndexPage, StoryPage
from cms.pages.translating import translate
from cms.pages.tree import lay_tree
from members.rights import PROGRAMME_MANAGER
from operations.simulation.guide_call import HOTLINE
from operations.simulation.guide_crisis import CRISIS
from operations.simulation.guides import EMPATHY, Asked, Guide, Pairs, Part, Scene
from operations.simulation.notices import NEWS, RULES, STORIES
from operations.simulation.stage import Stage
from operations.simulation.words import Texts
from rewards.models import Benefit

BLOCKS = UUID("6b1f2d3c-50d8-4c52-9a39-2f1e9d0c7a11")
HANGING = re.compile(r"(?<![^\W_])([aiouwzAIOUWZ]) ")


class Script:
    """A page while it is written: hands out the English and remembers what it is in the other languages."""

    def __init__(self) -> None:
        self.others: dict[str, dict[str, str]] = {"zh-hans": {}, "pl": {}}

    def say(self, texts: Texts) -> str:
        for language, known in self.others.items():
            known[texts["en"]] = texts[language] if language != "pl" else unhung(texts[language])
        return texts["en"]

    def text(self, paragraphs: list[Texts], heading: Texts | None = None) -> dict[str, Any]:
        head = f"<h2>{escape(self.say(heading), quote=False)}</h2>" if heading else ""
        return {"type": "text", "value": head + "".join(f"<p>{escape(self.say(paragraph), quote=False)}</p>" for paragraph in paragraphs)}

    def part(self, part: Part) -> dict[str, Any]:
        if isinstance(part, Scene):
            return {"type": "scene", "value": self._scene(part)}
        if isinstance(part, Pairs):
            pairs = [_item({"good": self.say(good), "bad": self.say(bad)}) for good, bad in part.pairs]
            return {"type": "pairs", "value": {"pairs": pairs}}
        return self.text(part)

    def _scene(self, scene: Scene) -> dict[str, Any]:
        lines = [
            _item({"who": line.who, "words": self.say(line.words), "note": self.say(line.note) if line.note else ""})
            for line in scene.lines
        ]
        return {
            "title": self.say(scene.title),
            "crisis": scene.crisis,
            "situation": self.say(scene.situation),
            "lines": lines,
            "lesson": self.say(scene.lesson),
        }

    def question(self, asked: Asked) -> dict[str, Any]:
        answers = [_item({"text": self.say(text), "right": place == 0}) for place, text in enumerate(asked.answers)]
        answers.insert(asked.place, answers.pop(0))
        value = {"text": self.say(asked.text), "answers": answers, "explanation": self.say(asked.explanation)}
        return {"type": "question", "value": value}


def _item(value: dict[str, Any]) -> dict[str, Any]:
    """With a name of its own, so that a translation finds it again."""
    return {"type": "item", "id": str(uuid5(BLOCKS, repr(value))), "value": value}


def unhung(text: str) -> str:
    """Polish leaves no single letter at a line's end."""
    return HANGING.sub("\\1\N{NO-BREAK SPACE}", text)


def write_pages(stage: Stage) -> None:
    """The trees, then news, guides, stories and rules in three languages."""
    lay_tree()
    for guide in (EMPATHY, HOTLINE, CRISIS):
        _guide(stage, guide)
    for rule in RULES:
        script = Script()
        body = [script.text(paragraphs, heading) for heading, paragraphs in rule.sections]
        since = stage.ago(days=rule.days_ago).date()
        _publish(stage, LegalIndexPage, LegalPage(slug=rule.slug, body=body, in_force_since=since), rule.title, rule.lead, script)
    for story in STORIES:
        script = Script()
        body = [script.text(story.paragraphs), {"type": "quote", "value": {"words": script.say(story.quote), "who": ""}}]
        script.say(dict.fromkeys(("en", "zh-hans", "pl"), story.who))
        page = StoryPage(slug=story.slug, who=story.who, benefit=Benefit.objects.get(slug=story.benefit), body=body)
        _publish(stage, StoryIndexPage, page, story.title, story.lead, script)
    for news in NEWS:
        script = Script()
        day = (stage.today - timedelta(days=news.days_ago)).date()
        page = NewsPage(slug=news.slug, illustration=news.picture, day=day, tell=news.tell, body=[script.text(news.paragraphs)])
        _publish(stage, NewsIndexPage, page, news.title, news.lead, script)


def _guide(stage: Stage, guide: Guide) -> None:
    script = Script()
    body = [script.part(part) for part in guide.parts]
    questions = [
        script.question(asked) | {"id": str(uuid5(BLOCKS, f"{guide.slug} {number}"))} for number, asked in enumerate(guide.check, 1)
    ]
    page = GuidePage(slug=guide.slug, illustration=guide.picture, body=body, questions=questions)
    _publish(stage, GuideIndexPage, page, guide.title, guide.lead, script)


def _publish(stage: Stage, section: Any, page: Any, title: Texts, lead: Texts, script: Script) -> None:
    author = stage.cast(right=PROGRAMME_MANAGER)
    page.title, page.lead, page.owner, page.live = script.say(title), script.say(lead), author, False
    section.objects.get(locale__language_code="en").add_child(instance=page)
    page.save_revision(user=author).publish(user=author)
    for language, words in script.others.items():
        translate(page, language=language, words=words, by=author)
