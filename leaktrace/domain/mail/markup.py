"""HTML as text: what a person reads, and where the links lead."""

import re
from html.parser import HTMLParser

__all__ = ["html_text"]

_LONGEST = 500_000
"""So many characters are looked at."""
_BREAKS = frozenset(
    {
        "address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "template"})
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\s*\n\s*")


def html_text(html: str) -> str:
    """The words of an HTML text, one paragraph a line; a link's address in angle brackets behind its words.

    Pictures are told by their alternative text. What is hidden by style is kept: it was sent, too.
    """
    reader = _Reader()
    reader.feed(html[:_LONGEST])
    # Not closed: for what is left over, a tag without an end, the parser of Python 3.11 takes the square of its length.
    reader.words(_TAG.sub(" ", reader.rawdata))
    reader.end_link()
    return _GAPS.sub("\n", _BLANKS.sub(" ", "".join(reader.pieces))).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._link = ""
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag in _BREAKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")
        elif tag == "img" and values.get("alt"):
            self.pieces.append(f" {values['alt']} ")
        elif tag == "a":
            self.end_link()
            self._link = (values.get("href") or "").strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif tag in _BREAKS:
            self.pieces.append("\n")
        elif tag == "a":
            self.end_link()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words(data)

    def words(self, text: str) -> None:
        self.pieces.append(text.replace("\n", " "))

    def end_link(self) -> None:
        """Put the address behind the words of a link, unless these are the address."""
        target, self._link = self._link, ""
        if target and not target.startswith("#") and target not in "".join(self.pieces[-3:]):
            self.pieces.append(f" <{target}> ")
