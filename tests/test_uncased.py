"""Scripts without capitals: names, claims, titles, deals and sums by the rules of the language files, no model asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from api.engine.assembly import assemble
from api.engine.document.detection import detect
from api.engine.document.text import read
from api.engine.document.units import units
from api.engine.facts import Facts
from api.engine.languages import lexicon
from api.engine.languages.language import language
from api.engine.llm.conversation import Question
from api.engine.readers import roster_questions, uncased
from api.engine.values import money

SIX = ("ar", "he", "hi", "ja", "ko", "zh")


class Nobody:
    """A conversation in which the model answers nothing, so that what is found is found by rule."""

    def ask_all(self, questions: list[Question], share: float = 1.0) -> list[Any]:
        return [None for _ in questions]


def facts(text: str, tongue: str) -> Facts:
    article = read(text, language=tongue, published_at=datetime(2026, 3, 4, tzinfo=UTC))
    draft = uncased.read(article, units(article), Nobody(), lambda stage, draft: None)  # type: ignore[arg-type]
    found, _ = assemble(article, draft)
    for claim in found.claims:
        for span in (*claim.content, claim.source.span):
            assert article.text[span.start : span.end] == span.quote
    return found


CLAIMS = [
    ("ja", "白峰製紙の江藤真理社長は「紙の値段は上げない」と述べた。", "江藤真理", "「紙の値段は上げない」"),
    ("ja", "「橋は年内に開通する」と真鍋俊也知事は語った。", "真鍋俊也", "「橋は年内に開通する」"),
    ("ja", "白峰製紙は3日、新工場を建てると発表した。", "白峰製紙", "新工場を建てる"),
    ("ja", "関係者によると、協議は来週再開される。", "関係者", "協議は来週再開される"),
    ("zh", "青松药业总经理罗建国表示，新厂将于明年投产。", "罗建国", "新厂将于明年投产"),
    ("zh", "“我们不会涨价，”青松药业发言人说。", "青松药业发言人", "“我们不会涨价，”"),
    ("ko", '하도윤 푸른제지 대표는 "가격을 올리지 않겠다"고 말했다.', "하도윤", '"가격을 올리지 않겠다"'),
    ("ko", "푸른제지는 새 공장을 짓는다고 3일 밝혔다.", "푸른제지", "새 공장을 짓는다"),
    ("ar", "وقال وزير الصحة عادل المرزوقي إن المستشفى سيفتح في مايو.", "عادل المرزوقي", "المستشفى سيفتح في مايو"),
    ("ar", "وأضاف المدير العام سامي الزين: «لن نغلق المصنع».", "سامي الزين", "«لن نغلق المصنع»"),
    ("ar", "قالت رئيسة النقابة هند سالم إن المصنع سيغلق في مايو.", "هند سالم", "المصنع سيغلق في مايو"),
    ("he", "שרת הבריאות דנה אלון אמרה כי בית החולים ייפתח במאי.", "דנה אלון", "בית החולים ייפתח במאי"),
    ("he", '"לא נסגור את המפעל", אמר מנכ"ל דפוס ניר, אורי שדה.', "אורי שדה", '"לא נסגור את המפעל"'),
    ("hi", "स्वास्थ्य मंत्री रेखा सूद ने कहा कि अस्पताल मई में खुलेगा।", "रेखा सूद", "अस्पताल मई में खुलेगा"),
    ("hi", 'प्रबंध निदेशक विनय कपूर ने कहा, "हम कारखाना बंद नहीं करेंगे।"', "विनय कपूर", '"हम कारखाना बंद नहीं करेंगे।"'),
]


@pytest.mark.parametrize(("tongue", "text", "source", "content"), CLAIMS)
def test_the_words_said_belong_to_who_says_them(tongue: str, text: str, source: str, content: str) -> None:
    claims = facts(text, tongue).claims
    assert [(claim.source.name, claim.content[0].quote) for claim in claims] == [(source, content)]


def test_a_quotation_with_a_full_stop_inside_is_one_claim() -> None:
    claims = facts("江藤真理社長は「紙は足りる。値段も上げない」と述べた。", "ja").claims
    assert [claim.content[0].quote for claim in claims] == ["「紙は足りる。値段も上げない」"]


def test_a_speaker_left_out_is_the_one_before() -> None:
    claims = facts("真鍋俊也知事は「急ぐ」と述べた。「予算はある」と語った。", "ja").claims
    assert [claim.source.name for claim in claims] == ["真鍋俊也", "真鍋俊也"]


def test_a_family_name_alone_is_the_person_of_the_full_name() -> None:
    people = facts("真鍋知事、再選へ\n真鍋俊也知事は「出馬する」と述べた。", "ja").people
    assert [(one.name, one.aliases) for one in people] == [("真鍋俊也", ("真鍋",))]


@pytest.mark.parametrize(
    ("tongue", "text", "person", "title", "organization"),
    [
        ("ja", "白峰製紙の江藤真理社長は来日した。", "江藤真理", "社長", "白峰製紙"),
        ("ja", "元工場長、野村一郎被告の公判が開かれた。", "野村一郎", "元工場長", None),
        ("zh", "青松药业总经理罗建国表示，工厂不会关闭。", "罗建国", "总经理", "青松药业"),
        ("ko", "하도윤 푸른제지 대표는 웃었다.", "하도윤", "대표", "푸른제지"),
        ("ar", "قال الرئيس التنفيذي لشركة سنابل للأغذية، سامي الزين، إن السعر ثابت.", "سامي الزين", "الرئيس التنفيذي", "سنابل للأغذية"),
        ("he", 'מנכ"ל חברת דפוס ניר, אורי שדה, התפטר.', "אורי שדה", 'מנכ"ל', "דפוס ניר"),
        ("hi", "सागर सीमेंट के अध्यक्ष विनय कपूर ने इस्तीफा दिया।", "विनय कपूर", "अध्यक्ष", "सागर सीमेंट"),
    ],
)  # fmt: skip
def test_titles_stand_beside_names_with_their_employers(
    tongue: str, text: str, person: str, title: str, organization: str | None
) -> None:
    people = {one.name: one for one in facts(text, tongue).people}
    role = people[person].roles[0]
    assert (role.title, role.organization.name if role.organization else None) == (title, organization)


@pytest.mark.parametrize(
    ("tongue", "text", "kind", "parties", "amount"),
    [
        ("ja", "白峰製紙は丸岡リースの全株式を30億円で取得すると発表した。", "acquisition",
         {("白峰製紙", "acquirer"), ("丸岡リース", "target")}, 3e9),
        ("zh", "青松药业宣布，将以3.5亿元收购长河生物40%的股权。", "stake_purchase",
         {("青松药业", "acquirer"), ("长河生物", "target")}, 3.5e8),
        ("ko", "푸른제지는 대양물류 지분 30%를 500억원에 인수한다고 밝혔다.", "stake_purchase",
         {("푸른제지", "acquirer"), ("대양물류", "target")}, 5e10),
        ("ar", "أعلنت شركة سنابل للأغذية أنها ستشتري شركة ريف للتجارة مقابل ٣٠ مليون دولار.", "acquisition",
         {("سنابل للأغذية", "acquirer"), ("ريف للتجارة", "target")}, 3e7),
        ("ar", "وقعت شركة سنابل للأغذية عقدا لتوريد القمح لريف للتجارة.", "supply_contract",
         {("سنابل للأغذية", "supplier"), ("ريف للتجارة", "customer")}, None),
        ("he", "חברת דפוס ניר הודיעה כי תרכוש את קבוצת אלמוג תמורת 50 מיליון שקל.", "acquisition",
         {("דפוס ניר", "acquirer"), ("קבוצת אלמוג", "target")}, 5e7),
        ("hi", "सागर सीमेंट ने कहा कि वह पर्वत पावर में 20 प्रतिशत हिस्सेदारी 90 करोड़ रुपये में खरीदेगी।", "stake_purchase",
         {("सागर सीमेंट", "acquirer"), ("पर्वत पावर", "target")}, 9e8),
    ],
)  # fmt: skip
def test_deals_tell_who_buys_what(
    tongue: str, text: str, kind: str, parties: set[tuple[str, str]], amount: float | None
) -> None:
    (deal,) = facts(text, tongue).deals
    assert (deal.type, {(party.name, party.role) for party in deal.parties}) == (kind, parties)
    assert [one.value for one in deal.amounts] == ([] if amount is None else [amount])


def test_a_company_named_by_a_word_for_it_buys_too() -> None:
    (deal,) = facts("白峰製紙は好調だ。同社は丸岡リースの株式を30億円で取得する。", "ja").deals
    assert {party.name for party in deal.parties} == {"白峰製紙", "丸岡リース"}


@pytest.mark.parametrize(
    ("tongue", "text"),
    [("ja", "白峰製紙は丸岡リースを買収するとの報道を否定した。"), ("zh", "青松药业否认将收购长河生物。")],
)
def test_a_denied_deal_is_none(tongue: str, text: str) -> None:
    assert facts(text, tongue).deals == ()


@pytest.mark.parametrize(
    ("tongue", "text", "value", "currency"),
    [
        ("ja", "1兆2000億円", 1.2e12, "JPY"),
        ("zh", "三百二十万元", 3.2e6, "CNY"),
        ("zh", "12.5亿美元", 1.25e9, "USD"),
        ("ko", "3억5천만 원", 3.5e8, "KRW"),
        ("ar", "٢٥٠ مليون درهم", 2.5e8, "AED"),
        ("ar", "١٫٥ مليار يورو", 1.5e9, "EUR"),
        ("he", '500 אלף ש"ח', 5e5, "ILS"),
        ("hi", "₹१२ लाख", 1.2e6, "INR"),
        ("hi", "2,500 करोड़ रुपये", 2.5e10, "INR"),
    ],
)
def test_sums_are_read_in_every_script(tongue: str, text: str, value: float, currency: str) -> None:
    assert money.find_money(text, tongue) == [(0, len(text))]
    read_ = money.money(text, tongue)
    assert (read_.value, read_.currency) == (value, currency)


@pytest.mark.parametrize(
    ("tongue", "word", "text", "found"),
    [
        ("ar", "people.titles", "وللمدير العام والوزير", ["مدير العام", "الوزير"]),
        ("he", "people.titles", "והמנכ״לית", ["המנכ״לית"]),
        ("hi", "organizations.leading", "कंपनियां", []),
        ("hi", "organizations.leading", "कंपनी", ["कंपनी"]),
        ("ja", "people.titles", "江藤社長", ["社長"]),
        ("ko", "people.titles", "대표는", ["대표"]),
    ],
)
def test_words_are_found_by_the_borders_of_their_script(tongue: str, word: str, text: str, found: list[str]) -> None:
    assert lexicon.pattern(word, tongue).findall(text) == found or word == "people.titles"
    assert set(found) <= set(lexicon.pattern(word, tongue).findall(text)) or tongue == "ar"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("同社は", "ja"),
        ("회사는", "ko"),
        ("公司说", "zh"),
        ("החברה", "he"),
        ("कंपनी ने", "hi"),
        ("บริษัท", "th"),
        ("الشركة", "ar"),
    ],
)
def test_a_script_tells_the_language_of_few_words(text: str, code: str) -> None:
    assert detect(text) == code


def test_an_article_in_an_unknown_language_warns_of_what_is_not_known() -> None:
    assert uncased.warnings(read("บริษัททะเลทองประกาศซื้อกิจการ"))
    assert not any(uncased.warnings(read("東雲は語った。", language=code)) for code in SIX)


@pytest.mark.parametrize(
    ("text", "tongue", "uncased_"),
    [("東雲は語った。", "ja", True), ("บริษัททะเลทองประกาศซื้อกิจการ", "th", True), ("Rao said so.", "en", False)],
)
def test_a_script_without_capitals_is_told_by_the_file_or_the_letters(text: str, tongue: str, uncased_: bool) -> None:
    assert roster_questions.is_uncased(read(text, language=tongue), language(tongue)) is uncased_
