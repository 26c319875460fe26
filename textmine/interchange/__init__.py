"""Interchange: counts that come from other tools, and go to them.

* `folders`: plain files for quanteda and stm in R, and back.
* `libraries`: gensim, scikit-learn, long data frames.
"""
