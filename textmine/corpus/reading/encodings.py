"""Bytes to text: recognised encodings, each with its reason, and never silent nonsense.

The order of the questions is what makes the answer safe.  A byte order mark says
what follows.  UTF-8 is strict: hardly any other text is valid UTF-8 by chance.
UTF-16 without a mark shows in the NUL bytes beside its ASCII characters.  What is
left is a single-byte or an East Asian code page; of these only Windows-1252 (with
Latin-1 inside it) is read unasked, and only where the result looks like Western
writing: accented letters stand among plain ones, capitals do not follow small
letters, signs do not stand inside words.  Texts in Cyrillic, Greek, Hebrew, Arabic, Thai,
Chinese, Japanese or Korean code pages break these rules at nearly every letter, so they
are an error that asks for ``encoding=``.  A few such words in an English text do not, nor do
close relatives such as Turkish or Czech: state the language or the encoding, and look at the
audit, which tells everything but plain UTF-8 with an example.
"""

from __future__ import annotations

import gzip
import unicodedata
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe\0\0": "utf-32-le", b"\0\0\xfe\xff": "utf-32-be",
         b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
BINARY = {b"%PDF-": "PDF", b"PK\x03\x04": "a zip archive (DOCX, ODT, EPUB)", b"\xd0\xcf\x11\xe0": "an old Office file",
          b"{\\rtf": "RTF", b"\x89PNG": "a PNG image", b"\xff\xd8\xff": "a JPEG image", b"GIF89a": "a GIF image",
          b"\x1f\x8b": "gzip", b"7z\xbc\xaf": "a 7z archive", b"\xfd7zXZ": "xz", b"Rar!\x1a": "a RAR archive",
          b"PAR1": "Parquet", b"SQLite format 3\0": "an SQLite file", b"\x7fELF": "a program"}
STATEFUL = {b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp", b"\x1b$)C": "iso2022_kr"}
# Languages whose older files are in another code page than Windows-1252 (Microsoft's table of ANSI code pages).
CODE_PAGES = {
    **dict.fromkeys("pl cs sk hu ro sl hr bs sq".split(), "cp1250"),
    **dict.fromkeys("ru uk be bg sr mk kk ky mn".split(), "cp1251"),
    **dict.fromkeys("lt lv et".split(), "cp1257"), **dict.fromkeys("ar fa ur".split(), "cp1256"),
    **dict.fromkeys("tr az".split(), "cp1254"),
    "el": "cp1253", "he": "cp1255", "vi": "cp1258", "th": "cp874", "ja": "cp932", "zh": "gb18030", "ko": "cp949",
}
CONTROLS = bytes([*range(9), *range(14, 32), 127])
_SAMPLE = 1 << 16
_ODD = 0.2


class Decoded(NamedTuple):
    """A text, or the problem with its bytes; `encoding` is what they were recognised as, None if that goes unsaid."""

    text: str
    problem: str | None = None
    encoding: str | None = None


def read_text(path: Path, encoding: str | None, language: str | None = None) -> Decoded:
    """Return the text of a file, gzipped or not, without a byte order mark; or the problem with its bytes.

    Parameters
    ----------
    path : Path
    encoding : str or None
        None recognises the encoding; a name is used strictly.
    language : str or None
        Of the text, as stated.  Bytes that are not Unicode are read as Windows-1252 only for
        languages that it was made for.
    """
    raw = path.read_bytes()
    try:
        raw = gzip.decompress(raw) if path.suffix.lower() == ".gz" else raw
        if encoding is None:
            return recognize(raw, path.name, language)
        return Decoded(raw.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        return Decoded("", f"{path.name} is not {encoding}: {_place(raw, error.start)} cannot be decoded; "
                           "save the file as UTF-8, or pass encoding=, for example encoding='cp1252'")
    except (OSError, EOFError, zlib.error) as error:
        return Decoded("", f"{path.name} is not a whole gzip file: {error}")
    except (LookupError, ValueError):
        return Decoded("", f"encoding must be one that Python knows, got {encoding!r}")


def recognize(raw: bytes, what: str, language: str | None = None) -> Decoded:
    """Return the text of some bytes in a recognised encoding, or the problem, which names `what`.

    >>> recognize(b"caf\\xe9", "a.txt")
    Decoded(text='café', problem=None, encoding='cp1252')
    >>> recognize("Правда".encode("cp1251"), "a.txt").problem[:57]
    'a.txt is not UTF-8: byte 0xcf at position 0 cannot be dec'
    """
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return _marked(raw, mark, encoding, what)
    for start, name in BINARY.items():
        if raw.startswith(start):
            return Decoded("", f"{what} looks like {name}, not text: convert it to text first")
    for escape, encoding in STATEFUL.items():
        if escape in raw:
            return Decoded("", f"{what} holds the escape {escape!r} at position {raw.find(escape)}: "
                               f"pass encoding={encoding!r}")
    n_controls = len(raw) - len(raw.translate(None, CONTROLS))
    is_noisy = n_controls > 1 + len(raw) / 50
    text, position = _utf8(raw)
    if position is None and not is_noisy:
        return Decoded(text)
    if order := _wide(raw):
        return Decoded(raw.decode(order), None, order.upper() + " without a byte order mark")
    if is_noisy or position is None:
        return Decoded("", f"{what} looks binary, not text: {n_controls:,} of its {len(raw):,} bytes are control "
                           "characters; convert it to text first, or pass encoding=")
    return _single_byte(raw, what, position, language)


def _utf8(raw: bytes) -> tuple[str, int | None]:
    """Return bytes decoded as UTF-8, or the position of the first that is none."""
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", error.start


def _marked(raw: bytes, mark: bytes, encoding: str, what: str) -> Decoded:
    """Return the text after a byte order mark."""
    try:
        return Decoded(raw[len(mark):].decode(encoding), None, encoding.upper() + " with a byte order mark")
    except UnicodeDecodeError as error:
        return Decoded("", f"{what} is not {encoding}, as its byte order mark says: "
                           f"{_place(raw, error.start + len(mark))} cannot be decoded; save the file as UTF-8")


def _wide(raw: bytes) -> str | None:
    """Return the UTF-16 byte order that makes text of some bytes without a mark, or None.

    Of two that do, the one with fewer characters that no text has, then with more ASCII.
    """
    if len(raw) % 2 or b"\0" not in raw:
        return None
    ranked = []
    for encoding in ("utf-16-le", "utf-16-be"):
        counts = Counter(raw[:_SAMPLE].decode(encoding, "ignore"))
        total = max(counts.total(), 1)
        strange = sum(n for each, n in counts.items() if _is_strange(each)) / total
        ranked.append((strange, -sum(n for each, n in counts.items() if each.isascii()) / total, encoding))
    strange, ascii_share, encoding = min(ranked)
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if strange < 0.01 and ascii_share < 0 else None


def _is_strange(character: str) -> bool:
    """Return whether a character is a control, private or not assigned: none of a text."""
    return unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs") and character not in "\t\n\v\f\r"


def _single_byte(raw: bytes, what: str, start: int, language: str | None) -> Decoded:
    """Return the text of bytes that are no Unicode, if they are plausible Windows-1252, or the problem."""
    problem = f"{what} is not UTF-8: {_place(raw, start)} cannot be decoded"
    n_ascii = len(raw.translate(None, bytes(range(0x80, 0x100))))
    valid, n_high = len(raw.decode("utf-8", "ignore").encode()) - n_ascii, len(raw) - n_ascii
    if valid > n_high / 2:
        return Decoded("", f"{problem}, though most of the file is UTF-8: repair that place, or pass encoding=")
    page = CODE_PAGES.get((language or "").lower().split("-")[0])
    if page:
        return Decoded("", f"{problem}; files in the language {language!r} are often {page}: pass encoding={page!r}, "
                           "or save the file as UTF-8")
    advice = ("save the file as UTF-8, or pass encoding=, for example 'cp1251' (Cyrillic), 'cp1250' (Central "
              "European), 'gb18030' (Chinese), 'cp932' (Japanese), 'cp949' (Korean)")
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        return Decoded("", f"{problem}, nor is it Windows-1252 ({_place(raw, error.start)}): {advice}")
    if odd_share(raw) > _ODD:
        return Decoded("", f"{problem}, and as Windows-1252 it would read {around(text, start)!r}: {advice}")
    return Decoded(text, None, "cp1252")


def _place(raw: bytes, position: int) -> str:
    """Return a byte and where it stands, in words."""
    return f"byte 0x{raw[position]:02x} at position {position}"


def around(text: str, position: int, width: int = 15) -> str:
    """Return what stands around a position, on one line.

    >>> around("One\\ntwo three four", 5, 3)
    'e two'
    """
    return " ".join(text[max(0, position - width):position + width].split())


_OTHER, _SMALL, _CAPITAL, _SIGN, _MARK = range(5)


def _kinds() -> NDArray[np.uint8]:
    """Return what each byte is in Windows-1252: small letter, capital, sign, quote or dash, other."""
    kinds = np.zeros(256, np.uint8)
    for byte in range(256):
        each = bytes([byte]).decode("cp1252", "replace")
        kinds[byte] = _SMALL if each.islower() else _CAPITAL if each.isupper() else _SIGN if byte >= 0x80 else _OTHER
    for each in "ƒˆ˜ªº":
        kinds[each.encode("cp1252")[0]] = _SIGN
    for each in "’‘“”«»‹›–—…·\u00a0\u00ad":
        kinds[each.encode("cp1252")[0]] = _MARK
    return kinds


_KINDS = _kinds()
_JOINING = np.frombuffer("’‘–—…·\u00a0\u00ad".encode("cp1252"), np.uint8)


def odd_share(raw: bytes) -> float:
    """Return which share of the letters and signs above ASCII would be odd in Western writing.

    Odd is a letter or sign in a run of four or more, a capital right after a small letter,
    and a sign or a quotation mark between two letters.

    Parameters
    ----------
    raw : bytes
        Taken as Windows-1252.

    Returns
    -------
    float in [0, 1]
        0 where there is no letter or sign above ASCII.

    >>> odd_share("Été à la française".encode("cp1252")), odd_share("Привет".encode("cp1251"))
    (0.0, 1.0)
    """
    codes = np.frombuffer(raw, np.uint8)
    at = np.flatnonzero(codes >= 0x80)
    kinds = np.concatenate([[np.uint8(_OTHER)], _KINDS[codes], [np.uint8(_OTHER)]])
    here, before, after = kinds[at + 1], kinds[at], kinds[at + 2]
    in_word = np.isin(before, (_SMALL, _CAPITAL)) & np.isin(after, (_SMALL, _CAPITAL))
    odd = (here == _CAPITAL) & (before == _SMALL)
    odd |= in_word & ((here == _SIGN) | ((here == _MARK) & ~np.isin(codes[at], _JOINING)))
    weighed = (here != _MARK)
    runs = np.cumsum(np.diff(at, prepend=-2) != 1)[weighed]
    odd[weighed] |= np.bincount(runs)[runs] >= 4 if len(runs) else False
    return float(odd.sum() / max((weighed | odd).sum(), 1))
