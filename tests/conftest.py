"""Shared texts: the bundled corpus once, and small ones that fit in the head."""

import hypothesis
import matplotlib
import pytest

import textmine as tm

hypothesis.settings.register_profile("textmine", deadline=None)
hypothesis.settings.load_profile("textmine")

matplotlib.use("Agg")


@pytest.fixture(scope="session")
def seeds():
    return tm.read_corpus("seeds", language="en")


@pytest.fixture(scope="session")
def cleaned(seeds):
    return seeds.clean()


@pytest.fixture(scope="session")
def tokens(cleaned):
    return tm.tokenize(cleaned.segment()).drop(tm.stopwords("en"))


@pytest.fixture(scope="session")
def table(tokens):
    return tokens.count().trim(min_docs=2)
