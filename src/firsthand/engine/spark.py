"""The engine of many machines: PySpark, whose shuffles keep to their memory.

Functions of steps run in processes beside Spark's own Python workers (`guarding`), as on one machine: a
worker of Spark whose process dies takes its task with it, and after four times the whole job.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from firsthand.engine.guarding import Guard
from firsthand.engine.joining import components, neighbour_pairs, weighed_terms
from firsthand.engine.shuffling import runs_of_sorted
from firsthand.engine.steps import Neighbours, Step, Table, load
from firsthand.errors import UsageError

# Rows of a batch that Spark hands to Python: articles of 5 KB stay within some MB.
BATCH_ROWS = 2048
# Memory of the one process that Spark has on this machine.
LOCAL_MEMORY = "2g"
# Java versions that Spark 4 runs on.
OLDEST_JAVA = 17


class Spark:
    """An engine on a Spark master; without one, Spark in a process of this machine."""

    def __init__(self, master: str | None = None, *, processes: int | None = None) -> None:
        check_installed()
        # Workers must not take another Python than this one, which has firsthand.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
        self._spark = _session(master or f"local[{processes or '*'},4]", local=master is None)

    def put(self, tables: Sequence[Table], target: str) -> None:
        """Write the tables, a file for each."""
        import pyarrow as pa

        if self._is_complete(target) or not tables:
            return
        rows = [row for table in tables for row in table.to_pylist()]
        frame = self._spark.createDataFrame(rows, schema=_spark_schema(pa.unify_schemas([tables[0].schema])))
        self._write(frame.repartition(len(tables), "id"), target)

    def map(self, step: Step, source: str, target: str) -> None:
        """Call the step's function with the rows of `source`; see `Engine`."""
        if not self._is_complete(target):
            found = self._read(source)
            self._write(found.mapInArrow(_mapper(step), _spark_schema(step.schema)), target)

    def group(
        self,
        step: Step,
        sources: Sequence[str],
        target: str,
        *,
        labels: str | None = None,
        others: bool = False,
    ) -> None:
        """Call the step's function with the rows of each group; see `Engine`."""
        if self._is_complete(target):
            return
        from pyspark.sql import functions as sql

        key = step.key or "id"
        frame = self._read(sources[0])
        for source in sources[1:]:
            frame = frame.unionByName(self._read(source))
        if labels is not None:
            known = self._read(labels).select("id", key).dropna()
            frame = frame.drop(key).join(known, "id", "left" if others else "inner")
            if others:
                frame = frame.withColumn(key, sql.coalesce(key, "id"))
        frame = frame.where(sql.col(key).isNotNull())
        sorted_rows = frame.repartition(sql.shiftright(key, step.shift)).sortWithinPartitions(
            key, *step.order
        )
        self._write(sorted_rows.mapInArrow(_mapper(step), _spark_schema(step.schema)), target)

    def weigh(self, source: str, target: str, *, without: str, most: int, keys: int) -> None:
        """Weigh the terms of rows; see `Engine`."""
        if not self._is_complete(target):
            copies = self._read(without).where("id != original").select("id")
            rows = self._read(source).where("size(terms) > 0").select("id", "day", "terms")
            rows = rows.join(copies, "id", "left_anti")
            self._write(weighed_terms(rows, most, keys), target)

    def pairs(self, neighbours: Neighbours, source: str, target: str) -> None:
        """Find the pairs that count; see `Engine`."""
        if self._is_complete(target):
            return
        rows = self._read(source).select("id", "day", "keys", "values", "weights").where("size(keys) > 0")
        scored = neighbour_pairs(rows, neighbours).mapInArrow(
            _scorer(neighbours), "id long, other long, score long"
        )
        self._write(scored, target)

    def components(self, source: str, target: str) -> None:
        """Find the connected pieces; see `Engine`."""
        if not self._is_complete(target):
            edges = self._read(source).select("id", "other")
            self._write(components(edges, self._stage(target)), target)

    def count(self, dataset: str) -> int:
        """How many rows a dataset has."""
        return int(self._read(dataset).count())

    def values(self, dataset: str, column: str) -> Iterator[Any]:
        """The values of a column that are not null."""
        frame = self._read(dataset).select(column).dropna()
        return (row[0] for row in frame.toLocalIterator())

    def close(self) -> None:
        """End the session."""
        self._spark.stop()

    def _read(self, dataset: str) -> Any:  # noqa: ANN401
        return self._spark.read.parquet(_spark_path(dataset))

    def _write(self, frame: Any, target: str) -> None:  # noqa: ANN401
        frame.write.mode("overwrite").parquet(_spark_path(target))

    def _stage(self, target: str) -> Callable[[Any], Any]:
        """A function that writes a table and reads it back, so that what made it is not done again."""

        def stage(frame: Any) -> Any:  # noqa: ANN401
            path = f"{target}.stage-{uuid.uuid4().hex}"
            self._write(frame, path)
            return self._read(path)

        return stage

    def _is_complete(self, dataset: str) -> bool:
        jvm = self._spark.sparkContext._jvm  # noqa: SLF001 – PySpark has no other way to a file system
        path = jvm.org.apache.hadoop.fs.Path(f"{_spark_path(dataset)}/_SUCCESS")
        settings = self._spark.sparkContext._jsc.hadoopConfiguration()  # noqa: SLF001
        return bool(path.getFileSystem(settings).exists(path))


def check_installed() -> None:
    """Say what of Spark is missing.

    Errors: UsageError.
    """
    if importlib.util.find_spec("pyspark") is None:
        raise UsageError(
            "--engine spark: PySpark is not installed; add it by: pip install 'firsthand[spark]'"
        )
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin") if home else shutil.which("java")
    if java is None:
        where = f"in JAVA_HOME ({home})" if home else "on the PATH, nor is JAVA_HOME set"
        raise UsageError(
            f"--engine spark: Spark needs Java {OLDEST_JAVA} or newer, and there is none {where}; "
            "install it (Debian: apt-get install openjdk-17-jre-headless)"
        )
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    version = told.partition('"')[2].partition(".")[0].partition('"')[0]
    if version.isdigit() and int(version) < OLDEST_JAVA:
        raise UsageError(
            f"--engine spark: Spark needs Java {OLDEST_JAVA} or newer; {java} is version {version}: "
            "install a newer one"
        )


def _session(master: str, *, local: bool) -> Any:  # noqa: ANN401
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.appName("firsthand")
        .master(master)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH_ROWS)
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.parquet.compression.codec", "zstd")
        # What is read must not be joined into large partitions: each holds a process of ours for long.
        .config("spark.sql.files.maxPartitionBytes", "32m")
        .config("spark.sql.files.openCostInBytes", "8m")
    )
    if local:
        builder = (
            builder.config("spark.driver.memory", LOCAL_MEMORY)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "16")
        )
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _spark_path(path: str) -> str:
    """The path under the name that Spark has for its storage."""
    if path.startswith("s3://"):
        return f"s3a://{path.removeprefix('s3://')}"
    return path if "://" in path else f"file://{os.path.abspath(path)}"  # noqa: PTH100 – links stay links


def _spark_schema(schema: Any) -> str:  # noqa: ANN401
    """An Arrow schema as Spark writes it; all texts are its one kind of string."""
    import pyarrow as pa

    def kind(given: Any) -> str:  # noqa: ANN401
        if pa.types.is_list(given):
            return f"array<{kind(given.value_type)}>"
        return "long" if pa.types.is_int64(given) else "string"

    return ", ".join(f"`{one.name}` {kind(one.type)}" for one in schema)


def _mapper(step: Step) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """What a Python worker of Spark does with the rows of its partition."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        guard = Guard(step)
        try:
            for table in runs_of_sorted(batches, step):
                for found in guard.run(table):
                    yield from found.cast(step.schema).to_batches()
        finally:
            guard.close()

    return run


def _scorer(neighbours: Neighbours) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        score = load(neighbours.score)
        for batch in batches:
            table = pa.Table.from_batches([batch])
            scores = score(table)
            counts = scores >= neighbours.least
            scored = table.select(["id", "other"]).append_column("score", pa.array(scores, pa.int64()))
            yield from scored.filter(pa.array(counts)).to_batches()

    return run
