"""Who may be a claim's source, what kind of source it is, and through which channel it spoke."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.engine.claims.sources import CHANNELS, certainty_of, channel_of, polarity_of, source_kind, speaker_trouble


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("Em uma publicação no site da empresa", "pt"),
        ("no Instagram", "pt"),
        ("durante a coletiva", "pt"),
        ("entrevista", "pt"),
        ("in an interview with a local station", "en"),
        ("via Twitter", "en"),
        ("in einer Mitteilung", "de"),
        ("auf einer Pressekonferenz", "de"),
        ("en un comunicado", "es"),
        ("dans un communiqué", "fr"),
        ("lors d’une conférence de presse", "fr"),
        ("in una nota", "it"),
        ("tijdens een persconferentie", "nl"),
    ],
)
def test_a_place_or_medium_of_speaking_is_no_speaker(source: str, language: str) -> None:
    assert "place or medium" in (speaker_trouble(source, language) or "")


@pytest.mark.parametrize(
    ("source", "language", "reason"),
    [
        ("quinta-feira", "pt", "date"),
        ("on Friday", "en", "date"),
        ("2025", "en", "number"),
        ("…", "en", "no words"),
        ("", "en", "no words"),
        ("de", "pt", "function words"),
        ("according to the", "en", "function words"),
        ("a fábrica será fechada", "pt", "clause"),
        ("the mill was closed", "en", "clause"),
        ("word " * 40, "en", "too long"),
    ],
)
def test_what_cannot_speak_is_told(source: str, language: str, reason: str) -> None:
    assert reason in (speaker_trouble(source, language) or "")


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("Ada Lowe", "en"),
        ("she", "en"),
        ("a statement", "en"),
        ("a poll, which is run every week", "en"),
        ("At least three residents", "en"),
        ("Will Lowe", "en"),
        ("uma nota da Secretaria", "pt"),
        ("o relatório", "pt"),
        ("Via Norte", "pt"),
        ("der Nachrichtenagentur Nordpress", "de"),
        ("dem Schreiben", "de"),
        ("el informe", "es"),
        ("son avocat", "fr"),
        ("una fonte vicina al dossier", "it"),
        ("他", "zh"),
    ],
)
def test_people_organisations_and_documents_may_speak(source: str, language: str) -> None:
    assert speaker_trouble(source, language) is None


@pytest.mark.parametrize(
    ("name", "language", "known", "kind", "grade"),
    [
        ("Ada Lowe", "en", "person", "person", "official"),
        ("Ferrolar", "pt", "company", "organization", "official"),
        ("fontes internas", "pt", None, "unnamed", "anonymous"),
        ("people familiar with the talks", "en", None, "unnamed", "anonymous"),
        ("Unternehmenskreisen", "de", None, "unnamed", "anonymous"),
        ("une source proche du dossier", "fr", None, "unnamed", "anonymous"),
        ("uma fonte da empresa", "pt", None, "unnamed", "partially_anonymous"),
        ("analistas", "pt", None, "group", "unofficial"),
        ("Experten", "de", None, "group", "unofficial"),
        ("der Polizei", "de", None, "organization", "official"),
        ("Many of her supporters", "en", None, "group", "unofficial"),
        ("Police officials", "en", None, "group", "official"),
        ("o relatório", "pt", None, "document", "official"),
        ("eine neue Studie", "de", None, "document", "official"),
        ("the mayor", "en", None, "person", "official"),
        ("he", "en", None, "person", "unofficial"),
        ("the company", "en", None, "organization", "official"),
        ("die Staatsanwaltschaft", "de", None, "organization", "official"),
    ],
)
def test_sources_have_a_kind_and_a_class(name: str, language: str, known: str | None, kind: str, grade: str) -> None:
    standing = source_kind(name, language, known)
    assert (standing.kind, standing.grade) == (kind, grade)


@pytest.mark.parametrize(
    ("name", "language", "role", "speaks_for"),
    [
        ("um porta-voz da Ferrolar", "pt", "porta-voz", "Ferrolar"),
        ("A Tarn spokesman", "en", "spokesman", "Tarn"),
        ("Nordwerk-Sprecher", "de", "Sprecher", "Nordwerk"),
        ("ein Sprecher von Nordwerk", "de", "Sprecher", "Nordwerk"),
        ("un portavoz de Olivares", "es", "portavoz", "Olivares"),
        ("un porte-parole de Maravert", "fr", "porte-parole", "Maravert"),
        ("un portavoce di Salvi", "it", "portavoce", "Salvi"),
        ("een woordvoerder van Dalen Groep", "nl", "woordvoerder", "Dalen Groep"),
    ],
)
def test_a_spokesperson_is_partially_anonymous_and_speaks_for_somebody(
    name: str, language: str, role: str, speaks_for: str
) -> None:
    standing = source_kind(name, language)
    assert (standing.kind, standing.grade, standing.role) == ("unnamed", "partially_anonymous", role)
    assert standing.speaks_for is not None
    assert name[slice(*standing.speaks_for)] == speaks_for


def test_a_named_spokesperson_is_a_person_with_a_role() -> None:
    name = "Tarn spokeswoman Ada Lowe"
    standing = source_kind(name, "en")
    assert (standing.kind, standing.role) == ("person", "spokeswoman")
    assert standing.speaks_for is not None
    assert name[slice(*standing.speaks_for)] == "Tarn"


@pytest.mark.parametrize(
    ("sentence", "language", "channel"),
    [
        ("Em publicação no blog da empresa, a Ferrolar disse", "pt", "blog_post"),
        ("Fontes internas contaram que", "pt", "leak"),
        ("A Ferrolar anunciou que", "pt", "statement"),
        ("Em fato relevante, a Ferrolar informou", "pt", "filing"),
        ("In a filing with the regulator, Tarn said", "en", "filing"),
        ("Lowe said in an interview", "en", "interview"),
        ("Lowe tweeted that", "en", "social_post"),
        ("sagte Kessler auf einer Pressekonferenz", "de", "press_conference"),
        ("dans un communiqué de presse", "fr", "press_release"),
        ("según la demanda", "es", "court_document"),
        ("secondo il quotidiano", "it", "other_media"),
        ("volgens ingewijden", "nl", "leak"),
        ("Tarn opened a mill", "en", "unknown"),
        ("他", "zh", "unknown"),
    ],
)
def test_the_words_of_the_sentence_tell_the_channel(sentence: str, language: str, channel: str) -> None:
    assert channel_of(sentence, language) == channel


@pytest.mark.parametrize(
    ("name", "known", "channel"),
    [
        ("Ada Lowe", "person", "statement"),
        ("Harbour Gazette", "media", "other_media"),
        ("insiders", None, "leak"),
        ("a study", None, "unknown"),
    ],
)
def test_the_source_fills_in_the_channel_that_the_words_leave_open(name: str, known: str | None, channel: str) -> None:
    assert channel_of("The mill will close", "en", source_kind(name, "en", known)) == channel


@pytest.mark.parametrize(
    ("cue", "language", "polarity"),
    [
        ("negou que", "pt", "denied"),
        ("denied", "en", "denied"),
        ("did not deny", "en", "affirmed"),
        ("dementierte", "de", "denied"),
        ("a démenti", "fr", "denied"),
        ("desmintió", "es", "denied"),
        ("ha smentito", "it", "denied"),
        ("ontkende", "nl", "denied"),
        ("disse", "pt", "affirmed"),
        ("", "en", "affirmed"),
    ],
)
def test_denials_are_told_from_statements(cue: str, language: str, polarity: str) -> None:
    assert polarity_of(cue, language) == polarity


@pytest.mark.parametrize(
    ("words", "language", "certainty"),
    [
        ("said it will close", "en", "certain"),
        ("may close", "en", "possible"),
        ("said it closed in May", "en", "certain"),
        ("is expected to close", "en", "probable"),
        ("rumours of a closure", "en", "uncertain"),
        ("deve fechar", "pt", "probable"),
        ("soll angeblich schließen", "de", "uncertain"),
        ("pourrait fermer", "fr", "possible"),
    ],
)
def test_certainty_is_read_from_the_words(words: str, language: str, certainty: str) -> None:
    assert certainty_of(words, language) == certainty


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=80),
    st.sampled_from(["en", "pt", "de", "fr", "zh", "und", ""]),
    st.sampled_from([None, "person", "media"]),
)
def test_any_words_are_answered(words: str, language: str, known: str | None) -> None:
    standing = source_kind(words, language, known)
    if standing.speaks_for:
        start, end = standing.speaks_for
        assert 0 <= start < end <= len(words)
    trouble = speaker_trouble(words, language)
    assert trouble is None or trouble
    assert channel_of(words, language) in (*CHANNELS, "unknown")
    assert certainty_of(words, language) in ("certain", "probable", "possible", "uncertain")
    assert polarity_of(words, language) in ("affirmed", "denied")
