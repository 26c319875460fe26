"""How close two texts are.

* `measures`: similarity of documents, articles and groups.
* `spaces`: documents as points; `reuse`: passages that texts have in common.
* `neighbors`: the nearest documents of every document, at any size.
* `_nearest`, `_topk`: the exact search behind it, in blocks and compiled.
* `stylometry`: how differently texts use the most frequent words, and which; `authorship`: are passages told apart
  by them?
"""
