import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.reading.names import extract_names, name_key
from firsthand.reading.parse import parse


def names(text, **options):
    return {name.span.of(text): name for name in extract_names(parse(text), **options)}


def kinds(text, **options):
    return {form: name.kind for form, name in names(text, **options).items()}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The strike was first reported by the Velm Courier.", "Velm Courier"),
        ("The minister told AFP that the talks had failed.", "AFP"),
        ("According to the Post, the talks had failed.", "Post"),
        ("The Halmar Press Bureau said the bridge was shut.", "Halmar Press Bureau"),
        ("He told the broadcaster KVT that the bridge was shut.", "KVT"),
        ("Channel 7 aired the film.", "Channel 7"),
        ("The film was shown by velmnews.com in June.", "velmnews.com"),
        ("Officials told Agence France-Presse that they had gone.", "Agence France-Presse"),
        ("Dalny, a daily newspaper, printed the letter.", "Dalny"),
    ],
)
def test_outlets_known_and_invented(text, form):
    assert kinds(text).get(form) == "outlet"


def test_outlets_that_the_collection_tells():
    text = "Bytewatch said the plant would close."
    assert kinds(text, outlets=["BYTEWATCH"]) == {"Bytewatch": "outlet"}


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        ("Governor Ilse Korr met the miners.", "Ilse Korr", "person"),
        ("It was signed by Prime Minister Anneli Brandt.", "Anneli Brandt", "person"),
        ("Dr Tal Oren, 46, was there.", "Tal Oren", "person"),
        ("Ruud Halvar, a spokesman for the mine, denied it.", "Ruud Halvar", "person"),
        ("The Ministry of Health and Welfare denied it.", "Ministry of Health and Welfare", "organization"),
        ("Workers at Velm Mining Inc. walked out.", "Velm Mining Inc.", "organization"),
        ("Scientists at the University of Halmar agreed.", "University of Halmar", "organization"),
        ("Troops crossed the Velm River at dawn.", "Velm River", "place"),
        ("The talks in Geneva failed.", "Geneva", "place"),
        ("The United States denied it.", "United States", "place"),
    ],
)
def test_people_bodies_and_places(text, form, kind):
    assert kinds(text).get(form) == kind


def test_weekdays_offices_and_nationalities_are_no_names():
    assert kinds("On Monday the President told Russian officials to leave in June.") == {}


def test_a_surname_is_the_person_named_before():
    text = "Governor Ilse Korr came late. Korr said the dam would hold."
    assert [name.key for name in extract_names(parse(text))] == ["ilse korr", "ilse korr"]


def test_an_abbreviation_is_what_it_was_given_for():
    text = "The Royal Halmar Relief Institute (RHRI) denied it. RHRI said it would sue."
    assert {name.key for name in extract_names(parse(text))} == {"royal halmar relief institute"}


def test_headlines_in_capitals_hold_the_names_of_the_text():
    text = "DAM BURSTS NEAR OSTREL, REUTERS SAYS\nOfficials in Ostrel told Reuters that it broke."
    found = names(text)
    assert found["OSTREL"].kind == "place"
    assert found["REUTERS"].kind == "outlet"
    assert "DAM" not in found


def test_keys_of_outlets_are_their_full_names():
    assert name_key("AFP") == name_key("the Agence France-Presse") == "agence france presse"
    assert name_key("The Velm Courier") == "velm courier"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="The Post of AFP. (Mr X)’s & \n", max_size=60))
def test_names_lie_in_order_and_inside(text):
    found = extract_names(parse(text))
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert all(0 <= name.span.start < name.span.end <= len(text) for name in found)
