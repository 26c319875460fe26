"""Compiled walks over the words of texts: tags, phrases, and which phrases are the same.

All take time linear in the number of words; what they say in short is written plainly in the tests.
"""

from __future__ import annotations

import numpy as np
from numba import njit

CLOSED, NUMBER, ADVERB, GENERAL, VERB, EITHER, PARTICIPLE, GERUND, ADJECTIVE, NOUN = range(10)
"""`textmine.extraction.english.Shape`."""
T_OTHER, T_ADJECTIVE, T_EITHER, T_NOUN = range(4)
"""`textmine.extraction.tagging.Tag`."""
DETERMINER, SUBJECT, SPEAKER, MODAL, AUXILIARY, BASE, LINK = 1, 2, 4, 8, 16, 32, 64
"""Bits of the roles."""
_OFFSET, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
"""Of the hash FNV-1a (Fowler, Noll and Vo 1991)."""


@njit(nogil=True, cache=True)
def tags(ids, follows, shapes, roles):
    """Return the tag of every word."""
    n = len(ids)
    found = np.zeros(n, np.uint8)
    for i in range(n):
        if ids[i] < 0:
            continue
        shape = shapes[ids[i]]
        if shape == NOUN:
            found[i] = T_NOUN
            continue
        if shape == ADJECTIVE:
            found[i] = T_EITHER
            continue
        if shape < VERB:
            continue
        before, tag_before = np.uint8(0), np.uint8(T_OTHER)
        if i > 0 and follows[i]:
            before = roles[ids[i - 1] if ids[i - 1] >= 0 else ~ids[i - 1]]
            tag_before = found[i - 1]
        last = i + 1 == n or not follows[i + 1]
        after = np.uint8(CLOSED)
        role_after = np.uint8(0)
        if not last:
            following = ids[i + 1] if ids[i + 1] >= 0 else ~ids[i + 1]
            after, role_after = shapes[following], roles[following]
        if shape == EITHER:
            found[i] = T_OTHER if before & (MODAL | SPEAKER) else T_NOUN
        elif shape == VERB:
            if before & DETERMINER and roles[ids[i]] & BASE and after == CLOSED:
                found[i] = T_NOUN
        elif shape == PARTICIPLE:
            if after >= EITHER and not before & (AUXILIARY | SUBJECT):
                found[i] = T_ADJECTIVE
        elif tag_before != T_OTHER and (after == CLOSED or after == VERB) and not role_after & DETERMINER:
            found[i] = T_NOUN
        elif before & DETERMINER or (before & LINK and after >= EITHER):
            found[i] = T_NOUN
    return found


@njit(nogil=True, cache=True)
def noun_phrases(tags, joined, unit, longest):
    """Return first words and lengths of the longest runs of tagged words that end with a noun.

    `joined` says which words belong to the run of the word before them, if both are tagged; words of one `unit` count
    as one.
    """
    n = len(tags)
    firsts, lengths = np.empty(n, np.int64), np.empty(n, np.int32)
    found, i = 0, 0
    while i < n:
        if tags[i] == T_OTHER:
            i += 1
            continue
        stop = i + 1
        while stop < n and joined[stop] and tags[stop] != T_OTHER:
            stop += 1
        last = stop
        while last > i and tags[last - 1] == T_ADJECTIVE:
            last -= 1
        if i < last and unit[last - 1] - unit[i] < longest:
            firsts[found], lengths[found] = i, last - i
            found += 1
        i = stop
    return firsts[:found].copy(), lengths[:found].copy()


@njit(nogil=True, cache=True)
def inner_phrases(firsts, lengths, ends, starts, unit, longest):
    """Return first words and lengths of every run inside the phrases, themselves included, in the order of the text.

    A run starts where `starts` allows and ends where `ends` does, and has at most `longest` words, those of one `unit`
    counted as one; `outer` is the number of the phrase that it stands in.
    """
    found = 0
    inner_first, inner_length, outer = np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int64)
    for counted in range(2):  # once to count them, once to write them down
        if counted:
            inner_first, inner_length = np.empty(found, np.int64), np.empty(found, np.int32)
            outer = np.empty(found, np.int64)
        found = 0
        for k in range(len(firsts)):
            stop = firsts[k] + lengths[k]
            for i in range(firsts[k], stop):
                if not starts[i]:
                    continue
                j = i
                while j < stop and unit[j] - unit[i] < longest:
                    if ends[j]:
                        if counted:
                            inner_first[found], inner_length[found], outer[found] = i, j + 1 - i, k
                        found += 1
                    j += 1
    return inner_first, inner_length, outer


@njit(nogil=True, cache=True)
def _same(stems, first, other, length):
    """Return whether two runs hold the same words."""
    for k in range(length):
        if stems[first + k] != stems[other + k]:
            return False
    return True


@njit(nogil=True, cache=True)
def numbered(firsts, lengths, stems, bounds):
    """Return the item of every run, and the run that each item was first met at.

    Runs of the same words in one text are one item.  Runs are in the order of the texts, whose words
    `bounds` divides; items are numbered text by text in the order in which they are met.
    """
    n = len(firsts)
    item, lead = np.empty(n, np.int64), np.empty(n, np.int64)
    found = run = 0
    table = np.empty(0, np.int64)
    for text in range(len(bounds) - 1):
        begin = run
        while run < n and firsts[run] < bounds[text + 1]:
            run += 1
        size = 8
        while size < 2 * (run - begin):
            size *= 2
        if len(table) < size:
            table = np.empty(size, np.int64)
        table[:size] = -1
        for k in range(begin, run):
            key = _OFFSET
            for j in range(firsts[k], firsts[k] + lengths[k]):
                key = (key ^ np.uint64(stems[j])) * _PRIME
            place = np.int64((key ^ (key >> np.uint64(32))) & np.uint64(size - 1))
            while table[place] >= 0:
                other = lead[table[place]]
                if lengths[other] == lengths[k] and _same(stems, firsts[other], firsts[k], lengths[k]):
                    break
                place = (place + 1) & (size - 1)
            if table[place] < 0:
                table[place], lead[found] = found, k
                found += 1
            item[k] = table[place]
    return item, lead[:found].copy()


@njit(nogil=True, cache=True)
def counts_in_text(stems, bounds, n_stems):
    """Return for every word how often its stem stands in its text."""
    counts = np.zeros(n_stems, np.int64)
    found = np.empty(len(stems), np.int64)
    for text in range(len(bounds) - 1):
        for i in range(bounds[text], bounds[text + 1]):
            counts[stems[i]] += 1
        for i in range(bounds[text], bounds[text + 1]):
            found[i] = counts[stems[i]]
        for i in range(bounds[text], bounds[text + 1]):
            counts[stems[i]] = 0
    return found


@njit(nogil=True, cache=True)
def sums(values, firsts, lengths):
    """Return the sum of the values of each run."""
    found = np.empty(len(firsts))
    for k in range(len(firsts)):
        total = 0.0
        for i in range(firsts[k], firsts[k] + lengths[k]):
            total += values[i]
        found[k] = total
    return found
