"""Stop lists: function words that carry no theme.

Our own lists, with no content word in them; the single letters at the end are what
is left of a contraction when a text has lost its apostrophes.  Every entry is written as the
tokenizer of this package writes it, so that nothing slips through; a test
holds that.
"""

from __future__ import annotations

from textmine import _check

VERSION = "en-1"

_ENGLISH = """
a about above across after again against ago all almost alone along already also although always am amid among
amongst an and another any anybody anyone anything anywhere apart are aren't around as aside at away be became
because become becomes been before behind being below beside besides between beyond both but by can can't cannot
could couldn't did didn't do does doesn't doing don't done down during each either else elsewhere enough etc even
ever every everybody everyone everything everywhere except few for from further furthermore had hadn't has hasn't
have haven't having he he'd he'll he's hence her here here's hers herself him himself his how how's however i i'd
i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its itself just let's like many may maybe me
meanwhile might mightn't mine more moreover most much must mustn't my myself namely nearly neither never
nevertheless no nobody none nonetheless nor not nothing now nowhere of off often on once only onto or other others
otherwise ought our ours ourselves out over own per perhaps quite rather really regarding same shall shan't she
she'd she'll she's should shouldn't since so some somebody someone something sometimes somewhere still such than
that that'd that'll that's the their theirs them themselves then there there'd there'll there's thereby therefore
these they they'd they'll they're they've this those though through throughout thus till to together too toward
towards under unless unlike until unto up upon us very via was wasn't we we'd we'll we're we've were weren't what
what's whatever when when's whenever where where's whereas wherever whether which whichever while who who'd who'll
who's whoever whom whose why why's will with within without won't would wouldn't yet you you'd you'll you're you've
your yours yourself yourselves
d ll m re s t ve
"""


class StopList(frozenset[str]):
    """A set of words that knows its language and version."""

    language: str
    version: str


def stopwords(language: str) -> StopList:
    """Return the stop list of a language.

    Parameters
    ----------
    language : {"en"}
        Bring your own list for another language: `Tokens.drop` takes any words.

    Returns
    -------
    StopList
        A frozen set with the attributes ``language`` and ``version``.

    Examples
    --------
    >>> words = stopwords("en")
    >>> "the" in words, "system" in words, words.version
    (True, False, 'en-1')
    """
    _check.language(language)
    _check.one_of("language", (language or "").split("-")[0], ("en",), "a language with a list here,")
    words = StopList(_ENGLISH.split())
    words.language, words.version = "en", VERSION
    return words
