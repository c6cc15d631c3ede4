"""The engines that the tests are run on: processes of this machine, and Spark in one."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
# Spark's workers are started by Java, which takes its paths from here when the first test starts it.
_KNOWN = [str(HERE), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(one for one in _KNOWN if one))


def spark_or_skip():
    """Skip where there is no PySpark or no Java."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (pip install 'firsthand[spark]')")
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        pytest.skip("Java is not installed (Debian: apt-get install openjdk-17-jre-headless)")


@pytest.fixture(params=["local", "spark"])
def engine(request):
    from firsthand.engine import open_engine

    if request.param == "spark":
        spark_or_skip()
    made = open_engine(request.param, processes=2)
    yield made
    made.close()
