"""Which themes there are, and how much of each every group gives.

* `base`: what all topic models share; scikit-learn's contract.
* `lda`, `compound`, `nmf`: the models; `gibbs` is what the sampled ones share.
* `_sampler`: one chain; `_sweep`, `_priors`, `_lanes`, `_random` are its kernels, `_layout` its tokens, `_chains`
  several of them, `_folding` topic shares without chance, `_posterior` draws of emphases.
* `adapters`: topics that gensim, scikit-learn, tomotopy or another program found; `_foreign` reads them.
* `export`: topics for pyLDAvis.
* `prevalence`: topic shares of articles and groups, with intervals.
* `codebook`: the analyst's own themes, counted.
"""
