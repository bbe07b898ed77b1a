"""The formulas of forms, read: XPath with `${names}`, as far as anybody writes it by hand."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_LETTERS = 8_000
MOST_DEPTH = 40

TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{\s*(?:last-saved\#)?[^}\s]+\s*\})
  | (?P<path>(?:(?:\.\./)+|/)[^\W\d][\w.-]*(?:/[^\W\d][\w.-]*)*(?![\w.(\[-]))
  | (?P<text>"[^"]*"|'[^']*')
  | (?P<number>\d+(?:\.\d*)?|\.\d+)
  | (?P<op><=|>=|!=|==|=|<|>|\+|-|\*|\||,|\(|\)|\[|\]|//|/|\.\.|\.|@)
  | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
  )""",
    re.VERBOSE,
)
REFERENCE = re.compile(r"\$\{\s*(last-saved#)?([^}\s]+)\s*\}")


class UnreadableError(Exception):
    """This is not a formula that can be read here."""


@dataclass(frozen=True)
class Ref:
    name: str


@dataclass(frozen=True)
class Here:
    """This very answer: “.”"""


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Call:
    name: str
    args: tuple["Expression", ...]


@dataclass(frozen=True)
class Binary:
    op: str
    left: "Expression"
    right: "Expression"


type Expression = Ref | Here | Text | Number | Call | Binary


def references_in(formula: str) -> list[str]:
    """The names in `${…}`, each once; answers of earlier forms (`last-saved`) are not among them."""
    return list(dict.fromkeys(name for saved, name in REFERENCE.findall(formula) if not saved))


def parse(formula: str) -> Expression:
    """The formula as a tree. Raises `UnreadableError`."""
    if len(formula) > MOST_LETTERS:
        raise UnreadableError
    parser = _Parser(list(_tokens(formula)))
    tree = parser.level(0)
    if parser.peek() != ("end", ""):
        raise UnreadableError
    return tree


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(formula.rstrip())
    while at < end:
        found = TOKEN.match(formula, at)
        if found is None or found.lastgroup is None:
            raise UnreadableError
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "==", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)


class _Parser:
    """Recursive descent, one level of binding for each of LEVELS."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *expected: str) -> str:
        _kind, text = self.peek()
        if expected and text not in expected:
            raise UnreadableError
        self.at += 1
        return text

    def level(self, number: int) -> Expression:
        if number == len(LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while (token := self.peek())[0] in {"op", "name"} and token[1].lower() in LEVELS[number]:
            op = self.take().lower()
            left = Binary("=" if op == "==" else op, left, self.level(number + 1))
        return left

    def unary(self) -> Expression:
        if self.peek() != ("op", "-"):
            return self.primary()
        self.take("-")
        inner = self.nested(self.unary)
        return Number(-inner.value) if isinstance(inner, Number) else Binary("-", Number(0), inner)

    def nested(self, read: Callable[[], Expression]) -> Expression:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise UnreadableError
        tree = read()
        self.depth -= 1
        return tree

    def primary(self) -> Expression:
        kind, text = self.peek()
        self.at += 1
        if kind == "ref":
            return self.reference(text)
        if kind == "path":  # where somebody spelt the way out, its end is the name
            return Ref(text.rpartition("/")[2])
        if kind == "text":
            return Text(text[1:-1])
        if kind == "number":
            return Number(float(text))
        if (kind, text) == ("op", "."):
            return Here()
        if (kind, text) == ("op", "("):
            tree = self.nested(lambda: self.level(0))
            self.take(")")
            return tree
        if kind == "name" and self.peek() == ("op", "("):
            return Call(text, tuple(self.arguments()))
        raise UnreadableError

    def reference(self, text: str) -> Ref:
        found = REFERENCE.fullmatch(text)
        if found is None or found[1] or self.peek()[1] in {"/", "["}:
            raise UnreadableError
        return Ref(found[2])

    def arguments(self) -> Iterator[Expression]:
        self.take("(")
        if self.peek() == ("op", ")"):
            self.take(")")
            return
        yield self.nested(lambda: self.level(0))
        while self.take(",", ")") == ",":
            yield self.nested(lambda: self.level(0))
