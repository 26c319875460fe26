"""How many topics do the articles support?"""

import textmine as tm
from experiments.study import SEED, Study
from textmine.plots.selection import candidate_panels
from textmine.plots.style import style

CANDIDATES = range(3, 11)
N_SHUFFLES = 2


def main(study: Study) -> None:
    found = tm.select_n_components(study.topic_table, CANDIDATES, model="lda", n_shuffles=N_SHUFFLES,
                                   random_state=SEED)
    table = found.to_frame()
    with style():
        figure, _ = candidate_panels(table)
        study.finish(
            figure, table, __file__, question=__doc__,
            caption=f"Numbers of topics of an LDA, from {CANDIDATES[0]} to {CANDIDATES[-1]}; lines are one standard "
                    "error or 95 % intervals, the band is what shuffled text gives. Marked: "
                    f"{found.n_components}, {found.rule}.{sentences(found.note)} The figures of this study show "
                    f"{study.n_topics} topics.",
            alt_text="Four panels over the number of topics: stability, held-out perplexity, coherence, exclusivity.",
            candidates=[CANDIDATES[0], CANDIDATES[-1]], random_state=SEED, n_shuffles=N_SHUFFLES,
        )


def sentences(note: str) -> str:
    """Return what speaks against the choice, in sentences after a space.

    >>> sentences("relaxed: the most stable, 3, foretells worse; at the end of the candidates: try more of them")
    ' The rule was relaxed: the most stable, 3, foretells worse. At the end of the candidates: try more of them.'
    """
    parts = note.replace("relaxed:", "the rule was relaxed:").split("; ") if note else []
    return "".join(f" {part[0].upper()}{part[1:]}." for part in parts)


if __name__ == "__main__":
    main(Study.of_seeds())
