"""Experiments: one question, one script, one figure.

``python -m experiments`` runs all of them on the bundled articles; ``--corpus`` and
``--by`` run them on a corpus of your own.
"""
