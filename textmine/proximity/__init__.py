"""How close two texts are, in what, and copied where.

* `measures`: similarity of documents, articles and groups: the door; `results`, what it gives; `metrics`, what can be
  compared, by name; `kinds`, how texts are compared and explained; `_shared`, the terms that two texts share, compiled.
* `spaces`: where the inner product of two texts says how alike they are; `term_similarity`: which terms are alike,
  learnt from the texts; `pooling`: a table with a background that weights are learnt from; `transport`: word mover's
  distance; `deltas`: frequent words alone; `emphases`: similarity of emphasis on topics, from draws.
* `estimates`: what stands beside a similarity; `populations`: how alike texts would be if there were no end of their
  passages; `nulls`: how alike two random halves of both would be; `lengths`: similarity at a common length.
* `reasons`: what a similarity rests on; `_products`: texts in the space of a soft cosine, compiled.
* `structure`: which texts belong together, and how far that can be trusted; `maps`: points in a plane, with ellipses;
  `sampling`, `units`, `resampled`: passages and articles as the sample that these draw from.
* `neighbors`: the nearest documents of every document, at any size; `_nearest`, `_topk`: the exact search behind it, in
  blocks and compiled.
* `stylometry`: how differently texts use the most frequent words, and which; `authorship`: are passages told apart
  by them?
* `reuse`: passages that texts have in common.
"""
