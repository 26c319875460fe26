"""From files and frames to a `Corpus`.

* `sources`: `read_corpus`, which finds out what it is given.
* `folder`, `filenames`: .txt files, and metadata in their names.
* `tabular`, `parquet`: CSV, JSON Lines, Parquet and frames.
* `encodings`: bytes to text; `diagnosis`: what the texts show once they are read.
* `scanning`: `scan_corpus`, for what does not fit into memory.
"""
