"""Compiled search for blocks and sentences: the same as `textmine.corpus.segmentation`, on UTF-8 bytes.

Punkt, as NLTK has it, asks of each ``.``, ``?`` and ``!`` that white space or closing punctuation follows
whether a sentence ends there; its answer depends on the word before and the token after alone.  `find_ends`
finds these places, says yes where the answer cannot be another, and leaves the others to Punkt (`ASK`);
`cut_sentences` makes sentences of the answers.  The classes of characters come from NLTK's own patterns
(`textmine.tokens.sentences`), and tests hold the two together.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from textmine.tokens._kernels import decode

SPACE, GAP, BREAK, CLOSING, QUOTE = 1, 2, 4, 8, 16
"""Bits of a character: white space for `str.isspace` and for NLTK; the end of a line; punctuation that may follow
the end of a sentence; and that belongs to the sentence before it."""

NO, YES, ASK = range(3)
"""Whether a sentence ends."""

_STOP, _QUESTION, _BANG, _HYPHEN, _CR, _LF = (np.uint8(ord(each)) for each in ".?!-\r\n")


@njit(nogil=True, cache=True)
def find_blocks(text, documents, classes, blocks, bounds):
    """Find the blocks of each document, runs of lines between blank ones.

    Parameters
    ----------
    text : uint8 array
        UTF-8.
    documents : int64 array of shape (D, 2)
        First and last byte of each.
    classes : uint8 array of 0x110000
    blocks : int64 array of shape (capacity, 2), written
        Room for half of all line ends, and one more for each document.
    bounds : int64 array of shape (D + 1,), written
        Where the blocks of each document begin in `blocks`.
    """
    n_blocks = 0
    for document in range(len(documents)):
        i, end = np.uint64(documents[document, 0]), np.uint64(documents[document, 1])
        last, n_breaks, inside = i, 0, False
        while i < end:
            code, width = decode(text, i)
            kind = classes[code]
            if not kind & SPACE:
                if inside and n_breaks > 1:
                    blocks[n_blocks, 1] = last
                    n_blocks += 1
                    inside = False
                if not inside:
                    blocks[n_blocks, 0] = i
                    inside = True
                last, n_breaks = i + width, 0
            elif kind & BREAK and not (inside and code == _LF and text[i - np.uint64(1)] == _CR):
                n_breaks += 1
            i += width
        if inside:
            blocks[n_blocks, 1] = last
            n_blocks += 1
        bounds[document + 1] = n_blocks


@njit(nogil=True, cache=True)
def count_marks(text, stretches):
    """Return how many bytes may end a sentence, and how many a line, in all stretches of the text."""
    n_ends, n_breaks = 0, 0
    for k in range(len(stretches)):
        for i in range(stretches[k, 0], stretches[k, 1]):
            byte = text[i]
            n_ends += (byte == _STOP) | (byte == _QUESTION) | (byte == _BANG)
            n_breaks += (byte == _LF) | (byte == _CR) | (byte == 0xE2)
    return n_ends, n_breaks


@njit(nogil=True, cache=True)
def _is_white(byte):
    """Return whether a byte is white space in ASCII, as in `string.whitespace`."""
    return byte == 0x20 or 0x09 <= byte <= 0x0D


@njit(nogil=True, cache=True)
def _is_letter(byte):
    """Return whether a byte is a letter in ASCII."""
    return 0x61 <= byte | 0x20 <= 0x7A


@njit(nogil=True, cache=True)
def _verdict(text, first, i, after, spaced, short, longest):
    """Return YES where a sentence surely ends at byte `i`, or ASK.

    The word before begins at byte `first`; what follows, at byte `after`, with white space before if `spaced`.
    Sure are question and exclamation marks, full stops that stand alone or after a closing sign or a percent
    sign, numbers before a capital letter, and words of two or more letters that no abbreviation ends with.
    `short` holds the letters that abbreviations end with, each in a row as long as the `longest` and one more.
    """
    if spaced and (text[after] >= 0x80 or text[after] < 0x21 or text[after] == _STOP):
        return ASK
    if text[i] != _STOP or i == first:
        return YES
    before = text[i - 1]
    if before == 0x29 or before == 0x5D or before == 0x7D or before == 0x22 or before == 0x25:
        return YES
    if 0x30 <= before <= 0x39:
        return YES if spaced and 0x41 <= text[after] <= 0x5A else ASK
    start = i
    while start > first and _is_letter(text[start - 1]):
        start -= 1
    length = i - start
    if length < 2 or (start > first and text[start - 1] >= 0x80):
        return ASK
    if length > longest:
        return YES
    for row in range(len(short)):
        if short[row, 0] == length:
            same = True
            for k in range(length):
                same &= short[row, k + 1] == text[start + k] | 0x20
            if same:
                return ASK
    return YES


@njit(nogil=True, cache=True)
def _write_end(text, mark, word, after, stop, classes, short, end):
    """Write one row of the ends that `find_ends` finds."""
    spaced = after > mark + 1
    verdict = _verdict(text, word, mark, after, spaced, short, short.shape[1] - 1)
    end[0], end[1], end[2], end[3], end[4] = mark, word, after, after, verdict
    while verdict == ASK and end[3] < stop:
        code, width = decode(text, np.uint64(end[3]))
        if spaced and classes[code] & GAP:
            break
        end[3] += np.int64(width)
        if not spaced:
            break


@njit(nogil=True, cache=True)
def find_ends(text, blocks, classes, short, ends, bounds):
    """Find where sentences may end.

    Parameters
    ----------
    text, classes : as for `find_blocks`
    blocks : int64 array of shape (blocks, 2)
    short : uint8 array of shape (words, longest + 1)
        Length and letters, in lower case, of the last part of every abbreviation.
    ends : int64 array of shape (capacity, 5), written
        The place, where the word before it begins, where the token after it begins, where this ends if it
        must be asked for, and the verdict.
    bounds : int64 array of shape (blocks + 1,), written
    """
    n_ends = 0
    for block in range(len(blocks)):
        begin, stop = blocks[block, 0], blocks[block, 1]
        word, mark, after, white = begin, begin, np.int64(-1), np.int64(-1)
        for i in range(begin, stop):
            byte = text[i]
            if _is_white(byte):
                white = np.int64(i)
            if byte != _STOP and byte != _QUESTION and byte != _BANG:
                continue
            j = np.int64(i + 1)
            if j >= stop:
                continue
            code, width = decode(text, np.uint64(j))
            if not classes[code] & CLOSING:
                while j < stop and classes[code] & GAP:
                    j += np.int64(width)
                    if j < stop:
                        code, width = decode(text, np.uint64(j))
                if j >= stop or j == i + 1:
                    continue
            start = np.int64(white + 1 if white > mark else word)
            if after >= 0 and mark <= start:
                _write_end(text, mark, word, after, stop, classes, short, ends[n_ends])
                n_ends += 1
            word, mark, after = start, np.int64(i), np.int64(j)
        if after >= 0:
            _write_end(text, mark, word, after, stop, classes, short, ends[n_ends])
            n_ends += 1
        bounds[block + 1] = n_ends


@njit(nogil=True, cache=True)
def _closing(text, start, stop, classes):
    """Return where closing marks at the start of a sentence end, and where the sentence goes on; twice `start`: none.

    They belong to the sentence before if white space follows, or two hyphens, or nothing.
    """
    i = start
    while i < stop:
        code, width = decode(text, np.uint64(i))
        if not classes[code] & QUOTE:
            break
        i += np.int64(width)
    if i == start or i >= stop:
        return i, i
    j = i
    while j < stop:
        code, width = decode(text, np.uint64(j))
        if not classes[code] & GAP:
            break
        j += np.int64(width)
    if j > i or (i + 1 < stop and text[i] == _HYPHEN and text[i + 1] == _HYPHEN):
        return i, j
    return start, start


@njit(nogil=True, cache=True)
def cut_sentences(text, blocks, ends, end_bounds, block_bounds, classes, spans, bounds):
    """Write the sentences of each document.

    Parameters
    ----------
    text, blocks, classes, ends : as for `find_ends`, with YES or NO in the last column
    end_bounds, block_bounds : int64 arrays
        Where the ends of each block begin, and the blocks of each document.
    spans : int64 array of shape (capacity, 2), written
        Room for all ends and blocks.
    bounds : int64 array of shape (D + 1,), written
        Where the sentences of each document begin in `spans`.
    """
    n = 0
    for document in range(len(bounds) - 1):
        for block in range(block_bounds[document], block_bounds[document + 1]):
            start, stop, cut = blocks[block, 0], -1, blocks[block, 0]
            for k in range(end_bounds[block], end_bounds[block + 1] + 1):
                if k < end_bounds[block + 1]:
                    if ends[k, 4] != YES:
                        continue
                    first, last = cut, ends[k, 0] + 1
                    cut = ends[k, 2]
                else:
                    first, last = cut, blocks[block, 1]
                if stop < 0:
                    stop = last
                    continue
                closed, on = _closing(text, first, last, classes)
                if closed > first or start < stop:
                    spans[n, 0], spans[n, 1] = start, closed if closed > first else stop
                    n += 1
                start, stop = on, last
            if start < stop:
                spans[n, 0], spans[n, 1] = start, stop
                n += 1
        bounds[document + 1] = n
