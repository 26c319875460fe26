"""Agreement of methods: 0 for random lists, 1 for equal ones, and what short lists cannot tell."""

import numpy as np
import pandas as pd
import pytest

import textmine as tm
from textmine.extraction.appraisal.agreement import COLUMNS

QUICK = {"n_resamples": 199}


def table(lists, method):
    rows = [(group, rank, phrase, method) for group, phrases in lists.items()
            for rank, phrase in enumerate(phrases, start=1)]
    return pd.DataFrame(rows, columns=["group", "rank", "phrase", "method"])


def shuffled(groups, seed, sizes=(40,), length=None):
    """A random order of the candidates of each group; numbers as words, which no stemmer touches."""
    rng = np.random.default_rng(seed)
    return {f"g{g:03}": [f"x{i}" for i in rng.permutation(sizes[g % len(sizes)])[:length]] for g in range(groups)}


def test_values_by_hand():
    first, second = list("abcdefghij"), list("bacxyzwvut")
    found = pd.concat([table({"g": first}, "A"), table({"g": second}, "B")])
    whole, group = (each for _, each in tm.keyphrase_agreement(found, top_n=3, candidates={"g": 30}).iterrows())
    assert group["n_shared"] == 3 and group["n_expected"] == pytest.approx(9 / 30) and group["agreement"] == 1
    assert group["overlap"] == pytest.approx(.1 * (0 + .9 * 1 + .81 * 1) + .729)
    expected = .1 * (1 / 30 + .9 * 4 / 60 + .81 * 9 / 90) + .729 * 9 / 90
    assert group["overlap_expected"] == pytest.approx(expected)
    assert group["rank_agreement"] == pytest.approx((group["overlap"] - expected) / (1 - expected))
    assert whole["agreement"] == 1 and pd.isna(whole["group"]) and "no interval" in whole["note"]
    pooled = tm.keyphrase_agreement(found, top_n=5).iloc[1]
    assert pooled["n_candidates"] == 17 and pooled["n_expected"] == pytest.approx(5 / 10 * 5 / 10 * 3)
    assert pooled["agreement"] == pytest.approx((3 - .75) / (5 - .75))


def test_the_same_list_agrees_wholly_and_lists_that_avoid_each_other_below_zero():
    lists = shuffled(4, 0)
    turned = {group: phrases[::-1] for group, phrases in lists.items()}
    found = pd.concat([table(lists, "A"), table(lists, "B"), table(turned, "C")])
    got = tm.keyphrase_agreement(found, **QUICK)
    assert list(got) == COLUMNS and len(got) == 3 * 5
    over_all = got[got["group"].isna()].set_index(["method_a", "method_b"])
    same = over_all.loc[("A", "B")]
    assert same["agreement"] == 1 == same["rank_agreement"]
    assert pd.isna(same["low"]) and "too much alike" in same["note"]
    assert over_all.loc[("A", "C"), "agreement"] == pytest.approx((0 - 2.5) / (10 - 2.5))
    assert over_all.loc[("A", "C"), "rank_agreement"] < 0
    assert got[got["group"].notna()][["low", "rank_low"]].isna().all(axis=None)


def test_rows_and_methods_in_any_order_give_the_same():
    found = pd.concat([table(shuffled(6, seed, (20, 30)), name) for seed, name in enumerate("ABC")])
    got = tm.keyphrase_agreement(found, top_n=5, **QUICK)
    pd.testing.assert_frame_equal(got, tm.keyphrase_agreement(found.sample(frac=1, random_state=0), top_n=5, **QUICK))
    more = pd.concat([found, table(shuffled(6, 9, (300,)), "D")])
    alone = tm.keyphrase_agreement(found[found["method"] != "B"], top_n=5, **QUICK)
    for each in (got, tm.keyphrase_agreement(more, top_n=5, **QUICK)):
        pair = each[(each["method_a"] == "A") & (each["method_b"] == "C")]
        pd.testing.assert_frame_equal(pair.reset_index(drop=True), alone)


def test_random_lists_agree_by_chance_alone():
    found = pd.concat([table(shuffled(80, seed, (15, 40, 200)), name) for seed, name in enumerate("AB")])
    over_all = tm.keyphrase_agreement(found).iloc[0]
    assert over_all["low"] < 0 < over_all["high"] and abs(over_all["agreement"]) < .05
    assert over_all["rank_low"] < 0 < over_all["rank_high"] and abs(over_all["rank_agreement"]) < .05


def test_random_lists_of_other_candidates_agree_by_chance_alone_and_lists_of_none_in_common_too():
    rng = np.random.default_rng(0)
    pools = {"A": range(30), "B": range(20, 60), "C": range(300), "D": range(900, 930)}
    found = pd.concat([table({f"g{g:03}": [f"x{i}" for i in rng.permutation(pool)] for g in range(200)}, name)
                       for name, pool in pools.items()])
    over_all = tm.keyphrase_agreement(found, **QUICK).query("group.isna()").set_index(["method_a", "method_b"])
    assert (over_all[["agreement", "rank_agreement"]].abs() < .03).all(axis=None)
    assert over_all.loc[("A", "B"), "n_expected"] == pytest.approx(10 / 30 * 10 / 40 * 10)
    assert over_all["n_candidates"].tolist() == [60, 300, 60, 300, 70, 330]
    assert (over_all.xs("D", level="method_b")[["agreement", "n_expected"]] == 0).all(axis=None)


def test_few_groups_leave_an_interval_that_says_nothing_and_it_is_named():
    phrases = [f"x{k}" for k in range(30)]
    turned = {f"g{i}": phrases[n:] + phrases[:n] for i, n in enumerate((0, 0, 1, 2, 15))}
    found = pd.concat([table(dict.fromkeys(turned, phrases), "A"), table(turned, "B")])
    row = tm.keyphrase_agreement(found).iloc[0]
    assert (row["low"], row["high"]) == (-1, 1) and row["note"].startswith("too few groups: an interval holds every")


@pytest.mark.slow
@pytest.mark.parametrize("given", [False, True])
def test_independent_lists_have_agreement_zero_and_intervals_that_cover_it(given):
    means, covered = [], []
    for run in range(300):
        tables = [table(shuffled(20, (run, side), (12, 30, 120), 10 if given else None), name)
                  for side, name in enumerate("AB")]
        sizes = {f"g{g:03}": (12, 30, 120)[g % 3] for g in range(20)} if given else None
        row = tm.keyphrase_agreement(pd.concat(tables), candidates=sizes, n_resamples=499).iloc[0]
        means.append(row[["agreement", "rank_agreement"]].astype(float))
        covered.append([row["low"] <= 0 <= row["high"], row["rank_low"] <= 0 <= row["rank_high"]])
    means = np.array(means)
    assert (np.abs(means.mean(axis=0)) < 3.5 * means.std(axis=0) / 300 ** .5).all() and (means.std(axis=0) > 0).all()
    assert (np.abs(means.mean(axis=0)) < .01).all()
    assert (np.abs(np.mean(covered, axis=0) - .95) <= .035).all()


def test_lists_that_were_cut_off_are_named_and_short_ones_refused():
    found = pd.concat([table(shuffled(5, seed, (50,), 12), name) for seed, name in enumerate("AB")])
    got = tm.keyphrase_agreement(found, top_n=10, **QUICK).iloc[0]
    said = "lists end at rank 12 (A), 12 (B): if there were more candidates, agreement can be higher than this"
    assert got["note"].endswith(said)
    known = tm.keyphrase_agreement(found, candidates=dict.fromkeys(found["group"], 50), **QUICK).iloc[0]
    assert "lists end" not in known["note"] and known["n_candidates"] == 50
    alike = found[found["method"] == "A"]
    alike = pd.concat([alike, table({group: rows["phrase"].tolist()[:4] + rows["phrase"].tolist()[:3:-1]
                                     for group, rows in alike.groupby("group")}, "B")])
    cut, known = (tm.keyphrase_agreement(alike, candidates=given, **QUICK).iloc[0]
                  for given in (None, dict.fromkeys(found["group"], 50)))
    assert cut["agreement"] < known["agreement"] and cut["note"].endswith(said)
    with pytest.raises(ValueError, match="longer lists than the first 12 phrases .* top_n=1000"):
        tm.keyphrase_agreement(found, top_n=12)


def test_groups_of_one_method_alone_are_left_out_and_counted():
    first, second = shuffled(3, 0), shuffled(4, 1)
    got = tm.keyphrase_agreement(pd.concat([table(first, "A"), table(second, "B")]), **QUICK)
    assert got[["n_groups", "n_left_out"]].iloc[0].tolist() == [3, 1]
    last = got.iloc[-1]
    assert last["note"] == "no phrases by A" and pd.isna(last["agreement"]) and last["n_left_out"] == 1
    small = {"g": ["war", "peace"], "h": ["war", "peace", "tea"]}
    rows = tm.keyphrase_agreement(pd.concat([table(small, "A"), table(small, "B")]), top_n=2, **QUICK)
    assert pd.isna(rows.loc[1, "agreement"]) and rows.loc[1, "note"] == "both lists hold all candidates"
    assert rows.loc[0, "agreement"] == 1 == rows.loc[2, "agreement"]


PAIR = pd.concat([table({"g": ["war", "tea", "sun"]}, name) for name in "AB"])


@pytest.mark.parametrize(("changed", "message"), [
    ({"top_n": 0}, "top_n must be"), ({"persistence": 1}, "persistence must be"),
    ({"confidence_level": 95}, "confidence_level must be"), ({"n_resamples": 0}, "n_resamples must be"),
    ({"random_state": -1}, "random_state must be"), ({"found": PAIR[:2]}, "two methods at least"),
    ({"candidates": {"G": 9}}, "number for every group of found, got none for 'g'. Did you mean 'G'"),
    ({"candidates": {"1": 9}, "found": PAIR.assign(group=1)}, "number for every group of found, got none for 1. Did"),
    ({"candidates": {"g": 2}}, r"candidates\['g'\] must be a whole number of at least 3, got 2"),
])
def test_wrong_arguments_are_answered_with_the_rule(changed, message):
    with pytest.raises(ValueError, match=message):
        tm.keyphrase_agreement(**{"found": PAIR, "top_n": 2} | changed)
