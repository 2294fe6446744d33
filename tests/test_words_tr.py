"""Turkish: its reporting words, where the words said stand, its names, bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as names_found
from tests.test_cues import found as cues_found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Bakan, okulun açılacağını söyledi.", ["söyledi"]),
        ("Sönmez’e göre okul açılacak, veliler umuyor.", ["göre", "umuyor"]),
        ("Şirket bunu açıkladı, sonra yalanladı.", ["açıkladı", "yalanladı"]),
        ("“Geliyoruz” diyen Tanyel, saati belirtmedi.", ["diyen"]),
        ("Tanyel okulun kapandığını ifade etti.", ["ifade"]),
        ("Okulun kapanacağı öne sürüldü.", ["öne"]),
        ("“Kapandı” ifadelerini kullandı.", ["ifadelerini"]),
        ("Sorunu dile getirdi, çözüm önerdi.", ["dile", "önerdi"]),
        ("“Geç kalmayın” uyarısında bulundu.", ["uyarısında"]),
        ("İddiaya göre okul kapandı.", ["İddiaya göre"]),
        ("Uzmanlar artış bekliyor, savcı reddediyor.", ["bekliyor", "reddediyor"]),
        ("Söyledikleri yazıldı mı, bildirildi mi?", ["Söyledikleri", "bildirildi"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert cues_found(words, "tr") == expected


@pytest.mark.parametrize(
    "words",
    [
        "Sönmez de okula geldi.",
        "Savunma bakanlığı binası ile konuşma odası kapandı.",
        "Tanığın ifadesi ve ifade özgürlüğü tartışıldı.",
        "Sınav tarihi belirlendi, kayıtlar başladı.",
        "Bu iddia dünden beri var.",
    ],
)
def test_everyday_words_of_the_same_root_report_nothing(words: str) -> None:
    assert cues_found(words, "tr") == []


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        # before the reporting word
        ("“Okulu mayısta açacağız” dedi Arda Sönmez.", "dedi", "Arda Sönmez", "“Okulu mayısta açacağız”"),
        ("“Okulu mayısta açacağız” diyen Sönmez, velilere sarıldı.", "diyen", "Sönmez", "“Okulu mayısta açacağız”"),
        ("“Okulu mayısta açacağız” diye konuştu.", "konuştu", None, "“Okulu mayısta açacağız”"),
        ("“Okulu mayısta açacağız” ifadelerini kullandı.", "ifadelerini", None, "“Okulu mayısta açacağız”"),
        ("Okulu mayısta açacaklarını söyledi.", "söyledi", None, "Okulu mayısta açacaklarını"),
        ("Okulun mayısta açılacağı bildirildi.", "bildirildi", None, "Okulun mayısta açılacağı"),
        ("Okulun mayısta açılacağı öne sürüldü.", "öne", None, "Okulun mayısta açılacağı"),
        # after it
        ("Arda Sönmez dedi ki: “Okulu mayısta açacağız.”", "dedi", "Arda Sönmez", "“Okulu mayısta açacağız.”"),
        ("Sönmez, basına şunları söyledi: “Okulu mayısta açacağız.”", "söyledi", "Sönmez", "“Okulu mayısta açacağız.”"),
        ("Sönmez şöyle konuştu: “Okulu mayısta açacağız.”", "konuştu", "Sönmez", "“Okulu mayısta açacağız.”"),
        ("Sönmez açıkladı: Okul mayısta açılıyor.", "açıkladı", "Sönmez", "Okul mayısta açılıyor"),
        # beside a postposition
        ("Arda Sönmez’e göre okul mayısta açılacak.", "göre", "Arda Sönmez", "okul mayısta açılacak"),
        ("Arda Sönmez’e göre, okul mayısta açılacak.", "göre", "Arda Sönmez", "okul mayısta açılacak"),
        ("Rapora göre okul mayısta açılacak.", "göre", "Rapora", "okul mayısta açılacak"),
        ("İddiaya göre okul mayısta açılacak.", "İddiaya göre", None, "okul mayısta açılacak"),
        # on both sides of it
        ("“Açacağız,” dedi Sönmez, “söz veriyoruz.”", "dedi", "Sönmez", "“Açacağız,” … “söz veriyoruz.”"),
    ],
)
def test_the_words_said_are_found(words: str, cue: str, source: str | None, expected: str) -> None:
    assert said(words, "tr", cue, source) == [expected]


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        ("Bakan Sönmez, okulun mayısta açılacağını söyledi.", "söyledi", "Bakan Sönmez", "okulun mayısta açılacağını"),
        ("Sönmez, “Okulu mayısta açacağız” dedi.", "dedi", "Sönmez", "“Okulu mayısta açacağız”"),
        ("Sönmez, “Mayısta açacağız. Gelin” diye konuştu.", "konuştu", "Sönmez", "“Mayısta açacağız. Gelin”"),
        ("Sönmez, okulun mayısta açılacağını öne sürdü.", "öne", "Sönmez", "okulun mayısta açılacağını"),
        ("Uzmanlar, fiyatların hızla artacağını düşünüyor.", "düşünüyor", "Uzmanlar", "fiyatların hızla artacağını"),
        ("Şirket, okulu kapatacağı iddiasını yalanladı.", "yalanladı", "Şirket", "okulu kapatacağı iddiasını"),
        ("Sönmez, okulun mayısta açılacağını belirterek gitti.", "belirterek", "Sönmez", "okulun mayısta açılacağını"),
        ("Kürsüde konuşan Sönmez, okulun yakında açılacağını duyurdu.", "duyurdu", "Sönmez", "okulun yakında açılacağını"),
    ],
)  # fmt: skip
def test_what_is_said_stands_between_the_speaker_and_the_verb(words: str, cue: str, source: str, expected: str) -> None:
    assert said(words, "tr", cue, source) == [expected]


def test_two_verbs_of_one_speaker_have_what_stands_before_each() -> None:
    words = "Sönmez okulun mayısta açılacağını söyledi ve “Söz veriyoruz dostlar” dedi."
    assert said(words, "tr", "söyledi", "Sönmez", ("dedi", "Sönmez")) == ["okulun mayısta açılacağını"]
    assert said(words, "tr", "dedi", "Sönmez", ("söyledi", "Sönmez")) == ["“Söz veriyoruz dostlar”"]
    words = "“Okulu mayısta açacağız” diyen Ece Tanyel, ücretlerin hemen ödeneceğini söyledi."
    assert said(words, "tr", "diyen", "Ece Tanyel", ("söyledi", "Ece Tanyel")) == ["“Okulu mayısta açacağız”"]
    assert said(words, "tr", "söyledi", "Ece Tanyel", ("diyen", "Ece Tanyel")) == ["ücretlerin hemen ödeneceğini"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Okulu bu yıl Arda Sönmez ile Ece Tanyel açtı.", ["Arda Sönmez", "Ece Tanyel"]),
        ("Şirketi önce Demirkuş Holding aldı, sonra Poyraz Lojistik.", ["Demirkuş Holding", "Poyraz Lojistik"]),
        ("Belgeyi dün Tuna Gıda AŞ imzaladı.", ["Tuna Gıda AŞ"]),
        ("Toplantıya vali, Çiğdem Şahinkaya ve Ümit Öztaş katıldı.", ["Çiğdem Şahinkaya", "Ümit Öztaş"]),
        ("Kararı bugün Milli Eğitim Bakanlığı duyurdu.", ["Milli Eğitim Bakanlığı"]),
        ("Fabrikayı 2021 yılında İnci Işıkalan kurdu.", ["İnci Işıkalan"]),
        ("Pazartesi günü okul açıldı. Kimse bilmiyordu. Ancak sonra gittiler.", []),
        ("Mayıs ayında karar verildi. Şirket sustu. Polis geldi.", []),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert names_found(words, "tr") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sağlık Bakanlığı", "public_body"),
        ("İçişleri Bakanlığı", "public_body"),
        ("Marmara Ağır Ceza Mahkemesi", "public_body"),
        ("Kartal Belediyesi", "public_body"),
        ("Bursa Cumhuriyet Başsavcılığı", "public_body"),
        ("Poyraz Gazetesi", "media"),
        ("Çınar Haber Ajansı", "media"),
        ("Yeni Ufuk Partisi", "other"),
        ("Poyraz Üniversitesi", "other"),
        ("Liman İşçileri Sendikası", "ngo"),
        ("Deniz Emeklilik Fonu", "fund"),
        ("Tuna Holding", None),
    ],
)
def test_the_name_tells_what_it_names(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("tr")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("1,5 milyar lira", 1.5e9, "TRY"),
        ("250 bin TL", 2.5e5, "TRY"),
        ("₺2,5 milyon", 2.5e6, "TRY"),
        ("1.250.000 TL", 1.25e6, "TRY"),
        ("15 milyon liraya", 1.5e7, "TRY"),
        ("3 milyon dolarlık", 3e6, "USD"),
        ("40 milyon ABD doları", 4e7, "USD"),
        ("iki buçuk milyon avro", 2.5e6, "EUR"),
        ("beş yüz milyon lira", 5e8, "TRY"),
        ("bir milyar sterlin", 1e9, "GBP"),
    ],
)
def test_amounts_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "tr") == Money(value, currency, False, True)
    assert [words[a:b] for a, b in find_money(words, "tr")] == [words]


def test_an_amount_may_be_approximate_vague_or_kept_back() -> None:
    assert money("yaklaşık 40 milyon euro", "tr") == Money(4e7, "EUR", True, True)
    assert money("milyonlarca lira", "tr") == Money(None, "TRY", True, True)
    words = "Satış bedeli açıklanmadı."
    assert [words[a:b] for a, b in find_money(words, "tr")] == ["açıklanmadı"]
    assert not money(words, "tr").disclosed
