"""The HTTP API: the same contract as `--format json`, described in OpenAPI."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import firsthand
from firsthand.desk import views
from firsthand.desk.comparing import compare_two
from firsthand.desk.judging import VERDICTS, all_judgements
from firsthand.desk.sources import source_of_name
from firsthand.errors import FirsthandError, LibraryError, UsageError
from firsthand.report.contract import FORMAT, as_dict, schema
from firsthand.store.columns import number_of
from firsthand.store.judgements import Judgement, standing
from firsthand.store.records import to_plain
from firsthand.web.desk import Conflict, Desk, user_name
from firsthand.web.jobs import Job

# What a caller gets where it names no number of rows, and at most.
ROWS: Final = 50
MOST_ROWS: Final = 1000


class ApiResponse(JSONResponse):
    """JSON in which lone surrogates, which no encoding has, are replaced."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - as Starlette has it
        """The bytes of the answer."""
        import json

        return json.dumps(content, ensure_ascii=False, allow_nan=False, default=str).encode(
            "utf-8", "replace"
        )


def desk_of(request: Request) -> Desk:
    """The library that the server shows."""
    found: Desk = request.app.state.desk
    return found


def filter_of(query: Mapping[str, str]) -> views.Filter:
    """Which rows a question asks for."""
    limit = query.get("limit", "")
    return views.Filter(
        outlet=query.get("outlet") or None,
        since=query.get("since") or None,
        until=query.get("until") or None,
        story=number_of("story", query["story"]) if query.get("story") else None,
        limit=min(MOST_ROWS, int(limit)) if limit.isdigit() and int(limit) > 0 else ROWS,
    )


def _stories(request: Request) -> Response:
    return ApiResponse(views.story_rows(desk_of(request).library, filter_of(request.query_params)))


def _story(request: Request) -> Response:
    view = desk_of(request).story(request.path_params["story"], own="own" in request.query_params)
    return ApiResponse({**as_dict(view.result), "judgements": [asdict(one) for one in view.held]})


def _articles(request: Request) -> Response:
    return ApiResponse(views.article_rows(desk_of(request).library, filter_of(request.query_params)))


def _article(request: Request) -> Response:
    shown = views.show_article(desk_of(request).library, number_of("article", request.path_params["article"]))
    text = shown.article.text if shown.article else None
    return ApiResponse({**views.article_row(shown.kept), "paths": shown.paths, "text": text})


def _search(request: Request) -> Response:
    query = request.query_params
    return ApiResponse(views.search_rows(desk_of(request).library, query.get("q", ""), filter_of(query)))


def _source(request: Request) -> Response:
    found = source_of_name(desk_of(request).library, request.query_params.get("name", ""))
    said = [
        {
            "story": one.story.id,
            "claim": one.claim.id,
            "label": one.claim.label,
            "article": one.article.id,
            "start": one.reading.span.start,
            "end": one.reading.span.end,
            "quote": one.reading.span.of(one.article.text),
            "chain": one.reading.attribution.chain if one.reading.attribution else (),
        }
        for one in found.said
    ]
    made = [{"article": article.id, **to_plain(one)} for one, article in found.made]
    return ApiResponse({"name": found.name, "names": found.names, "said": said, "made": made})


def _compare(request: Request) -> Response:
    query = request.query_params
    one, other = (number_of("article", query.get(name, "")) for name in ("first", "second"))
    found = compare_two(desk_of(request).library, one, other)
    return ApiResponse({"first": found.first.id, "second": found.second.id, "pairs": to_plain(found.pairs)})


def _judgements(request: Request) -> Response:
    given = all_judgements(desk_of(request).library)
    held = {one.n for one in standing(given)}
    return ApiResponse([{**asdict(one), "stands": one.n in held} for one in given])


async def _judge(request: Request) -> Response:
    given = await _body(request)
    told = {name: str(given.get(name, "")) for name in ("kind", "subject", "verdict", "note", "who")}
    judgement = Judgement(
        kind=told["kind"],
        subject=told["subject"],
        verdict=told["verdict"],
        who=told["who"] or user_name(),
        note=told["note"],
    )
    seen = given.get("seen")
    number = await run_in_threadpool(
        desk_of(request).decide, judgement, seen if isinstance(seen, int) else None
    )
    return ApiResponse({"n": number}, 201)


async def _add(request: Request) -> Response:
    given = await _body(request)
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UsageError('expected {"text": "…", "name": "…"}: the text of one article')
    job = await run_in_threadpool(add_text, desk_of(request), text, str(given.get("name") or "pasted"))
    return ApiResponse(job_row(job), 202)


def add_text(desk: Desk, text: str, label: str) -> Job:
    """A job for one article that was pasted."""
    folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
    path = folder / "pasted.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    return desk.jobs.begin([path], label, folder=folder)


def _job(request: Request) -> Response:
    job = desk_of(request).jobs.find(request.path_params["job"])
    if job is None:
        raise LibraryError(
            "no such job; a server that was started anew forgets its jobs, not what they added"
        )
    return ApiResponse(job_row(job))


def job_row(job: Job) -> dict[str, Any]:
    """How far a job is."""
    added = [{"article": article, "status": status, "path": path} for article, status, path in job.added]
    issues = [{"code": one.code, "path": one.where, "detail": one.detail} for one in job.issues]
    return {
        "id": job.id,
        "state": job.state,
        "read": job.read,
        "added": added,
        "issues": issues,
        "error": job.error,
    }


async def _body(request: Request) -> dict[str, Any]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        raise UsageError(f"content type {kind!r}: expected application/json")
    try:
        given = await request.json()
    except ValueError:
        raise UsageError("the body is no JSON") from None
    if not isinstance(given, dict):
        raise UsageError("the body is no JSON object")
    return given


# Method, path, what it gives, what it asks for in its query.
_ENDPOINTS: Final = (
    ("get", "/api/stories", _stories, "the stories, those that changed last first", ("since", "limit")),
    (
        "get",
        "/api/stories/{story}",
        _story,
        f"a story after the contract {FORMAT}, with judgements",
        ("own",),
    ),
    ("get", "/api/articles", _articles, "articles", ("outlet", "since", "until", "story", "limit")),
    ("post", "/api/articles", _add, "a job that adds one article", ()),
    ("get", "/api/articles/{article}", _article, "an article with its text", ()),
    ("get", "/api/search", _search, "articles that match", ("q", "outlet", "since", "until", "limit")),
    ("get", "/api/source", _source, "all that goes back to a source", ("name",)),
    ("get", "/api/compare", _compare, "two articles, sentence by sentence", ("first", "second")),
    ("get", "/api/judgements", _judgements, "what people decided", ()),
    ("post", "/api/judgements", _judge, "the number of a decision that was kept", ()),
    ("get", "/api/jobs/{job}", _job, "how far a job is", ()),
)


def openapi() -> dict[str, Any]:
    """The description of the API."""
    paths: dict[str, Any] = {}
    for method, path, _, what, query in _ENDPOINTS:
        names = [(part[1:-1], "path") for part in path.split("/") if part.startswith("{")]
        names += [(name, "query") for name in query]
        operation: dict[str, Any] = {
            "summary": what,
            "parameters": [
                {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
                for name, place in names
            ],
            "responses": {"200": {"description": what}, "default": {"description": "what went wrong"}},
        }
        if method == "post":
            body = _BODIES[path]
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        if path == "/api/stories/{story}":
            operation["responses"]["200"]["content"] = {
                "application/json": {"schema": {"$ref": "#/components/schemas/Result"}}
            }
        paths.setdefault(path, {})[method] = operation
    info = {"title": "firsthand", "version": firsthand.__version__}
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {"Result": schema()}}}


_TEXT: Final = {"type": "string"}
_BODIES: Final = {
    "/api/articles": {"type": "object", "required": ["text"], "properties": {"text": _TEXT, "name": _TEXT}},
    "/api/judgements": {
        "type": "object",
        "required": ["kind", "subject", "verdict"],
        "properties": {
            "kind": {"enum": list(VERDICTS)},
            "subject": _TEXT,
            "verdict": {"enum": sorted({one for each in VERDICTS.values() for one in each} | {"undone"})},
            "note": _TEXT,
            "who": _TEXT,
            "seen": {
                "type": "integer",
                "description": "the last decision on it that you know of; 0 for none",
            },
        },
    },
}


def _openapi(_: Request) -> Response:
    return ApiResponse(openapi())


def routes() -> list[Route]:
    """The addresses of the API."""
    found = [Route(path, run, methods=[method.upper()]) for method, path, run, _, _ in _ENDPOINTS]
    return [*found, Route("/api/openapi.json", _openapi)]


def told_error(error: FirsthandError | Conflict) -> Response:
    """What went wrong, as JSON."""
    if isinstance(error, Conflict):
        return ApiResponse(
            {"error": "somebody else decided in the meantime", "other": asdict(error.other)}, 409
        )
    return ApiResponse({"error": str(error)}, 404 if isinstance(error, LibraryError) else 400)
