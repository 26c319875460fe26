"""Which articles speak alike, and through which words?"""

import matplotlib.pyplot as plt
import pandas as pd

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.biplot import axis_strip, biplot
from textmine.plots.style import DOUBLE, MM, style

N_TERMS = 60
LEVEL = 0.95
N_PERMUTATIONS = 999


def main(study: Study) -> None:
    found = tm.correspondence(study.table, by=study.by, confidence_level=LEVEL, n_permutations=N_PERMUTATIONS,
                              random_state=SEED)
    axes, groups = found.axes_frame(), found.groups_frame()
    terms = strongest(found.terms_frame(), N_TERMS)
    plane = found.n_components > 1
    with style():
        figure, ax = plt.subplots(figsize=(DOUBLE, 125 * MM if plane else 95 * MM))
        ax.set_xlabel(axis_text(axes.iloc[0]))
        if plane:
            ax.set_ylabel(axis_text(axes.iloc[1]))
        left_out = (
            biplot(groups, found.ellipses_frame(), terms, groups=study.groups, names=study.names, ax=ax) if plane
            else axis_strip(groups, terms, groups=study.groups, names=study.names, ax=ax))
        total = axes.iloc[0]
        few = found.ellipses_frame()["width"].isna().any() if plane else groups["low"].isna().any()
        bare = f" (none for a group of too few {found.unit}s)" if few else ""
        higher = "" if plane else ", and higher the more often they occur"
        kept = f"; {len(left_out)} of them found no room" if left_out else ""
        study.finish(
            figure, pd.concat([groups, terms], ignore_index=True), __file__, question=__doc__,
            caption="Correspondence analysis of groups by words. Filled: where a group lies on axes that other "
                    f"{found.unit}s made, with a {LEVEL:.0%} {'ellipse' if plane else 'interval'}{bare}; hollow: its "
                    "coordinate on the plain map, which chance pushes outwards. Words stand in the direction in which "
                    f"they pull the axes, the farther the more{higher}: the {terms['term'].nunique()} that "
                    f"contribute most{kept}. Total inertia {total['total']:.2f}, "
                    f"{total['total_corrected']:.2f} beyond what exchange of {found.unit}s gives "
                    f"({p_text(total['total_p'])}).",
            alt_text="A map with a point and an ellipse for each group, and words in the directions of the groups that "
                     "use them.",
            n_terms=N_TERMS, confidence_level=LEVEL, random_state=SEED,
            n_permutations=N_PERMUTATIONS,
        )


def strongest(terms: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return the terms that contribute most to the axes, the strongest first."""
    most = terms.groupby("term")["contribution"].sum().sort_values(ascending=False, kind="stable").index[:n]
    order = {term: i for i, term in enumerate(most)}
    chosen = terms[terms["term"].isin(order)]
    return chosen.sort_values("term", key=lambda column: column.map(order), kind="stable", ignore_index=True)


def axis_text(axis: pd.Series) -> str:
    """Return the name of an axis with its share of the inertia and p."""
    return f"axis {axis['axis']}: {axis['share']:.0%} of the inertia, {p_text(axis['p_value'])} by exchange of units"


def p_text(p: float) -> str:
    """Return p as papers print it, and that it is as small as so many exchanges allow."""
    return f"p {'≤' if p <= 1 / (N_PERMUTATIONS + 1) else '='} {p:.3f}".replace("0.", ".")


if __name__ == "__main__":
    main(Study.of_seeds())
