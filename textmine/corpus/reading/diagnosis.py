"""What a corpus tells about its texts when it is read: counted in the audit, never changed.

* *encoding*: bytes that were read as something else than plain UTF-8.
* *control character*: NUL and its like inside a text; kept, so that offsets hold.
* *replacement character*: U+FFFD, a character that was lost before the text came here.
* *mojibake*: UTF-8 that was once read as Windows-1252 and saved so, such as ``Ã©`` for ``é``.
* *exact duplicate*: a text that another article holds already, white space aside.

Whole columns are searched in Arrow; Python looks only at the texts where something was found.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from textmine.corpus.reading.encodings import Decoded, around

Row = dict[str, Any]

CONTROL, REPLACEMENT, MOJIBAKE = "control character", "replacement character", "mojibake"
_TRAIL = "".join(sorted({bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0)}
                        | set(map(chr, range(0x80, 0xC0)))))
_SEQUENCE = f"[Â-ß][{_TRAIL}]|[à-ï][{_TRAIL}]{{2}}|[ð-ô][{_TRAIL}]{{3}}"
_MOJIBAKE = re.compile(f"(?:{_SEQUENCE})+")
_ONE = re.compile(_SEQUENCE)
_CONTROLS = "[\x00-\x08\x0e-\x1f\x7f]"
_MARKS = "\u00a0«»‹›“”„‘’‚…–—"
# How mojibake of Latin letters, typographic marks, Vietnamese and emoji begins.
_ALONE = re.compile(f"[ÂÃÄÅ].|Æ[°¡]|â[€‚„\x80\x82\x84].|á[º»][^{_MARKS}]|ð[Ÿ\x9f]..", re.DOTALL)
_SPACES = [each.encode() for each in "\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
           + "".join(map(chr, range(0x2000, 0x200B)))]


def row(rule: str, detail: str, article: str | None, count: int, characters: int | None, example: str) -> Row:
    """Return one row of the audit."""
    return {"rule": rule, "detail": detail, "article": article, "count": count, "characters": characters,
            "example": example if len(example) <= 80 else example[:79] + "…"}


def encoding_rows(decoded: Decoded, article: str | None, file: str) -> list[Row]:
    """Return the audit row of a text that was not plain UTF-8, in a list of at most one.

    The count is the number of characters beyond ASCII, the example the first of them in its place.
    """
    if decoded.encoding is None:
        return []
    first = re.search(r"[^\x00-\x7f]", decoded.text)
    count = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    detail = f"{file} read as {decoded.encoding}" + (", not UTF-8" if "UTF-8" not in decoded.encoding else "")
    return [row("encoding", detail, article, count, count, around(decoded.text, first.start()) if first else "")]


def diagnose(articles: pa.Table) -> list[Row]:
    """Return the audit rows of a table of articles: characters and sequences that look wrong, and duplicates."""
    texts, names = articles["text"], articles["article"]
    rows = list(_found(texts, names, CONTROL, _CONTROLS, "kept as they are", re.compile(_CONTROLS).finditer))
    rows += _found(texts, names, REPLACEMENT, "\ufffd", "characters lost before reading", re.compile("\ufffd").finditer)
    rows += _found(texts, names, MOJIBAKE, _SEQUENCE, "UTF-8 once read as cp1252, left as it is", find_mojibake)
    for copy, first in exact_duplicates(texts):
        text = texts[copy].as_py()
        rows.append(row("exact duplicate", f"same text as {names[first].as_py()!r}", names[copy].as_py(), 1, len(text),
                        " ".join(text[:200].split())))
    return rows


def _found(texts: pa.ChunkedArray, names: pa.ChunkedArray, rule: str, pattern: str, detail: str,
           finditer: Callable[[str], Iterator[re.Match[str]]]) -> Iterator[Row]:
    """Yield an audit row for each text in which a pattern is found."""
    hits = pc.indices_nonzero(pc.match_substring_regex(texts, pattern)).to_pylist()
    for i in hits:
        text = texts[i].as_py()
        matches = list(finditer(text))
        if matches:
            example = around(text, matches[0].start()).replace("\0", "␀")
            yield row(rule, detail, names[i].as_py(), len(matches), sum(len(each.group()) for each in matches), example)


def find_mojibake(text: str) -> Iterator[re.Match[str]]:
    """Yield the places that read as UTF-8 decoded in Windows-1252.

    Runs of two or more such sequences count, unless all could be a letter before a quotation
    mark or dash; else a run counts if it starts as mojibake of Latin letters, typographic
    marks, Vietnamese or emoji does, and is not the last capital of a word before a mark.

    >>> [match.group() for match in find_mojibake("cafÃ© â€™ ÐœÐ¸Ñ€, « liberté » et HYVÄ»")]
    ['Ã©', 'â€™', 'ÐœÐ¸Ñ€']
    """
    for match in _MOJIBAKE.finditer(text):
        sequences = _ONE.findall(match.group())
        marked = all(each[-1] in _MARKS for each in sequences)
        capital = marked and sequences[0][0] in "ÂÃÄÅ" and text[match.start() - 1:match.start()].isupper()
        if (len(sequences) > 1 and not marked) or (_ALONE.match(match.group()) and not capital):
            yield match


def exact_duplicates(texts: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows, a copy and the first text that is the same once white space is folded.

    >>> list(exact_duplicates(pa.chunked_array([["One  two.", "Three.", "One\\ntwo. "]])))
    [(2, 0)]
    """
    seen: dict[bytes, int] = {}
    others: dict[bytes, list[int]] = {}
    for at, key in enumerate(_keys(texts)):
        first = seen.setdefault(key, at)
        if first == at:
            continue
        text = _folded(texts, at)
        same = next((i for i in (first, *others.get(key, ())) if _folded(texts, i) == text), None)
        if same is None:
            others.setdefault(key, []).append(at)
        else:
            yield at, same


def _keys(texts: pa.ChunkedArray) -> Iterator[bytes]:
    """Yield a digest of each text without its white space: equal for all that are equal once it is folded."""
    for chunk in texts.chunks:
        for low in range(0, len(chunk), 4096):
            for text in chunk.slice(low, 4096).cast(pa.large_binary()).to_pylist():
                text = text.translate(None, b"\t\n\v\f\r\x1c\x1d\x1e\x1f ")
                for space in () if text.isascii() else _SPACES:
                    text = text.replace(space, b"")
                yield hashlib.blake2b(text, digest_size=16).digest()


def _folded(texts: pa.ChunkedArray, i: int) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(texts[i].as_py().split())
