"""Pairs and pieces in Spark's own tables; what `linking` does in numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from firsthand.engine.steps import BACKGROUND_ROWS, Neighbours

# A table of Spark's; its types are not ours to check.
Frame = Any

# Each round of stars halves the longest way to a piece's least member, at the least; 2 to the 40th articles.
MOST_ROUNDS = 40


def weighed_terms(rows: Frame, most: int, keys: int) -> Frame:
    """The rows with their terms' weights, and their rarest terms for keys; see `Engine.weigh`."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    total = rows.count() + BACKGROUND_ROWS
    single = rows.select("id", "day", sql.explode("terms").alias("term"))
    owners = single.groupBy("term").agg(sql.count("*").alias("owners")).where("owners > 1")
    known = single.join(owners, "term")
    one = Window.partitionBy("id")
    ranked = known.withColumn("rank", sql.row_number().over(one.orderBy("owners", "term")))
    ranked = ranked.withColumn("useful", sql.sum(sql.expr(f"if(owners <= {most}, 1, 0)")).over(one))
    # How often all rows can be halved until as few are left.
    halvings = "sequence(1, 62)"
    weight = sql.expr(
        f"aggregate({halvings}, 0L, (n, k) -> n + if(shiftright({total}L, k) >= owners, 1L, 0L))"
    )
    ranked = ranked.withColumn("weight", weight)
    ranked = ranked.withColumn(
        "key",
        sql.expr(f"if(rank <= useful and (rank <= {keys // 2} or rank > useful - {keys // 2}), term, null)"),
    )
    grouped = ranked.groupBy("id", "day").agg(
        sql.array_sort(sql.collect_list(sql.struct("rank", "term", "weight", "key"))).alias("all")
    )
    return grouped.select(
        "id",
        "day",
        sql.expr("filter(all.key, k -> k is not null)").alias("keys"),
        sql.col("all.term").alias("values"),
        sql.col("all.weight").alias("weights"),
    )


def neighbour_pairs(rows: Frame, neighbours: Neighbours) -> Frame:
    """The distinct pairs of rows that share a key and stand near each other, with the values of both."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    keyed = rows.select("id", "day", sql.explode("keys").alias("key"))
    # A key of one row alone leads nowhere: it is left out before anything is sorted.
    line = Window.partitionBy("key").orderBy("day", "id")
    before = [sql.lag("id", back).over(line) for back in range(1, neighbours.before + 1)]
    if neighbours.first:
        before.append(sql.first("id").over(line))
    placed = keyed.select("id", sql.array(*before).alias("before"))
    linked = placed.select("id", sql.explode("before").alias("other")).where(
        "other is not null and other != id"
    )
    distinct = linked.select(sql.least("id", "other").alias("id"), sql.greatest("id", "other").alias("other"))
    distinct = distinct.distinct()
    for number, name in ((1, "id"), (2, "other")):
        side = rows.select(
            sql.col("id").alias(name),
            *(sql.col(one).alias(f"{one}_{number}") for one in ("day", "values", "weights")),
        )
        distinct = distinct.join(side, name)
    return distinct.select(
        "id", "other", *(f"{one}_{number}" for number in (1, 2) for one in ("day", "values", "weights"))
    )


def components(edges: Frame, stage: Callable[[Frame], Frame]) -> Frame:
    """The least member of the piece of each article that stands in an edge.

    `stage` writes a table and reads it back.

    Source: Kiveris et al., Connected components in MapReduce and beyond, 2014 (alternating stars).
    """
    from pyspark.sql import functions as sql

    edges = stage(
        edges.select(sql.least("id", "other").alias("id"), sql.greatest("id", "other").alias("other"))
    )
    everyone = edges.select("id").union(edges.select("other")).distinct()
    before = None
    for _ in range(MOST_ROUNDS):
        edges = stage(_small_star(_large_star(edges)))
        told = edges.agg(sql.count("*"), sql.sum(sql.hash("id", "other").cast("long"))).first()
        if told == before:
            break
        before = told
    least = edges.select(sql.col("other").alias("id"), sql.col("id").alias("component"))
    return everyone.join(least, "id", "left").select("id", sql.coalesce("component", "id").alias("component"))


def _large_star(edges: Frame) -> Frame:
    """Each larger neighbour of an article linked to the least of its neighbours and itself."""
    from pyspark.sql import functions as sql

    both = edges.union(edges.select("other", "id"))
    least = both.groupBy("id").agg(sql.min("other").alias("lowest"))
    least = least.select("id", sql.least("id", "lowest").alias("lowest"))
    joined = both.join(least, "id").where("other > id")
    return joined.select(sql.col("lowest").alias("id"), "other").where("id != other").distinct()


def _small_star(edges: Frame) -> Frame:
    """Each smaller neighbour of an article, and itself, linked to the least of them."""
    from pyspark.sql import functions as sql

    smaller = edges.select(sql.greatest("id", "other").alias("id"), sql.least("id", "other").alias("other"))
    least = smaller.groupBy("id").agg(sql.min("other").alias("lowest"))
    joined = smaller.join(least, "id")
    linked = joined.select(sql.col("lowest").alias("id"), "other").union(
        least.select(sql.col("lowest").alias("id"), sql.col("id").alias("other"))
    )
    return linked.where("id != other").distinct()
