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
                    f"{found.n_components}, {found.rule}. {found.note}".strip()
                    + f" The figures of this study show {study.n_topics} topics.",
            alt_text="Four panels over the number of topics: stability, held-out perplexity, coherence, exclusivity.",
            candidates=[CANDIDATES[0], CANDIDATES[-1]], random_state=SEED, n_shuffles=N_SHUFFLES,
        )


if __name__ == "__main__":
    main(Study.of_seeds())
