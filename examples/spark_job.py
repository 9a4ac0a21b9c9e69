"""Annotate a Parquet dataset on Spark, and ask the records who is named how often.

Run:  spark-submit examples/spark_job.py NEWS RECORDS

NEWS is Parquet with the columns id and text, wherever Spark can read it; RECORDS is written.
Without them, the example articles are read.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from entitas.corpus.spark import annotate_frame

HERE = Path(__file__).parent


def main(session: SparkSession, news: DataFrame, records: str) -> None:
    """Write the records, then read them back."""
    annotate_frame(news).write.mode("overwrite").parquet(records)

    found = session.read.parquet(records)
    print(f"{found.where('failure IS NULL').count()} documents, records in {records}")
    people = found.select(F.explode("record.people").alias("person")).where("person.official")
    for row in people.groupBy("person.name").count().orderBy(F.desc("count"), "name").take(10):
        print(f"{row['count']} {row['name']}")


if __name__ == "__main__":
    # else Spark on this machine takes the first python3 on the path, which may be another one
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.appName("entitas-example").getOrCreate()
    if len(sys.argv) > 2:
        main(spark, spark.read.parquet(sys.argv[1]), sys.argv[2])
    else:
        texts = [(path.stem, path.read_text("utf-8")) for path in (HERE / "articles").glob("*.txt")]
        main(spark, spark.createDataFrame(texts, "id STRING, text STRING"), "out/spark")
    spark.stop()
