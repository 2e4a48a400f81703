"""Prints the rows of a Parquet file as JSON lines, with pyarrow or duckdb: parquet_rows.py FILE."""
import json
import sys

try:
    import pyarrow.parquet as parquet

    rows = parquet.read_table(sys.argv[1]).to_pylist()
except ImportError:
    import duckdb

    table = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [sys.argv[1]])
    names = [column[0] for column in table.description]
    rows = [dict(zip(names, row)) for row in table.fetchall()]
for row in rows:
    print(json.dumps(row))
