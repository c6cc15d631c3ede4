"""Each export is read back by a reader that others wrote."""

import csv
import io
import json
import sys
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.report.exports import ENDINGS, render_export
from firsthand.report.exports.admiralty import credibility
from firsthand.report.exports.markdown import escaped
from firsthand.report.exports.tables import guarded

HOSTILE = '=HYPERLINK("http://evil.example","x")\u202e\x00\x1b[31m<script>alert(1)</script> "quoted" \\ | `x` \ud800'


def _tables(result, reliability=None):
    archive = zipfile.ZipFile(io.BytesIO(render_export(result, "csv", reliability)))
    return {
        name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
        for name in archive.namelist()
        if name.endswith(".csv")
    }


def _hostile(full):
    first, *rest = full.articles
    claim, *claims = full.claims
    origin, *origins = full.origins
    edge, *edges = full.lineage
    return replace(
        full,
        articles=(
            replace(first, title=HOSTILE, outlet=HOSTILE, byline=HOSTILE, url="javascript:alert(1)"),
            *rest,
        ),
        claims=(replace(claim, label=HOSTILE), *claims),
        origins=(replace(origin, name=HOSTILE), *origins),
        lineage=(replace(edge, parent=HOSTILE), *edges),
    )


@pytest.mark.parametrize("name", sorted(ENDINGS))
def test_every_export_has_the_same_bytes_for_the_same_result_and_takes_any_text(full, name):
    assert render_export(full, name) == render_export(full, name)
    render_export(_hostile(full), name).decode("utf-8" if name != "csv" else "latin-1")


def test_the_tables_hold_every_claim_reading_change_and_edge(full):
    found = _tables(full)
    assert set(found) == {"claims.csv", "readings.csv", "changes.csv", "edges.csv"}
    assert [row["claim"] for row in found["claims.csv"]] == ["c1", "c2", "c3"]
    assert len(found["readings.csv"]) == sum(len(claim.readings) for claim in full.claims)
    slip = found["readings.csv"][2]
    assert (slip["value"], slip["quote"], slip["credibility"]) == (
        "2400",
        "2,400 people were aboard the ferry",
        "5",
    )
    assert {row["kind"] for row in found["changes.csv"]} == {"quote", "magnitude"}
    assert {(row["child"], row["parent"]) for row in found["edges.csv"]} == {
        ("a1", "Sund Courier"),
        ("a2", "a1"),
    }


def test_reliability_is_the_users_to_set(full):
    rated = _tables(full, {"the harbour office": "B"})["readings.csv"]
    assert [row["rating"] for row in rated] == ["B6", "B6", "B5", "F6", "F6", "F6"]


def test_no_cell_is_taken_for_a_formula(full):
    for rows in _tables(_hostile(full)).values():
        for row in rows:
            for cell in row.values():
                assert (
                    not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t")) or cell.lstrip("-").isdigit()
                )


@given(st.text())
def test_a_guarded_cell_never_begins_like_a_formula(text):
    cell = guarded(text)
    assert not cell.strip(" ").startswith(("=", "+", "@", "\t", "\r")) or cell.startswith("'")


def test_confirmed_needs_independent_origins_of_the_same_answer(full):
    claim = full.claims[0]
    true, slip = claim.answers
    assert credibility(claim, true).figure == 6
    assert credibility(claim, slip).figure == 5
    two = replace(true, independent_at_least=2, independent_at_most=2)
    assert credibility(replace(claim, answers=(two, slip)), two).figure == 1
    other = replace(slip, independent_at_least=1, independent_at_most=1)
    assert credibility(replace(claim, answers=(two, other)), two).figure == 2
    assert credibility(replace(claim, answers=(two, other)), other).figure == 4
    perhaps = replace(true, independent_at_most=2)
    assert credibility(replace(claim, answers=(perhaps, slip)), perhaps).figure == 3
    assert credibility(replace(claim, answers=()), None).figure == 3  # the claim's range reaches two


def test_markdown_has_the_story_and_no_markup_of_others(full):
    text = render_export(full, "markdown").decode()
    assert "# Ferry with up to 240 aboard runs aground" in text
    assert "| ≤ 240 people |" in text
    assert "](javascript" not in render_export(_hostile(full), "markdown").decode()
    assert "<script>" not in render_export(_hostile(full), "markdown").decode()
    assert escaped("[a](b) <b> - 1. x | www.x.org") == r"\[a\](b) \<b\> - 1. x \| www\.x.org"
    assert escaped("- x") == r"\- x"
    assert escaped("1. x") == r"1\. x"


def test_prov_is_read_by_the_prov_package(full):
    prov = pytest.importorskip("prov.model", reason="the prov package is not installed")
    for result in (full, _hostile(full)):
        document = prov.ProvDocument.deserialize(
            content=render_export(result, "prov").decode(), format="json"
        )
        text = document.get_provn()
        assert text.count("entity(") >= len(result.articles)
        derivations = list(document.get_records(prov.ProvDerivation))
        readings = sum(len(claim.readings) for claim in result.claims)
        assert len(derivations) == readings + len(result.lineage)
        assert "prov:Quotation" in text
        assert len(list(document.get_records(prov.ProvAttribution))) >= readings


def test_json_ld_is_read_by_a_processor_and_has_no_rating(full):
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    context = {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": "https://schema.org"}
    context["document"] = {"@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}}

    def load(url, _options):
        assert url == "https://schema.org"
        return context

    document = json.loads(render_export(_hostile(full), "jsonld"))
    expanded = jsonld.expand(document, {"documentLoader": load})
    by_type = {}
    for node in expanded:
        by_type.setdefault(node["@type"][0].rpartition("/")[2], []).append(node)
    assert len(by_type["Claim"]) == 3
    assert len(by_type["ClaimReview"]) == 2
    assert all("https://schema.org/itemReviewed" in one for one in by_type["ClaimReview"])
    assert "reviewRating" not in json.dumps(document)
    assert "javascript:" not in json.dumps(document)
    assert len(jsonld.to_rdf(document, {"documentLoader": load})["@default"]) > 20


def test_graphml_is_read_by_networkx(full):
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    graph = networkx.read_graphml(io.BytesIO(render_export(full, "graphml")))
    assert graph.nodes["a1"]["outlet"] == "Nord Wire"
    assert graph.edges["a1", "a2"]["changes"] == 2
    assert graph.edges["a1", "a2"]["gravest"] == "high"
    assert graph.edges["outlet Sund Courier", "a1"]["score"] == 1.0
    hostile = networkx.read_graphml(io.BytesIO(render_export(_hostile(full), "graphml")))
    assert len(hostile) == len(graph)


def test_dot_is_read_by_pydot(full):
    pydot = pytest.importorskip("pydot", reason="pydot is not installed")
    for result in (full, _hostile(full)):
        (graph,) = pydot.graph_from_dot_data(render_export(result, "dot").decode())
        assert len(graph.get_edges()) == 2
        assert len([node for node in graph.get_nodes() if node.get_name() != "node"]) == 4


def test_follow_the_money_entities_are_valid(full):
    pytest.importorskip(
        "followthemoney", reason="followthemoney is not installed (firsthand[ftm]; it needs ICU)"
    )
    from followthemoney import model

    for result in (full, _hostile(full)):
        entities = [json.loads(line) for line in render_export(result, "ftm").decode().splitlines()]
        for entity in entities:
            proxy = model.get_proxy(entity, cleaned=False)
            assert proxy.id == entity["id"]
            for name, values in entity["properties"].items():
                assert name in proxy.schema.properties
                assert all(proxy.schema.get(name).type.clean(value) for value in values), (name, values)
        known = {entity["id"] for entity in entities}
        links = [entity for entity in entities if entity["schema"] == "UnknownLink"]
        assert links
        for link in links:
            assert {*link["properties"]["subject"], *link["properties"]["object"]} <= known


def test_exports_need_no_further_package(full):
    before = set(sys.modules)
    for name in ENDINGS:
        render_export(full, name)
    assert not {"prov", "pyld", "pydot", "followthemoney"} & (set(sys.modules) - before)
