"""Correspondence analysis: the printed smoking data, plain SVD, laws, and what ellipses cover."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.stats import chi2_contingency
from scipy.stats import t as student_t

from textmine.stats.correspondence_analysis import (
    _ratios,
    correspondence_axes,
    cross_fitted,
    ellipse_scale,
    inertias,
    place_rows,
)

SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])
"""Staff groups by smoking (Greenacre 1984, table 3.1)."""

TABLES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 8)), elements=st.integers(0, 9))


def test_smoking_gold():
    """Inertias and coordinates as printed by Greenacre (1984) and R's ca: times 1,000, signs of axes free."""
    found = correspondence_axes(SMOKING)
    np.testing.assert_allclose(found.inertia, [0.074759, 0.010017, 0.000414], atol=5e-7)
    assert found.inertia.sum() == pytest.approx(0.085190, abs=5e-7)
    rows = [[-66, -194], [259, -243], [-381, -11], [233, 58], [-201, 79]]
    columns = [[-393, -30], [99, 141], [196, 7], [294, -198]]
    signs = np.sign(found.rows[0, :2]) * [-1, -1]
    np.testing.assert_allclose(1000 * found.rows[:, :2] * signs, rows, atol=0.51)
    np.testing.assert_allclose(1000 * (found.axes * np.sqrt(found.inertia))[:, :2] * signs, columns, atol=0.51)
    contributions = 1000 * found.row_mass[:, None] * found.rows**2 / found.inertia
    np.testing.assert_allclose(contributions[:, :2], [[3, 214], [84, 551], [512, 3], [331, 152], [70, 81]], atol=0.51)
    np.testing.assert_allclose(1000 * found.row_mass, [57, 93, 264, 456, 130], atol=0.51)


@given(TABLES)
def test_axes_equal_a_plain_svd(table):
    assume((table.sum(axis=1) > 0).all())
    p = table / table.sum()
    r, c = p.sum(axis=1), p.sum(axis=0)
    here = c > 0
    s = (p[:, here] - np.outer(r, c[here])) / np.sqrt(np.outer(r, c[here]))
    singular = np.linalg.svd(s, compute_uv=False)
    found = correspondence_axes(sparse.csr_matrix(table))
    kept = len(found.inertia)
    np.testing.assert_allclose(found.inertia, singular[:kept] ** 2, atol=1e-12)
    assert (singular[kept:] < 1.1e-6).all() and kept <= min(len(r), here.sum()) - 1
    if not kept:
        return
    np.testing.assert_allclose((found.rows / np.sqrt(found.inertia)) @ (found.axes * np.sqrt(found.inertia))[here].T,
                               s / np.sqrt(np.outer(r, c[here])), atol=1e-5)
    assert np.isnan(found.axes[~here]).all()


def test_inertia_is_chi_squared_over_n_and_distances_are_chi_squared_distances():
    found = correspondence_axes(SMOKING)
    assert found.inertia.sum() == pytest.approx(chi2_contingency(SMOKING).statistic / SMOKING.sum())
    profiles = SMOKING / SMOKING.sum(axis=1, keepdims=True)
    chi = np.sqrt(((profiles[0] - profiles[3]) ** 2 / found.column_mass).sum())
    assert np.linalg.norm(found.rows[0] - found.rows[3]) == pytest.approx(chi)


def test_rows_and_columns_are_balanced_and_placed_by_their_profiles():
    found = correspondence_axes(SMOKING)
    np.testing.assert_allclose(found.row_mass @ found.rows, 0, atol=1e-12)
    np.testing.assert_allclose(found.column_mass @ found.axes, 0, atol=1e-9)
    np.testing.assert_allclose((found.column_mass[:, None] * found.axes**2).sum(axis=0), 1)
    np.testing.assert_allclose(place_rows(sparse.csr_matrix(SMOKING), found.axes), found.rows, atol=1e-12)
    assert np.isnan(place_rows(sparse.csr_matrix((1, 4)), found.axes)).all()


def test_signs_and_order_do_not_depend_on_the_order_of_rows():
    turned = correspondence_axes(SMOKING[::-1, ::-1])
    found = correspondence_axes(SMOKING)
    np.testing.assert_allclose(turned.rows[::-1], found.rows, atol=1e-9)
    np.testing.assert_allclose(turned.axes[::-1], found.axes, atol=1e-6)
    assert (found.rows[np.abs(found.rows).argmax(axis=0), range(3)] > 0).all()


def test_equal_profiles_have_no_axis():
    assert len(correspondence_axes([[1, 2], [2, 4]]).inertia) == 0


def test_inertias_of_a_batch_are_those_of_its_tables():
    other = SMOKING[[1, 0, 2, 4, 3]]
    found = inertias(np.stack([SMOKING, other]).astype(float), 3)
    for row, table in zip(found, (SMOKING, other), strict=True):
        expected = correspondence_axes(table).inertia
        np.testing.assert_allclose(row, [expected.sum(), *expected], atol=1e-12)
    empty = SMOKING.astype(float)
    empty[1], empty[0] = empty[0] + empty[1], 0
    assert np.isnan(inertias(empty[None], 3)).all()


def test_ellipses_follow_t_and_hotelling():
    assert ellipse_scale(np.array([7]), 1, 0.95)[0] == pytest.approx(student_t.ppf(0.975, 6) ** 2)
    assert np.isnan(ellipse_scale(np.array([1, 2]), 2, 0.95)).all()


def bursty(rng, n_groups, units, spread, terms=300, low=40, high=140):
    """Return counts of passages with bursty rates, their groups, and the true profiles of the groups."""
    profile = rng.dirichlet(np.full(terms, 0.6)) * np.exp(rng.normal(0, spread, (n_groups, terms)))
    group = np.repeat(np.arange(n_groups), units)
    rates = (profile / profile.sum(axis=1, keepdims=True))[group] * rng.gamma(1.5, 1 / 1.5, (len(group), terms))
    counts = rng.poisson(rates * rng.integers(low, high, len(group))[:, None])
    kept = (counts > 0).sum(axis=0) >= 2
    truth = profile[:, kept] / profile[:, kept].sum(axis=1, keepdims=True)
    return sparse.csr_matrix(counts[:, kept]), group, truth


def placed(seed, n_groups, units, spread):
    """Return classical coordinates, cross-fitted places, their covariance and the true places of one draw."""
    counts, group, truth = bursty(np.random.default_rng(seed), n_groups, units, spread)
    table = sparse.csr_matrix([np.asarray(counts[group == g].sum(axis=0)).ravel() for g in range(n_groups)])
    found = correspondence_axes(table)
    k = min(2, len(found.inertia))
    places, covariance = cross_fitted(counts, group, n_groups, found, k)
    return found.rows[:, :k], places, covariance, truth @ np.nan_to_num(found.axes[:, :k])


def test_cross_fitted_places_are_not_pushed_outwards():
    ratios = []
    for seed in range(8):
        plain, places, _, truth = placed(seed, 5, 13, 0.6)
        ratios.append([np.linalg.norm(each) / np.linalg.norm(truth) for each in (plain, places)])
    plain, fitted = np.mean(ratios, axis=0)
    assert plain > 1.5 and 0.8 < fitted < 1.25


def test_many_alike_units_are_placed_where_the_plain_map_has_them():
    counts = sparse.csr_matrix(np.repeat(SMOKING, 30, axis=0))
    found = correspondence_axes(SMOKING)
    places, covariance = cross_fitted(counts, np.repeat(np.arange(5), 30), 5, found, 2)
    np.testing.assert_allclose(places, found.rows[:, :2], atol=1e-6)
    np.testing.assert_allclose(covariance, 0, atol=1e-9)


def test_a_group_of_one_unit_is_not_placed_but_makes_axes():
    counts = sparse.csr_matrix(np.concatenate([SMOKING, SMOKING[:4] + 1]))
    group = np.array([0, 1, 2, 3, 4, 0, 1, 2, 3])
    places, covariance = cross_fitted(counts, group, 5, correspondence_axes(SMOKING), 2)
    assert np.isnan(places[4]).all() and np.isfinite(places[:4]).all() and np.isnan(covariance[4]).all()


def test_the_covariance_is_that_of_a_bootstrap_of_the_ratio():
    rng = np.random.default_rng(0)
    sizes, sums = rng.integers(40, 140, 30).astype(float), rng.normal(size=(30, 2)) * 20
    places, covariance = _ratios(sums, sizes, np.zeros(30, dtype=int), np.array([30]))
    weights = rng.multinomial(30, np.full(30, 1 / 30), size=20_000)
    drawn = (weights @ sums) / (weights @ sizes)[:, None]
    np.testing.assert_allclose(covariance[0], np.cov(drawn.T) * 30 / 29, atol=0.06 * covariance[0].max())
    np.testing.assert_allclose(places[0], sums.sum(axis=0) / sizes.sum())


@pytest.mark.slow
@pytest.mark.parametrize("n_groups, units, spread, least", [
    (5, 13, 0.6, 0.90), (5, 13, 1.0, 0.90), (5, 13, 0.3, 0.86), (5, 40, 0.6, 0.91), (3, 13, 0.6, 0.90),
    (2, 13, 0.6, 0.85), (12, 6, 0.6, 0.86),
])
def test_ellipses_cover(n_groups, units, spread, least):
    """Nominally 95 %; those around the plain coordinates, axes held fixed, cover less than half."""
    covered, plainly = [], []
    for seed in range(150):
        plain, places, covariance, truth = placed(seed, n_groups, units, spread)
        scale = ellipse_scale(np.array([units]), places.shape[1], 0.95)[0]
        for errors, into in ((places - truth, covered), (plain - truth, plainly)):
            into += [error @ np.linalg.solve(each, error) <= scale
                     for error, each in zip(errors, covariance, strict=True)]
    assert least <= np.mean(covered) <= 0.99
    assert np.mean(plainly) < 0.5
