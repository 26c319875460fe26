"""The same bytes for any number of threads and any hash seed."""

import os
import subprocess
import sys

CODE = """
import hashlib, textmine as tm
table = tm.tokenize(tm.read_corpus("seeds", language="en").segment()).count()
digest = hashlib.sha256()
for metric in ("soft_cosine", "lsa", "jaccard"):
    digest.update(tm.document_similarity(table, metric=metric).similarity.tobytes())
digest.update(tm.document_similarity(table, options={"vectors": "ppmi"}).similarity.tobytes())
a, b = table.grouping("article").labels[:2]
digest.update(tm.similarity_reasons(table, a, b, "article").to_csv().encode())
print(digest.hexdigest())
"""


def test_the_same_bytes_for_any_number_of_threads_and_hash_seed():
    found = set()
    for threads, seed in (("1", "1"), ("2", "2")):
        settings = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", CODE], env=settings, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1
