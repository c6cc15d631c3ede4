"""A library under harm: killed at any moment, no room, no rights, many at once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from firsthand.desk import add, result_of, trace_due
from firsthand.desk.checking import check
from firsthand.desk.views import Filter, article_rows, search_rows
from firsthand.errors import LibraryError
from firsthand.store import open_library, sqlite_warning
from firsthand.store.address import library_url
from firsthand.store.library import Library, migrate

# A handful here; benchmarks/kill_library.py does 200 and more.
KILLS = 4
PROGRAM = """
import sys
from firsthand.desk import AddOptions, add
from firsthand.store import open_library
with open_library(sys.argv[1], create=True) as library:
    print("open", flush=True)
    def told(added):
        for one in added:
            print("kept", one.article, flush=True)
    for path in sys.argv[2:]:
        add(library, [path], options=AddOptions(told=told))
"""


@pytest.fixture
def pile(tmp_path):
    """A folder with 12 articles of 4 stories."""
    folder = tmp_path / "pile"
    folder.mkdir()
    for n in range(12):
        place = ("Arden", "Borrow", "Callis", "Dunmere")[n % 4]
        (folder / f"{n:02}.txt").write_text(
            f"{place} council votes for a new harbour wall, part {n}\nThe {place} Post\n{1 + n % 3} March 2031\n\n"
            f"The council of {place} voted on Monday for a harbour wall of {200 + n % 4} metres, Mayor {place}son "
            f"said. It will cost {3 + n % 4} million crowns, a spokeswoman for {place} told the {place} Post.\n\n"
            f"Some {40 + n} fishermen protested in front of the {place} town hall.\n",
            encoding="utf-8",
        )
    return folder


def start(address, *paths):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, address, *map(str, paths)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_killed_at_any_moment_loses_nothing_that_was_told(library_address, pile):
    chance = random.Random(6)
    told: set[str] = set()
    for _ in range(KILLS):
        process = start(library_address, *sorted(pile.iterdir()))
        lines: list[str] = []
        reader = threading.Thread(target=lines.extend, args=(process.stdout,))
        reader.start()
        deadline = time.monotonic() + 30
        while not lines and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        reader.join()
        told.update(line.split()[1] for line in lines if line.startswith("kept") and line.endswith("\n"))
        with open_library(library_address) as library:
            assert check(library) == ()
            numbers = {row["id"][1:] for row in article_rows(library, Filter(limit=1000))}
            assert told <= numbers
    with open_library(library_address, create=True) as library:
        add(library, [pile])
        assert check(library) == ()
        assert len(article_rows(library, Filter(limit=1000))) == 12
        assert result_of(library).stories
        assert not trace_due(library)


@pytest.mark.parametrize("steps", [1, 5, 20])
def test_killed_while_the_tables_are_made_leaves_the_old_form(library_address, steps, monkeypatch):
    library = Library(library_url(library_address))
    migrate(library, "0001")

    class KilledError(BaseException):
        pass

    from alembic.operations import Operations

    made = Operations.create_table
    count = iter(range(1000))

    def create(self, *args, **kwargs):
        found = made(self, *args, **kwargs)
        if next(count) >= min(steps, 1):
            raise KilledError
        return found

    monkeypatch.setattr(Operations, "create_table", create)
    with pytest.raises(KilledError):
        migrate(library)
    monkeypatch.undo()
    library.close()
    with open_library(library_address) as again:
        assert check(again) == ()


def test_every_step_leads_to_the_tables_that_the_program_uses(library_address):
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from firsthand.store.schema import metadata

    with open_library(library_address, create=True) as library, library.read() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        assert not [one for one in found if "search" not in str(one)]


def test_library_of_a_newer_program_is_left_alone(library_address):
    with open_library(library_address, create=True) as library, library.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="newer"), open_library(library_address):
        pass


def test_two_writers_and_ten_readers_are_never_told_that_it_is_locked(library_address, pile):
    with open_library(library_address, create=True):
        pass
    paths = sorted(pile.iterdir())
    writers = [start(library_address, *paths[:8]), start(library_address, *paths[4:])]
    problems: list[BaseException] = []
    reads = [0]

    def look():
        try:
            with open_library(library_address) as library:
                while any(one.poll() is None for one in writers):
                    search_rows(library, "harbour", Filter())
                    article_rows(library, Filter())
                    reads[0] += 1
                    time.sleep(0.25)  # busier readers only take the processor from the writers
        except BaseException as error:  # noqa: BLE001 - told below
            problems.append(error)

    readers = [threading.Thread(target=look) for _ in range(10)]
    for one in readers:
        one.start()
    said = [one.communicate(timeout=120) for one in writers]
    for one in readers:
        one.join()
    assert not problems
    assert [one.returncode for one in writers] == [0, 0], said
    assert reads[0] >= 10
    with open_library(library_address) as library:
        assert check(library) == ()
        assert len(article_rows(library, Filter(limit=100))) == 12


def test_full_disk_is_told_and_harms_nothing(tmp_path, pile):
    path = tmp_path / "small.db"
    with open_library(str(path), create=True) as library:
        add(library, [pile / "00.txt"])
    size = path.stat().st_size
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 50_000}, {size + 50_000}))\n"
    run = subprocess.run(
        [sys.executable, "-c", code + PROGRAM, str(path), *map(str, sorted(pile.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "LibraryError" in run.stderr
    assert "not kept" in run.stderr or "disk" in run.stderr
    with open_library(str(path)) as library:
        assert check(library) == ()
        kept = {line.split()[1] for line in run.stdout.splitlines() if line.startswith("kept")}
        assert kept <= {row["id"][1:] for row in article_rows(library, Filter(limit=100))}
        add(library, [pile])
        assert check(library) == ()


def test_library_that_may_only_be_read_can_be_read(tmp_path, pile):
    folder = tmp_path / "sealed"
    folder.mkdir()
    path = folder / "library.db"
    with open_library(str(path), create=True) as library:
        add(library, [pile / "00.txt"])
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    code = f"""
from firsthand.store import open_library
from firsthand.errors import LibraryError
from firsthand.desk.views import Filter, article_rows, search_rows
with open_library({str(path)!r}) as library:
    assert len(article_rows(library, Filter())) == 1
    assert len(search_rows(library, "harbour", Filter())) == 1
    try:
        with library.write() as connection:
            connection.exec_driver_sql("DELETE FROM articles")
    except LibraryError as error:
        print(error)
"""
    # Root may write anywhere, unless it gives that right away.
    drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if drop and not shutil.which("setpriv"):
        pytest.skip("setpriv, by which root gives up its rights, is not installed")
    run = subprocess.run([*drop, sys.executable, "-c", code], capture_output=True, text=True, check=False)
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)
    assert run.returncode == 0, run.stderr
    assert "may" in run.stdout
    with open_library(str(path)) as library:
        assert check(library) == ()


def test_readers_cannot_write(library_address):
    with (
        open_library(library_address, create=True) as library,
        pytest.raises(LibraryError, match="only be read"),
        library.read() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM articles")


def test_old_sqlite_is_warned_of():
    assert "3.40.1" in sqlite_warning((3, 40, 1))
    assert sqlite_warning((3, 51, 3)) is None
    assert sqlite_warning((3, 52, 0)) is None


def test_file_is_written_with_care(tmp_path):
    with open_library(str(tmp_path / "x.db"), create=True) as library, library.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA mmap_size").scalar() == 0


def test_server_that_is_not_there_is_told_without_the_password():
    address = "postgresql://nobody:hunter2@127.0.0.1:1/none"
    with pytest.raises(LibraryError, match="127") as caught, open_library(address):
        pass
    assert "hunter2" not in str(caught.value)
