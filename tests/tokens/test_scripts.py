from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from textmine.tokens.characters import character_ngrams
from textmine.tokens.scripts import UNSPACED, split_run


def units(text):
    return [text[start:stop] for start, stop in split_run(text, 0, len(text))]


@pytest.mark.parametrize("text, expected", [
    ("和平部隊", "和 平 部 隊"), ("人々", "人 々"),
    ("二〇二〇年", "二 〇 二 〇 年"), ("\U00020000字", "\U00020000 字"),
    ("国連へ", "国 連 へ"), ("データ", "デー タ"),
    ("ﾃﾞｰﾀ", "ﾃﾞｰ ﾀ"), ("か\u3099く", "か\u3099 く"), ("東京2020年", "東 京 2020 年"),
    ("สันติภาพ", "สั น ติ ภ า พ"), ("ประเทศไทย", "ป ร ะ เท ศ ไท ย"),
    ("น้ำ", "น้ำ"), ("๒๕๖๓", "๒๕๖๓"), ("เก่า", "เก่ า"),
    ("ສັນຕິພາບ", "ສັ ນ ຕິ ພ າ ບ"), ("ຄຳ", "ຄຳ"), ("ແມ່", "ແມ່"),
    ("សន្តិភាព", "ស ន្តិ ភា ព"), ("ខ្មែរ", "ខ្មែ រ"),
    ("မြန်မာ", "မြန် မာ"), ("မန္တလေး", "မ န္တ လေး"),
    ("평화유지군", "평화유지군"), ("大韓민국", "大 韓 민국"), ("Covid患者", "Covid 患 者"),
    ("peace-keepers", "peace-keepers"), ("hòa", "hòa"), ("བོད", "བོད"), ("हिन्दी", "हिन्दी"),
])
def test_units_of_a_run(text, expected):
    assert units(text) == expected.split(" ")


@given(st.text(st.one_of(st.characters(), st.sampled_from("和カーひ々สเ่ำກແន្តိမန္တြအာ2a한")), min_size=1, max_size=30))
def test_units_cover_a_run_without_gap_or_overlap(text):
    assert "".join(units(text)) == text
    assert all(start < stop for start, stop in split_run(text, 0, len(text)))
    plain = [not regex.search(UNSPACED, each, regex.V1) for each in units(text)]
    assert not any(a and b for a, b in pairwise(plain)), "what needs no division stays whole"


def test_only_the_span_asked_for_is_divided():
    assert split_run("a和平b", 1, 3) == [(1, 2), (2, 3)]


@given(st.lists(st.text(min_size=1, max_size=12), max_size=4).map(" ".join).map(str.lower), st.integers(2, 5))
def test_character_ngrams_are_those_of_scikit_learn(text, n):
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(n, n)).build_analyzer()(text)
    found = list(character_ngrams(text, 0, len(text), n))
    assert [form for form, _, _ in found] == theirs
    for form, start, stop in found:
        assert form.strip() == text[start:stop].strip() and start < stop and text[start:stop] in form


def test_character_ngrams_of_a_span_know_their_place():
    text = "no war now"
    assert list(character_ngrams(text, 3, 6, 4)) == [(" war", 3, 6), ("war ", 3, 6)]
    assert [text[start:stop] for _, start, stop in character_ngrams(text, 0, 10, 5)] == ["no", "war", "now"]
    with pytest.raises(ValueError, match="n must be a whole number of at least 2"):
        list(character_ngrams(text, 0, 10, 1))
