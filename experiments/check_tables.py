"""Compare the tables of two folders of figures: ``python -m experiments.check_tables EXPECTED FOUND``."""

from __future__ import annotations

import sys
from pathlib import Path

from textmine.study.comparison import table_drift


def main(expected: Path, found: Path) -> int:
    """Print every difference and return 1 if there is one."""
    tables = sorted(expected.glob("*.csv"))
    drift = [line for table in tables for line in table_drift(table, found / table.name)]
    drift += [f"{table.name}: a table that was not there before" for table in sorted(found.glob("*.csv"))
              if not (expected / table.name).is_file()]
    print("\n".join(drift) if drift else f"{len(tables)} tables agree")
    return int(bool(drift) or not tables)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
