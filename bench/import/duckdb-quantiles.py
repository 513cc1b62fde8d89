"""Quantiles per label and second of a JTL with DuckDB: argument is the file; prints seconds and the largest resident size in kB."""
import resource
import sys
import time

import duckdb

started = time.perf_counter()
rows = duckdb.sql(
    f"""select label, (timeStamp + elapsed) // 1000 as second, count(*), quantile_cont(elapsed, [0.5, 0.9, 0.95, 0.99])
    from read_csv('{sys.argv[1]}') group by all"""
).fetchall()
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(rows))
