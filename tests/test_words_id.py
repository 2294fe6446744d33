"""Indonesian: its reporting words, where the words said stand, its names, bodies and sums."""

from __future__ import annotations

import pytest

from api.engine.entities.kinds import told_by_name
from api.engine.languages.language import language as language_of
from api.engine.values.money import Money, find_money, money
from tests.test_attribution import said
from tests.test_candidates import found as names_found
from tests.test_cues import found as cues_found

RP = 1_000_000_000


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Pabrik akan tutup, kata Bayu.", ["kata"]),
        ("Menurut Bayu, ia berharap tetap bekerja.", ["Menurut", "berharap"]),
        ("Perusahaan mengumumkan hal itu lalu membantahnya.", ["mengumumkan", "membantahnya"]),
        ("Hal itu dikatakan Bayu dan ditegaskan oleh Rini.", ["dikatakan", "ditegaskan"]),
        ("“Kami siap,” ujarnya. “Kami datang,” imbuhnya.", ["ujarnya", "imbuhnya"]),
        ("Bayu menyebutkan dua nama dan menambahkan satu lagi.", ["menyebutkan", "menambahkan"]),
        ("Polisi menduga api itu disengaja.", ["menduga"]),
        ("Rini akhirnya angkat bicara.", ["angkat"]),
        ("Ada kabar bahwa pabrik tutup.", ["kabar"]),
    ],
)
def test_reporting_words_are_found_in_the_form_they_take(words: str, expected: list[str]) -> None:
    assert cues_found(words, "id") == expected


@pytest.mark.parametrize(
    "words",
    [
        "Rencana tersebut berlaku sampai akhir tahun.",
        "Dengan kata lain, nilai itu benar.",
        "Tambahan modal itu bernilai besar bagi kepentingan umum.",
        "Kabar dari desa itu baik.",
        "Kenyataannya harga naik secara tegas.",
    ],
)
def test_everyday_words_of_the_same_root_report_nothing(words: str) -> None:
    assert cues_found(words, "id") == []


@pytest.mark.parametrize(
    ("words", "cue", "source", "expected"),
    [
        # after the reporting word
        ("Bayu Prasetyo mengatakan bahwa pabrik akan tutup.", "mengatakan", "Bayu Prasetyo", "pabrik akan tutup"),
        ("Bayu Prasetyo mengatakan pabrik akan tutup.", "mengatakan", "Bayu Prasetyo", "pabrik akan tutup"),
        ("Bayu Prasetyo mengatakan kepada wartawan bahwa gaji naik lagi.", "mengatakan", "Bayu Prasetyo", "gaji naik lagi"),
        ("Bayu mengatakan pada Senin (3/3) bahwa pabrik akan tutup.", "mengatakan", "Bayu", "pabrik akan tutup"),
        ("Bayu, direktur Tirta Lestari, menyatakan pabrik akan tutup.", "menyatakan", "Bayu", "pabrik akan tutup"),
        ("Ia menambahkan, gaji akan tetap dibayar.", "menambahkan", "Ia", "gaji akan tetap dibayar"),
        ("Dalam keterangan tertulis, Tirta menyatakan pabrik akan tutup.", "menyatakan", "Tirta", "pabrik akan tutup"),
        ("Warga bertanya apakah pabrik akan dibuka lagi.", "bertanya", "Warga", "pabrik akan dibuka lagi"),
        ("Tirta Lestari membantah bahwa pabrik akan tutup.", "membantah", "Tirta Lestari", "pabrik akan tutup"),
        ("Tirta Lestari berencana membuka pabrik kedua.", "berencana", "Tirta Lestari", "membuka pabrik kedua"),
        ("Ada kabar bahwa pabrik itu akan tutup.", "kabar", None, "pabrik itu akan tutup"),
        ("Bayu menulis: “Pabrik akan tutup.”", "menulis", "Bayu", "“Pabrik akan tutup.”"),
        # before it
        ("Pabrik akan tutup pada Mei, kata Bayu Prasetyo.", "kata", "Bayu Prasetyo", "Pabrik akan tutup pada Mei"),
        ("Pabrik akan tutup, ujar Bayu kepada wartawan.", "ujar", "Bayu", "Pabrik akan tutup"),
        ("“Pabrik akan tutup,” kata Bayu, Senin (3/3).", "kata", "Bayu", "“Pabrik akan tutup,”"),
        ("“Pabrik akan tutup,” kata dia.", "kata", "dia", "“Pabrik akan tutup,”"),
        ("“Pabrik akan tutup,” ujarnya.", "ujarnya", None, "“Pabrik akan tutup,”"),
        # beside a preposition
        ("Menurut Bayu Prasetyo, pabrik akan tutup.", "Menurut", "Bayu Prasetyo", "pabrik akan tutup"),
        ("Menurutnya, pabrik akan tutup.", "Menurutnya", None, "pabrik akan tutup"),
        ("Pabrik akan tutup, menurut Bayu Prasetyo.", "menurut", "Bayu Prasetyo", "Pabrik akan tutup"),
        ("Berdasarkan laporan itu, pabrik akan tutup.", "Berdasarkan", "laporan itu", "pabrik akan tutup"),
        # on both sides of it
        ("Pabrik itu, menurut Bayu, akan tutup pada Mei.", "menurut", "Bayu", "Pabrik itu … akan tutup pada Mei"),
        ("Pabrik itu, kata Bayu, akan tutup pada Mei.", "kata", "Bayu", "Pabrik itu … akan tutup pada Mei"),
        ("“Kami berusaha,” kata Bayu, “tetapi gagal.”", "kata", "Bayu", "“Kami berusaha,” … “tetapi gagal.”"),
    ],
)  # fmt: skip
def test_the_words_said_are_found_in_every_form_of_telling(
    words: str, cue: str, source: str | None, expected: str
) -> None:
    assert said(words, "id", cue, source) == [expected]


def test_a_second_that_begins_a_second_content() -> None:
    words = "Bayu mengatakan bahwa pabrik tutup dan bahwa gaji dibayar."
    assert said(words, "id", "mengatakan", "Bayu") == ["pabrik tutup", "gaji dibayar"]


def test_what_another_speaker_says_is_left_to_that_speaker() -> None:
    words = "Bayu mengatakan pabrik akan tutup, tetapi Rini membantah bahwa hal itu sudah diputuskan."
    assert said(words, "id", "mengatakan", "Bayu", ("membantah", "Rini")) == ["pabrik akan tutup"]
    assert said(words, "id", "membantah", "Rini", ("mengatakan", "Bayu")) == ["hal itu sudah diputuskan"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Pabrik itu dijual PT Tirta Lestari kepada Rini Wulandari.", ["PT Tirta Lestari", "Rini Wulandari"]),
        ("Saham itu milik PT Samudra Raya Tbk dan PT Tirta Lestari.", ["PT Samudra Raya Tbk", "PT Tirta Lestari"]),
        ("Ia bertemu Bayu Prasetyo dan Rini Wulandari kemarin.", ["Bayu Prasetyo", "Rini Wulandari"]),
        ("Harga saham Tirta Lestari naik. Polisi datang.", ["Tirta Lestari"]),
        ("Dinas Pendidikan Wanasari membantah kabar itu.", ["Dinas Pendidikan Wanasari"]),
        ("Ketua Partai Fajar, Rini Wulandari, mundur.", ["Ketua Partai Fajar", "Rini Wulandari"]),
        ("Pada hari Senin pabrik itu tutup. Tidak ada yang tahu. Namun mereka pergi.", []),
        ("Menurut dia, Mei nanti sudah selesai.", []),
    ],
)
def test_names_are_candidates_as_they_are_written(words: str, names: list[str]) -> None:
    assert names_found(words, "id") == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kementerian Kelautan dan Perikanan", "public_body"),
        ("Pengadilan Negeri Wanasari", "public_body"),
        ("Polres Wanasari", "public_body"),
        ("Dinas Kesehatan", "public_body"),
        ("Harian Fajar Timur", "media"),
        ("Kantor Berita Pesisir", "media"),
        ("Partai Fajar Rakyat", "other"),
        ("Universitas Wanasari", "other"),
        ("Yayasan Laut Biru", "ngo"),
        ("Serikat Pekerja Garmen", "ngo"),
        ("Dana Pensiun Bahari", "fund"),
        ("PT Tirta Lestari", None),
    ],
)
def test_the_name_tells_what_it_names(name: str, kind: str | None) -> None:
    assert told_by_name(name, language_of("id")) == kind


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("500 miliar rupiah", 500 * RP, "IDR"),
        ("12,5 triliun rupiah", 12_500 * RP, "IDR"),
        ("satu miliar rupiah", RP, "IDR"),
        ("dua ratus juta rupiah", RP / 5, "IDR"),
        ("setengah miliar rupiah", RP / 2, "IDR"),
        ("IDR 40 miliar", 40 * RP, "IDR"),
        ("25 juta dolar AS", 25e6, "USD"),
        ("US$ 2,5 juta", 2.5e6, "USD"),
        ("lima juta ringgit", 5e6, "MYR"),
        ("2,5 juta dolar Singapura", 2.5e6, "SGD"),
    ],
)
def test_amounts_are_read(words: str, value: float, currency: str) -> None:
    assert money(words, "id") == Money(value, currency, False, True)
    assert [words[a:b] for a, b in find_money(words, "id")] == [words]


def test_an_amount_may_be_approximate_vague_or_kept_back() -> None:
    assert money("sekitar 3 juta euro", "id") == Money(3e6, "EUR", True, True)
    assert money("ratusan miliar rupiah", "id") == Money(None, "IDR", True, True)
    words = "Nilai transaksi itu tidak diungkapkan."
    assert [words[a:b] for a, b in find_money(words, "id")] == ["tidak diungkapkan"]
    assert not money(words, "id").disclosed
