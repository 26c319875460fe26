"""How close two texts are, in what, and copied where.

* `measures`: similarity of documents, articles and groups: the door.
* `metrics`: what can be compared, by name.
* `_shared`: the terms that two texts share, compiled.
* `_products`: texts in the space of a soft cosine, compiled.
* `kinds`: inner products, overlaps, distances: how texts are compared and explained.
* `spaces`: spaces in which an inner product says how alike texts are.
* `term_similarity`: which terms are alike, learnt from the texts; soft cosine and LSA.
* `pooling`: a table with a background that weights are learnt from.
* `transport`: word mover's distance.
* `emphases`: similarity of emphasis on topics, from draws.
* `results`: what a comparison gives.
* `reasons`: what a similarity rests on.
* `reuse`: shared passages.
"""
