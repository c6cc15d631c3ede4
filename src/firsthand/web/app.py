"""The app: which address is answered by what."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from firsthand.desk import views
from firsthand.desk.comparing import compare_two
from firsthand.desk.judging import all_judgements
from firsthand.desk.sources import source_of_name
from firsthand.errors import FirsthandError, LibraryError, UsageError
from firsthand.model import Span
from firsthand.naming import plain
from firsthand.report.exports import ENDINGS, render_export
from firsthand.report.html import render_html
from firsthand.store import Library
from firsthand.store.columns import number_of, shown_id
from firsthand.store.judgements import Judgement, standing
from firsthand.web import api, pages
from firsthand.web.desk import Conflict, Desk, StoryView, user_name
from firsthand.web.guarding import Guard
from firsthand.web.jobs import Job
from firsthand.web.layout import View, failure
from firsthand.web.story_page import story_page

WHO: Final = "firsthand-who"
# A page waits so long before it looks again how far a job is.
LOOK_AGAIN: Final = 1
# So many files are taken at a time, and a pasted text of so many bytes.
MOST_FILES: Final = 5000
LONGEST_TEXT: Final = 20 * 2**20
_YEAR: Final = 365 * 24 * 3600
_TYPES: Final = {"report.css": "text/css", "web.css": "text/css", "report.js": "text/javascript"}


def make_app(
    library: Library, *, token: str | None = None, port: int = 0, reach: str = "public"
) -> Starlette:
    """The app over a library; with a token only for those who have it.

    `reach` "any" lets feeds be fetched from private addresses, for tests.
    """
    gets: dict[str, Callable[[Request], Response]] = {
        "/": _stories,
        "/search": _search,
        "/add": _add,
        "/job/{job}": _job,
        "/story/{story}": _story,
        "/story/{story}/report.html": _report,
        "/story/{story}/export/{name}": _export,
        "/article/{article}": _article,
        "/source": _source,
        "/compare": _compare,
        "/judgements": _judgements,
        "/static/{name}": _static,
    }
    app = Starlette(
        routes=[
            *(Route(path, run) for path, run in gets.items()),
            Route("/judge", _judge, methods=["POST"]),
            Route("/who", _who, methods=["POST"]),
            Route("/add/{way}", _take, methods=["POST"]),
            *api.routes(),
        ],
        middleware=[Middleware(Guard, token=token, port=port)],
        exception_handlers={FirsthandError: _failed, Conflict: _conflict, 404: _missing},
    )
    app.state.desk = Desk(library, reach=reach)
    return app


def _view(request: Request, *, here: str = "", query: str = "", refresh: int | None = None) -> View:
    return View(who=_judging(request), here=here, query=query, refresh=refresh)


def _judging(request: Request) -> str:
    return plain(unquote(request.cookies.get(WHO, "")))[:80] or user_name()


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, FirsthandError)
    if request.url.path.startswith("/api/"):
        return api.told_error(error)
    status = 404 if isinstance(error, LibraryError) else 400
    return failure(_view(request), "That did not work", str(error), status)


def _conflict(request: Request, error: Exception) -> Response:
    assert isinstance(error, Conflict)
    return api.told_error(error)


def _missing(request: Request, error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return api.told_error(LibraryError("no such address"))
    return failure(_view(request), "Not found", "There is no page at this address.", 404)


def _stories(request: Request) -> Response:
    desk = api.desk_of(request)
    rows = views.story_rows(desk.library, views.Filter(limit=api.MOST_ROWS))
    return pages.stories_page(_view(request, here="/"), rows, desk.jobs.running(), desk.news(rows))


def _search(request: Request) -> Response:
    given = {name: request.query_params.get(name, "").strip() for name in ("q", "outlet", "since", "until")}
    desk, problem = api.desk_of(request), ""
    rows: tuple[views.Row, ...] = ()
    try:
        wanted = api.filter_of(given)
        if given["q"]:
            rows = views.search_rows(desk.library, given["q"], wanted)
        elif any(given.values()):
            rows = views.article_rows(desk.library, wanted)
    except UsageError as error:
        problem = str(error)
    return pages.search_page(_view(request, query=given["q"]), rows, given, problem)


def _add(request: Request) -> Response:
    return pages.add_page(_view(request, here="/add"))


def _job(request: Request) -> Response:
    job = api.desk_of(request).jobs.find(request.path_params["job"])
    if job is None:
        why = (
            "The server was started anew since. What was added by then is in the library; add the rest again."
        )
        return failure(_view(request), "This job is not known any more", why, 404)
    return pages.job_page(_view(request, refresh=None if job.finished else LOOK_AGAIN), job)


def _story_view(request: Request) -> StoryView:
    return api.desk_of(request).story(request.path_params["story"], own="own" in request.query_params)


def _story(request: Request) -> Response:
    view = _story_view(request)
    name = shown_id("story", view.row.n)
    if name != request.path_params["story"]:
        return RedirectResponse(f"/story/{name}", 307)
    own = "own" in request.query_params
    return story_page(_view(request), view, own=own)


def _decided(view: StoryView) -> tuple[str, ...]:
    return tuple(
        f"{one.who}, {one.at}: {one.kind} {one.subject} {one.verdict}{f': {one.note}' if one.note else ''}"
        for one in view.held
    )


def _report(request: Request) -> Response:
    view = _story_view(request)
    text = render_html(view.result, decided=_decided(view)).encode("utf-8", "replace")
    return _download(text, f"{shown_id('story', view.row.n)}.html", "text/html; charset=utf-8")


def _export(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ENDINGS:
        raise UsageError(f"{name!r}: no format; expected one of {', '.join(ENDINGS)}")
    view = _story_view(request)
    file = f"{shown_id('story', view.row.n)}{ENDINGS[name]}"
    return _download(render_export(view.result, name), file, "application/octet-stream")


def _download(content: bytes, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _article(request: Request) -> Response:
    desk = api.desk_of(request)
    shown = views.show_article(desk.library, number_of("article", request.path_params["article"]))
    others = views.article_rows(desk.library, views.Filter(story=shown.kept.story, limit=200))
    readings: list[tuple[str, str, Span, str]] = []
    judged = None
    if shown.kept.story is not None and shown.article is not None:
        result = desk.story(shown_id("story", shown.kept.story)).result
        judged = next((one for one in result.articles if one.id == shown.article.id), None)
        for claim in result.claims:
            for one in claim.readings:
                if one.article == shown.article.id:
                    chain = one.attribution.chain if one.attribution else ()
                    through = " → ".join(plain(link) for link in chain) or "in the article’s own voice"
                    readings.append((claim.id, plain(claim.label), one.span, through))
    readings.sort(key=lambda one: one[2])
    return pages.article_page(_view(request), shown, readings, others, judged)


def _source(request: Request) -> Response:
    name = request.query_params.get("name", "").strip()
    found = source_of_name(api.desk_of(request).library, name) if name else None
    return pages.source_page(_view(request, here="/source"), found)


def _compare(request: Request) -> Response:
    desk, query = api.desk_of(request), request.query_params
    one, other = (number_of("article", query.get(name, "")) for name in ("first", "second"))
    found = compare_two(desk.library, one, other)
    story = views.show_article(desk.library, one).kept.story
    pair = {found.first.id, found.second.id}
    changes = []
    if story is not None:
        result = desk.story(shown_id("story", story)).result
        changes = [change for change in result.changes if {change.parent, change.child} == pair]
    return pages.compare_page(_view(request), found, changes)


def _judgements(request: Request) -> Response:
    given = all_judgements(api.desk_of(request).library)
    held = frozenset(one.n for one in standing(given))
    return pages.judgements_page(_view(request, here="/judgements"), given, held)


@cache
def _asset(name: str) -> bytes:
    package = "firsthand.web" if name == "web.css" else "firsthand.report"
    return resources.files(package).joinpath("assets", name).read_bytes()


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _TYPES:
        raise LibraryError("there is no such file")
    return Response(_asset(name), media_type=_TYPES[name], headers={"Cache-Control": "max-age=600"})


async def _judge(request: Request) -> Response:
    """Keep a decision that a form has sent, and go back to where it was made."""
    given = await request.form()
    form = _texts(given)
    kind, note = form.get("kind", ""), form.get("note", "").strip()
    if kind == "reading":
        # Several readings may be marked.
        marked = sorted(one for one in given.getlist("subject") if isinstance(one, str))
        if not marked:
            raise UsageError("no reading was marked; mark those that answer another question")
        form["subject"] = " ".join(marked)
    judgement = Judgement(
        kind=kind, subject=_subject(form), verdict=form.get("verdict", ""), who=_judging(request), note=note
    )
    seen = int(form["seen"]) if form.get("seen", "").isdigit() else None
    back = _back(form.get("back", "/"))
    try:
        await run_in_threadpool(api.desk_of(request).decide, judgement, seen)
    except Conflict as conflict:
        return pages.conflict_page(_view(request), judgement, conflict.other, back)
    return RedirectResponse(back, 303)


def _subject(form: Mapping[str, str]) -> str:
    """What a form is about: named as a whole, or by two choices."""
    if "subject" in form:
        return form["subject"]
    if form.get("kind") == "note":
        import secrets

        return f"{form.get('first', '')} {secrets.token_hex(4)}"
    return f"{form.get('first', '')} {form.get('outside', '').strip() or form.get('second', '')}"


def _back(given: str) -> str:
    """Where to go back to, on this server."""
    return given if given.startswith("/") and not given.startswith(("//", "/\\")) else "/"


def _texts(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _who(request: Request) -> Response:
    form = _texts(await request.form())
    answer = RedirectResponse(
        _back(request.headers.get("referer", "/").partition(request.headers.get("host", "/"))[2]), 303
    )
    name = plain(form.get("who", ""))[:80]
    answer.set_cookie(WHO, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


async def _take(request: Request) -> Response:
    """Begin a job for what a form has sent, and show how far it is."""
    way, desk = request.path_params["way"], api.desk_of(request)
    form = await request.form(max_files=MOST_FILES, max_part_size=LONGEST_TEXT)
    texts = _texts(form)
    if way == "upload":
        files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        job = await run_in_threadpool(_upload, desk, files)
    elif way == "paste" and texts.get("text", "").strip():
        title = plain(texts["text"].strip().split("\n", 1)[0])[:80]
        job = await run_in_threadpool(api.add_text, desk, texts["text"].replace("\r\n", "\n"), title)
    elif way == "path" and texts.get("path", "").strip():
        path = texts["path"].strip()
        job = desk.jobs.begin([Path(path)] if "://" not in path else [path], path, fetch="fetch" in texts)
    elif way == "feed" and re.match(r"https?://[^/\s]+", texts.get("address", "").strip(), re.IGNORECASE):
        job = desk.jobs.begin_feed(texts["address"].strip())
    elif way == "feed":
        raise UsageError("expected the address of a feed, beginning with https://")
    else:
        raise UsageError("nothing was given to add")
    return RedirectResponse(f"/job/{job.id}", 303)


def _upload(desk: Desk, files: list[UploadFile]) -> Job:
    if not files:
        raise UsageError("no file was given to add")
    folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
    paths = []
    for number, one in enumerate(files, 1):
        # A browser may send any name; only its last part is kept, and never one that hides or climbs.
        name = plain((one.filename or "").replace("\\", "/").rpartition("/")[2]).lstrip(".")[:120] or "file"
        path = folder / name
        if path.exists():
            path = folder / f"{number}-{name}"
        with path.open("wb") as out:
            shutil.copyfileobj(one.file, out)
        paths.append(path)
    label = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
    return desk.jobs.begin(paths, label, folder=folder)
