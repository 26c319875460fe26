"""How close two texts are.

* `measures`: similarity of documents, articles and groups.
* `populations`: how alike they would be if there were no end of their passages, with intervals.
* `nulls`: how alike two random halves of both would be.
* `lengths`: similarity at a common length.
* `structure`: which belong together, and how far that can be trusted.
* `maps`: points in a plane, with ellipses.
* `spaces`: where the inner product of two texts says how alike they are.
* `sampling`, `units`, `resampled`: passages and articles as the sample that these draw from.
* `reuse`: passages that two texts share.
"""
