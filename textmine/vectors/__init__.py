"""Spaces of terms and documents, which similarity and topics share.

* `contract`: what all models of a table share; scikit-learn's contract.
* `lsa`: latent semantic analysis, a truncated singular value decomposition.
* `ppmi`: positive pointwise mutual information of terms, decomposed.
* `matching`: a table under the terms of a fitted model.
"""
