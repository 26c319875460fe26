"""Kernels: arrays in, arrays out.

Nothing here knows a text, a data frame or a figure.  Each function shows one
formula in the notation of its source.

* `association`: is a word more frequent on one side?
* `contingency`: scores of association that rank pairs of words.
* `effect_size`: how much more frequent?
* `log_odds`: the same, with a prior that steadies rare words.
* `unit_tests`: the same, of the rates of documents.
* `collocation`: does a phrase stand together more often than its words would?
* `cooccurrence`: how many windows hold a word, or two?
* `confirmation`: how far do the words of a list support each other?
* `term_ranking`: which terms speak for a topic?
* `dispersion`: how evenly is it spread over the parts?
* `diversity`: how varied are the words, whatever the length?
* `lexical_richness`: older indices of types and tokens, which depend on it.
* `leaving_out`: how far would a statistic of texts scatter?
* `burstiness`: how far does it clump beyond chance?
* `weighting`: how much does a term say about a document?
* `distance`: how far apart are two frequency profiles?
* `delta`: how differently do texts use the most frequent words?
* `divergence`: which words make them so?
* `population_cosine`: how alike are the populations that two samples come from?
* `rarefaction`: what would a text hold if it were shorter?
* `dealing`: how alike would two halves of one text be?
* `multiscale`: how far can a cluster be trusted?
* `relabelling`: how far apart would they be by chance?
* `correspondence_analysis`: groups and words in one plane.
* `alignment`: which topic of one model is which of another?
* `overlap`: what do two profiles share, term by term?
* `local_alignment`: the best run of words that two sentences share in one order; `_local_alignment`: compiled.
* `extreme_scores`: how often would chance alone reach so high a score?
* `ordination`: points in a plane from distances.
* `ranking`: which node of a graph is central?
* `splitting`: folds, halves, subsamples and shuffled text.
* `agreement`: do ranked lists agree, and is a candidate as good as the best?
* `rank_overlap`: do two lists share more, near the top, than chance alone would?
* `moderation`: variances of many words that lend each other strength.
* `composition`: one hot theme must not make all other words look rare.
* `burst_rates`, `root_moments`, `_root_scores`: does the typical document hold more of a word?
* `rate_ratios`, `linear_scatter`: how many times as frequent is it, and how far do raw counts scatter?
* `skewed`: tails of a statistic of few rare counts.
* `resampling`: permutation tests; `_permutation`: compiled.
* `_hypergeometric`, `_random`: probabilities and random numbers, compiled.
* `intervals`: how far a share or a rate would move with other units.
* `mean_resampling`: the same of means, and of differences between them.
* `multiplicity`: many tests at once.
"""
