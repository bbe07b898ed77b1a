"""Parts of a page that are rendered once for everybody."""

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from tests.tasks_catalog.factories import TaskFactory, VersionFactory


def shown(template: Template, **context: object) -> str:
    return template.render(RequestContext(RequestFactory().get("/"), context))


def test_what_it_holds_is_rendered_once_for_the_same_values() -> None:
    asked = []
    template = Template("{% remember n=n %}{{ n }}{% endremember %}")

    class Counting(int):
        def __str__(self) -> str:
            asked.append(1)
            return "seven"

    assert [shown(template, n=Counting(7)) for _ in range(3)] == ["seven"] * 3
    assert len(asked) == 1


def test_other_values_and_languages_are_rendered_anew() -> None:
    template = Template("{% load i18n %}{% remember n=n %}{{ n }} {% translate 'This field is required.' %}{% endremember %}")

    with override("en"):
        assert (shown(template, n=1), shown(template, n=2)) == ("1 This field is required.", "2 This field is required.")
    with override("pl"):
        assert shown(template, n=1) == "1 To pole jest wymagane."


def test_nothing_else_of_the_page_is_to_be_had_inside() -> None:
    template = Template("{% remember n=n %}{{ n }}{{ secret }}{{ user }}{{ request.path }}{% endremember %}")

    assert shown(template, n=1, secret="Ada's", user="Ada") == "1"


def test_a_text_that_is_not_safe_is_escaped_after_one_that_is() -> None:
    template = Template("{% remember words=words %}{{ words }}{% endremember %}")

    assert shown(template, words=mark_safe("<b>")) == "<b>"
    assert shown(template, words="<b>") == "&lt;b&gt;"


def test_it_forgets_before_it_grows_without_end() -> None:
    template = Template("{% remember n=n %}{{ n }}{% endremember %}")
    (node,) = template.nodelist

    for number in range(2 * node.MOST + 3):  # type: ignore[attr-defined]
        shown(template, n=number)

    assert 0 < len(node.known) <= node.MOST  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_only_what_never_changes_is_remembered_whole() -> None:
    template = Template("{% remember it=it %}{{ it.pk }}{% endremember %}")
    version = VersionFactory()

    assert shown(template, it=version) == str(version.pk)
    with pytest.raises(TypeError, match="may change"):
        shown(template, it=TaskFactory(version=version))
