"""How close two texts are.

* `measures`: similarity of documents, articles and groups.
"""
