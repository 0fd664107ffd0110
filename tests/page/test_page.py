"""What can be done with a page: narrow down, read, by pointer and by keyboard, light and dark, on paper."""

import json
import statistics

import pytest

BULLETINS = [
    {
        "id": "osh",
        "title": "Border guards seize heroin",
        "published": "2019-05-04",
        "text": "Border guards seize heroin\n\nOn 3 May 2019 border guards seized 12 kg of heroin near Osh, Kyrgyzstan. "
        "The Minister of Defence, Baktybek Asanov, praised the State Border Service.",
    },
    {
        "id": "lyon",
        "title": "Customs find cocaine",
        "published": "2021-02-11",
        "text": "Customs find cocaine\n\nFrench Customs found 340 g of cocaine in Lyon on 10 February 2021.",
    },
    {
        "id": "nairobi",
        "title": "Talks in Nairobi",
        "published": "2021-06-02",
        "text": "Talks in Nairobi\n\nForeign Minister Wanjiru Otieno met Baktybek Asanov in Nairobi on 1 June 2021. "
        "Some 1,500 tons of wheat were promised.",
    },
]


@pytest.fixture(scope="session")
def archive(make):
    return make(BULLETINS)


def titles(page):
    return page.locator(".opener b").all_inner_texts()


def count(page):
    return page.locator("#count").inner_text()


def test_a_facet_narrows_and_a_second_press_widens(visit, archive):
    page = visit(archive)
    assert count(page) == "3 bulletins"
    page.locator(".value.person", has_text="Baktybek Asanov").click()
    assert count(page) == "2 of 3 bulletins"
    assert titles(page) == ["Border guards seize heroin", "Talks in Nairobi"]
    page.locator(".value.place", has_text="Osh").click()
    assert titles(page) == ["Border guards seize heroin"]
    page.locator(".chip", has_text="Baktybek Asanov").click()
    page.locator(".value.place", has_text="Osh").click()
    assert count(page) == "3 bulletins"


def test_units_and_what_amounts_are_of_narrow(visit, archive):
    page = visit(archive)
    page.locator("#facets .value.quantity", has_text="kg").click()
    assert titles(page) == ["Border guards seize heroin"]
    page.locator("#facets .value.quantity", has_text="kg").click()
    row = page.locator("#totals tr", has_text="wheat")
    assert "1,500 t" in row.inner_text()
    row.locator("button").click()
    assert titles(page) == ["Talks in Nairobi"]


def test_bars_of_years_and_months_narrow(visit, archive):
    page = visit(archive)
    page.locator(".bar[aria-label^='2021:']").click()
    assert titles(page) == ["Customs find cocaine", "Talks in Nairobi"]
    page.locator(".bar[aria-label^='June 2021:']").click()
    assert titles(page) == ["Talks in Nairobi"]
    assert page.locator(".chip").inner_text() == "June 2021"
    page.locator(".bar[aria-label^='June 2021:']").click()
    assert count(page) == "3 bulletins"
    page.get_by_label("of publication").check()
    page.locator(".bar[aria-label^='2019:']").click()
    assert titles(page) == ["Border guards seize heroin"]


def test_a_dot_of_the_map_lies_where_it_should_and_narrows(visit, archive):
    page = visit(archive)
    dot = page.locator(".dot[aria-label^='Lyon:']")
    # France's land lies under it: the outline's path is what the point meets when the dots are away.
    under = """dot => {
        const [x, y] = [dot.cx.baseVal.value, dot.cy.baseVal.value];
        const point = new DOMPoint(x * 10, y * 10);
        return document.querySelector('#map .land').isPointInFill(point);
    }"""
    assert dot.evaluate(under)
    assert page.locator(".dot[aria-label^='Nairobi:']").evaluate(under)
    dot.dispatch_event("click")
    assert titles(page) == ["Customs find cocaine"]
    assert page.locator(".dot[aria-label^='Lyon:']").get_attribute("aria-pressed") == "true"


def test_search_finds_words_and_phrases_and_marks_them(visit, archive):
    page = visit(archive)
    page.locator("#words").fill("asanov WHEAT")
    page.locator("#words").press("Enter")
    assert titles(page) == ["Talks in Nairobi"]
    assert page.locator(".text mark").all_inner_texts() == ["Asanov", "wheat"]
    page.locator("#words").fill('"wheat were promised"')
    page.wait_for_function("document.querySelectorAll('.bulletin').length === 1")
    page.locator("#words").fill("nothing of the sort")
    page.wait_for_selector("#list .notice")
    assert count(page) == "0 of 3 bulletins"


def test_all_of_it_goes_by_keyboard(visit, archive):
    page = visit(archive)
    focus = "document.activeElement.dataset.focus ?? document.activeElement.id"
    # The first stop leads past everything.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "words"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    # Each facet is one stop; arrows walk in it, Enter presses, and the focus stays.
    first = page.evaluate(focus)
    assert first.startswith("value ")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focus) != first
    page.keyboard.press("Home")
    assert page.evaluate(focus) == first
    page.keyboard.press("Enter")
    assert count(page) == "2 of 3 bulletins"
    assert page.evaluate(focus) == first
    page.keyboard.press("Space")
    assert count(page) == "3 bulletins"
    # The map and the bars are groups of the same sort.
    page.locator(".dot[tabindex='0']").focus()
    page.keyboard.press("Enter")
    assert "of 3 bulletins" in count(page)
    page.keyboard.press("Enter")
    # A mention tells what it is; Enter goes into its card, Escape comes back.
    page.locator(".mention.person").first.focus()
    card = page.locator("#card")
    assert card.is_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "card"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.evaluate("document.activeElement.classList.contains('mention')")


def test_the_card_says_value_rule_and_evidence(visit, archive):
    page = visit(archive)
    page.locator(".mention.quantity", has_text="12 kg").hover()
    text = page.locator("#card").inner_text()
    assert "12 kg" in text and "heroin" in text and ".grammar:" in text
    page.locator(".mention.person", has_text="Baktybek Asanov").first.hover()
    text = page.locator("#card").inner_text()
    assert "Minister of Defence" in text and "rule:" in text and "%" in text
    page.locator("#card button").click()
    assert count(page) == "2 of 3 bulletins"


def test_what_a_bulletin_says_is_shown_and_not_run(visit, make):
    evil = (
        "</script><script>window.run = 1</script><!-- <script> --> <img src=x onerror='window.run = 2'> "
        "]]> &lt;b&gt; {{7*7}} ${7*7} \u2028 On 3 May 2019 \"O'Brien & Sons\" left Osh."
    )
    page = visit(make([{"id": "<i>evil</i>", "title": "<svg onload='window.run = 3'>", "text": evil}]))
    assert page.locator(".text").inner_text().replace("\u2028", "") == evil.replace("\u2028", "")
    assert page.evaluate("window.run") is None
    assert page.locator("#heading").inner_text() == "<svg onload='window.run = 3'>"
    assert page.locator("img, main i:not(:empty)").count() == 0


@pytest.mark.parametrize("unit", ["char", "byte", "utf16"])
def test_marks_stand_right_whatever_offsets_count(visit, make, unit):
    text = "🎉 Žluťoučký kůň — 🐎🐎: On 3 May 2019 12 kg of heroin were seized in Osh."
    page = visit(make([text], "--offsets", unit))
    assert page.locator(".mention").all_inner_texts() == ["3 May 2019", "12 kg", "Osh"]


def test_the_json_is_that_of_what_is_shown(visit, archive):
    page = visit(archive)
    page.locator(".value.place", has_text="Lyon").click()
    with page.expect_download() as download:
        page.locator("#json").click()
    records = json.loads(open(download.value.path(), encoding="utf-8").read())
    assert [record["id"] for record in records] == ["lyon"]
    assert records[0]["schema"] == "bulletin-extract/1"
    assert records[0]["text"] == BULLETINS[1]["text"]


def test_kinds_can_be_left_unmarked(visit, archive):
    page = visit(archive)
    style = "getComputedStyle(document.querySelector('.mention.date')).backgroundColor"
    before = page.evaluate(style)
    page.locator(".kind.date").click()
    assert page.evaluate(style) != before
    assert page.locator(".kind.date").get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(visit, archive, scheme):
    page = visit(archive, color_scheme=scheme)
    colours = page.evaluate(
        """() => {
            const of = (name, kind) => {
                const probe = document.createElement('i');
                probe.className = kind;
                probe.style.color = `var(--${name})`;
                document.body.append(probe);
                const context = new OffscreenCanvas(1, 1).getContext('2d');
                context.fillStyle = getComputedStyle(probe).color;
                probe.remove();
                context.fillRect(0, 0, 1, 1);
                return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
            };
            const kinds = ['date', 'person', 'organisation', 'place', 'quantity'];
            const pairs = [['ink', 'paper'], ['ink', 'sheet'], ['soft', 'paper'], ['soft', 'sheet']];
            return [...pairs.map(([on, ground]) => [on + ' on ' + ground, of(on), of(ground)]),
                ...kinds.flatMap(kind => [['kind', 'tint'], ['kind', 'sheet'], ['kind', 'paper'], ['ink', 'tint'], ['soft', 'tint'], ['sheet', 'kind']]
                    .map(([on, ground]) => [`${kind}: ${on} on ${ground}`, of(on, kind), of(ground, kind)]))];
        }"""
    )
    for name, on, ground in colours:
        assert contrast(on, ground) >= 4.5, f"{scheme}, {name}: {contrast(on, ground):.2f}"


def contrast(a, b):
    def light(colour):
        parts = [part / 255 for part in colour]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_theme_can_be_changed(visit, archive):
    page = visit(archive, color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("#theme").click()
    dark = page.evaluate(ground)
    assert light != dark
    page.locator("#theme").click()
    assert page.evaluate(ground) == light


def test_everything_that_acts_has_a_name_and_ids_are_unique(visit, archive):
    page = visit(archive)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, a, [role=button], [role=group], section')]
            .filter(it => !it.hidden && !(it.getAttribute('aria-label') || it.labels?.length || it.textContent.trim()
                || it.getAttribute('aria-labelledby'))).map(it => it.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(it => it.id)")
    assert len(ids) == len(set(ids))


def test_it_prints_the_texts_without_what_only_a_screen_can_do(visit, archive):
    page = visit(archive)
    page.emulate_media(media="print")
    assert page.locator(".text").first.is_visible()
    assert page.locator("#facets").is_hidden() and page.locator(".tools").is_hidden()
    assert len(page.pdf()) > 10_000


def test_a_narrow_window_needs_no_scrolling_sideways(visit, archive):
    page = visit(archive)
    page.set_viewport_size({"width": 380, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_no_bulletin_makes_an_empty_page(visit, make):
    assert count(visit(make([]))) == "0 bulletins"


TOWNS = ["Osh", "Lyon", "Nairobi", "Lima", "Oslo", "Perth", "Almaty", "Quito", "Riga", "Hanoi"]
NAMES = ["Asanov", "Otieno", "Lindqvist", "Moreau", "Tanaka", "Okafor", "Silva", "Novak", "Haddad", "Brown"]
GOODS = ["heroin", "wheat", "cocaine", "rice", "opium", "cement", "coffee"]
MONTHS = ["January", "March", "May", "June", "August", "October", "December"]


def small_bulletin(at):
    town, name, goods, month = (things[at * step % len(things)] for things, step in ((TOWNS, 1), (NAMES, 3), (GOODS, 1), (MONTHS, 5)))
    initial = chr(65 + at % 26)
    return (
        f"Notice {at} from {town}\n\nOn {at % 28 + 1} {month} {1995 + at % 29} Minister {initial}. {name} said in {town} that "
        f"{at % 90 + 2} kg of {goods} and {at % 70 + 5} tons of sand had been taken to {TOWNS[at // 7 % 10]} by the "
        f"{name} Trading Company since {1980 + at % 11}."
    )


@pytest.fixture(scope="session")
def large(make):
    return make([small_bulletin(at) for at in range(5000)])


def test_five_thousand_bulletins_are_narrowed_in_under_200_ms(visit, large):
    page = visit(large)
    assert count(page) == "5,000 bulletins"
    # From the press to the finished layout; the median of several, as the machine may be busy.
    timed = """async press => {
        const begun = performance.now();
        (0, eval)(press);
        document.body.getBoundingClientRect();
        return performance.now() - begun;
    }"""
    presses = {
        "facet": "document.querySelector('#facets .value').click()",
        "bar": "document.querySelectorAll('.bar')[3].click()",
        "dot": "document.querySelector('.dot').dispatchEvent(new MouseEvent('click'))",
        "search": "const box = document.getElementById('words'); box.value = box.value ? '' : 'coffee'; "
        "box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))",
    }
    for name, press in presses.items():
        times = [page.evaluate(timed, press) for _ in range(6)]
        print(name, [round(time) for time in times])
        assert statistics.median(times) < 200, f"{name}: {times}"
    assert count(page) == "5,000 bulletins"


def test_a_page_that_grows_too_large_leaves_texts_away_and_says_so(visit, make):
    blank = " " * 2_500_000
    page = visit(make([small_bulletin(at) + blank for at in range(12)]))
    without = page.evaluate("JSON.parse(document.getElementById('records').textContent).filter(it => it.text === undefined).length")
    assert 0 < without < 6
    assert f"{without} bulletins without text" in page.locator("#about").inner_text()
    # The last has none: what was found in it is listed, and found by the search.
    page.locator("#words").fill('"L. Moreau"')
    page.locator("#words").press("Enter")
    assert "L. Moreau" in page.locator(".found").inner_text()
    assert "sand" in page.locator("#totals").inner_text()
