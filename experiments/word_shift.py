"""Which words make each article differ, and how much of the difference is more than chance?"""

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.panels import grid
from textmine.plots.shifts import REFERENCE, fit_shifts, shift_bars
from textmine.plots.style import look, style

N_TERMS = 14
N_PERMUTATIONS = 999


def main(study: Study) -> None:
    table = tm.word_shift(study.table, by=study.by, n_permutations=N_PERMUTATIONS, top_n=N_TERMS, random_state=SEED)
    looks, two = look(study.groups), len(study.groups) == 2
    shown = study.groups[:1] if two else study.groups
    with style():
        titles = [study.names[group] + (f" (right) v {study.names[study.groups[1]]}" if two else "") for group in shown]
        figure, axes = grid(titles, n_rows_in_panel=N_TERMS + 2, n_columns=3, share_y=False)
        for ax, group in zip(axes, shown, strict=True):
            rows = table[(table["group"] == group) & table["rank"].notna() & (table["contribution"] > 0)]
            shift_bars(rows["term"].tolist(), (100 * rows["share"] * rows["signed_contribution"].map(sign)).tolist(),
                       colour=looks[group][0], other=looks[study.groups[1]][0] if two else REFERENCE,
                       n_lines=N_TERMS, heading=total_text(rows.iloc[0]),
                       notes=[f"{row.count_target:g} v {row.count_reference:g}" for row in rows.itertuples()], ax=ax)
        sides = [f"by {study.names[group]}" for group in study.groups] if two else ["here", "elsewhere"]
        figure.supxlabel("share of the divergence, %; right: used more {}; left: used more {}".format(*sides),
                         fontsize=7)
        fit_shifts(axes)
        listed = table[table["rank"].notna()].groupby("group")["share"].sum()
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"The {N_TERMS} words that contribute most to the Jensen-Shannon divergence of "
                    f"{'the two groups' if two else 'each group from all others together'}; at each bar its count "
                    f"{' v '.join(study.names.values()) if two else 'here v elsewhere'}. Above, the divergence in "
                    "bits, and what "
                    f"is left of it after the mean of {N_PERMUTATIONS} exchanges of {table['unit'].iloc[0]}s between "
                    "groups is taken off, with p: few, short texts differ by chance alone. The words shown hold "
                    f"{share_text(listed.min(), listed.max())} of the divergence; the table has the rest in one row.",
            alt_text="One panel for each group with bars to the right for words it uses more, to the left for words "
                     "the others use more.",
            method="jsd", n_permutations=N_PERMUTATIONS, random_state=SEED, n_terms=N_TERMS,
        )


def sign(value: float) -> int:
    """Return 1 for what the target uses more, else -1."""
    return 1 if value > 0 else -1


def total_text(row) -> str:
    """Return the total of a panel, what of it is beyond chance, and p."""
    p = f"{'≤' if row['total_p'] <= 1 / (N_PERMUTATIONS + 1) else '='} {row['total_p']:.3f}".replace("0.", ".")
    beyond = f"{row['total_corrected']:.3f}" if row["total_corrected"] > 0 else "none"
    return f"{row['total']:.3f} bits, {beyond} beyond chance, p {p}"


def share_text(least: float, most: float) -> str:
    """Return a range of shares, or the one share.

    >>> share_text(0.14, 0.2), share_text(0.081, 0.084)
    ('14% to 20%', '8%')
    """
    ends = f"{least:.0%}", f"{most:.0%}"
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


if __name__ == "__main__":
    main(Study.of_seeds())
