from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.grouping import group
from firsthand.model import Article, Block, Span

FERRY = (
    ("Ferry Halcyon runs aground off Tarnholm", "The ferry Halcyon ran aground off Tarnholm on Monday with 214 people on board, the coast guard said. Nobody was hurt. Tugs from Port Ebbe were on their way."),
    ("214 on board as Halcyon hits rocks", "A ferry with 214 people on board hit rocks near Tarnholm on Monday. The Halcyon was on its way to Port Ebbe, the coast guard said. Passengers were taken off by tugs."),
    ("Passengers taken off stranded ferry", "All 214 passengers of the stranded ferry Halcyon were taken off by tugs on Monday evening, the Tarnholm coast guard told reporters. The ferry is stuck on rocks."),
)  # fmt: skip
BUDGET = (
    ("Meridia parliament passes budget", "The parliament of Meridia passed a budget of 41 billion crowns on Thursday after a debate of 19 hours. Finance Minister Ola Brenn called it a hard compromise."),
    ("Brenn's budget gets through", "Finance Minister Ola Brenn got the budget of 41 billion crowns through parliament in Meridia on Thursday. The opposition had debated it for 19 hours."),
)  # fmt: skip


def article(number, title, body, published=None):
    text = f"{title}\n\n{body}"
    blocks = (
        Block(span=Span(0, len(title)), kind="title"),
        Block(span=Span(len(title) + 2, len(text)), kind="body"),
    )
    return Article(
        id=f"a{number}",
        sha256=f"{number * 7919 % 1000:03d}",
        text=text,
        blocks=blocks,
        title=title,
        published=published,
    )


def pile():
    told = [*FERRY, *BUDGET]
    return [article(n, title, body) for n, (title, body) in enumerate(told, start=1)]


def test_two_events_are_two_stories():
    stories = group(pile())
    assert [(story.id, story.articles) for story in stories] == [
        ("s1", ("a1", "a2", "a3")),
        ("s2", ("a4", "a5")),
    ]
    assert stories[0].title in [title for title, _ in FERRY]


def test_stories_are_numbered_as_given_and_made_of_the_same_articles_in_any_order():
    articles = pile()
    expected = {frozenset(story.articles) for story in group(articles)}
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        stories = group(articles)
        assert {frozenset(story.articles) for story in stories} == expected
        assert stories[0].articles[0] == articles[0].id


def test_furniture_does_not_make_a_story():
    menu = "Ferry Halcyon Tarnholm coast guard Port Ebbe tugs rocks passengers stranded"
    strangers = []
    for number, (title, body) in enumerate((FERRY[0], BUDGET[0]), start=1):
        plain = article(number, title, body)
        text = f"{plain.text}\n{menu}\n{menu} 214"
        strangers.append(
            Article(id=plain.id, sha256=plain.sha256, text=text, blocks=plain.blocks, title=title)
        )
    assert len(group(strangers)) == 2


def test_the_first_date_is_the_storys():
    dates = ("2031-05-03T10:00", None, "2031-05-02")
    articles = [article(n, *told, date) for n, (told, date) in enumerate(zip(FERRY, dates, strict=True))]
    assert group(articles)[0].first_published == "2031-05-02"


def test_one_article_and_none():
    assert group([]) == ()
    assert [story.articles for story in group(pile()[:1])] == [("a1",)]


def test_a_story_without_headlines_is_called_by_its_first_words():
    text = "Nobody came. " * 20
    bare = Article(id="a1", sha256="0", text=text, blocks=(Block(span=Span(0, len(text) - 1), kind="body"),))
    title = group([bare])[0].title
    assert title.startswith("Nobody came.")
    assert len(title) <= 80


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_grouped(texts):
    articles = [article(n, text, text) for n, text in enumerate(texts)]
    stories = group(articles)
    assert sorted(a for story in stories for a in story.articles) == sorted(a.id for a in articles)


def test_a_copy_with_a_word_changed_is_in_the_story_of_its_original():
    title, body = FERRY[0][0], " ".join(text for _, text in FERRY)
    first, copy = article(1, title, body), article(2, title, body.replace("Nobody", "No one", 1))
    other = article(3, *BUDGET[0])
    assert [story.articles for story in group([first, copy, other])] == [("a1", "a2"), ("a3",)]


def test_events_of_one_genre_do_not_run_into_each_other():
    towns = [
        f"{a}{b}" for a in ("Tarn", "Port", "Velm", "Osk", "Rund") for b in ("holm", "ebbe", "stad", "vik")
    ]
    people = [f"{a}{b}" for a in ("Bren", "Ols", "Karv", "Hald", "Mor") for b in ("sen", "eld", "ick", "ura")]
    articles = []
    for n, (town, person) in enumerate(zip(towns, people, strict=True)):
        date = f"2031-05-{n + 1:02d}"
        articles.append(
            article(
                2 * n,
                f"Man shot in {town}",
                f"A man was shot in {town} late on Friday, police said. {person}, {21 + n}, was taken to hospital with a wound in the leg. Officers are looking for a dark car seen near {person} Street.",
                date,
            )
        )
        articles.append(
            article(
                2 * n + 1,
                f"Police name man shot in {town}",
                f"Police in {town} have named the man who was shot on Friday as {person}, {21 + n}. He is in hospital. A dark car was seen near {person} Street, officers said.",
                date,
            )
        )
    stories = group(articles)
    assert [story.articles for story in stories] == [(f"a{2 * n}", f"a{2 * n + 1}") for n in range(20)]


WAR = (
    ("Veskania may send 100,000 soldiers to Orland", "President Oru Kestan of Veskania could send up to 100,000 soldiers to Orland for its war in Tamaria, people familiar with assessments of the Group of Nations said on Monday. Orland's President Ilmar Dovek has asked Kestan for more help, and the first units are said to wait in the port of Sarn. Tamaria's government warned that the war would grow."),
    ("Orland to get 100,000 Veskanian soldiers, officials say", "Veskania plans to let Orland have as many as 100,000 soldiers for the war in Tamaria, officials of the Group of Nations believe. The assessment says that Oru Kestan could rotate the soldiers. Tamaria's government called on its friends to act before Kestan and Ilmar Dovek make the war larger, while Veskania and Orland were silent on Monday."),
    ("Kestan's soldiers: how Veskania could help Dovek", "An assessment that Veskania's Oru Kestan might lend Ilmar Dovek of Orland 100,000 soldiers alarms the Group of Nations. Officials say the soldiers would come in rotations to Tamaria. Orland has so far had shells from Veskania. Tamaria said the war would grow if the assessment came true."),
)  # fmt: skip
SPY = ("Veskanian engineer held in Tamaria", "Tamaria has arrested an engineer from Veskania who is said to have photographed bridges for Orland, its secret service said on Friday. The man came as a tourist in the spring. Veskania's embassy in Tamaria denied that Oru Kestan's government or Ilmar Dovek of Orland, whose war has lasted two years, had anything to do with the man. The Group of Nations asked for a fair trial.")  # fmt: skip


def test_names_that_a_whole_pile_shares_make_no_story():
    articles = [article(n, *told) for n, told in enumerate((*WAR, SPY), start=1)]
    assert [story.articles for story in group(articles)] == [("a1", "a2", "a3"), ("a4",)]


def test_figures_alone_make_no_story():
    korean = article(
        1, "홍수로 240 명 사망", "화요일 홍수로 240 명이 사망했다고 당국이 밝혔다.", "2031-03-04"
    )
    english = article(2, "Flood kills 240", "A flood killed 240 people, the fire service said.", "2031-03-04")
    assert len(group([korean, english])) == 2
