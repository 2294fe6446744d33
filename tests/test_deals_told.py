"""Who buys what from whom, by grammar alone: active, passive and nominal, headline style, several sentences, six trades.

Each text is made up for the construction it shows; the names are given, so that only the reading of deals is tried.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.deal_texts import deals_of, told
from tests.test_lexicon import raw

READ = [
    # The verb in the active, its source, a definite description for a party.
    ("en", "Pellan Foods bought the bakery chain Orsk from Tamar Group for £40m on Monday.",
     ["Pellan Foods", "Orsk", "Tamar Group"],
     ["acquisition completed: acquirer=Pellan Foods, seller=Tamar Group, target=Orsk"]),
    # The seller as subject, the buyer after "to".
    ("en", "Tamar Group said it has agreed to sell its frozen foods division to Pellan Foods.",
     ["Tamar Group", "Pellan Foods"],
     ["acquisition agreed: acquirer=Pellan Foods, seller=Tamar Group, target=its frozen foods division"]),
    # The passive, with and without its auxiliary.
    ("en", "Orsk was acquired last year by Pellan Foods. Orsk, bought by Pellan Foods, runs 40 shops.",
     ["Pellan Foods", "Orsk"],
     ["acquisition completed: acquirer=Pellan Foods, target=Orsk"]),
    # The noun, its agent before or after what is bought.
    ("en", "Regulators must approve the acquisition of Orsk by Pellan Foods.",
     ["Pellan Foods", "Orsk"],
     ["acquisition pending_approval: acquirer=Pellan Foods, target=Orsk"]),
    ("en", "Pellan Foods' purchase of Orsk from Tamar Group was completed on Friday.",
     ["Pellan Foods", "Orsk", "Tamar Group"],
     ["acquisition completed: acquirer=Pellan Foods, seller=Tamar Group, target=Orsk"]),
    # A partner of another phrase is none of this one.
    ("en", "Tamar Group ended its partnership with Orsk after the deal with Pellan Foods.",
     ["Tamar Group", "Orsk", "Pellan Foods"],
     ["partnership terminated: partner=Orsk, partner=Tamar Group"]),
    # A deal of which only the two sides are told; what is said of one side's deal belongs to it.
    ("en", "Rumours of a deal between Pellan Foods and Orsk unsettled Vint Oils. Pellan Foods denied the deal.",
     ["Pellan Foods", "Orsk", "Vint Oils"],
     ["other rumoured: party=Orsk, party=Pellan Foods"]),
    ("pt", "A Vint mudou de fornecedor depois de a Pellan fechar um acordo com a rival. "
     "O acordo entre a Pellan e a Orsk surpreendeu o setor.",
     ["Vint", "Pellan", "Orsk"],
     ["other agreed: party=Orsk, party=Pellan"]),
    ("de", "Die Vereinbarung zwischen Brekau und Tolmann gilt bis 2030.", ["Brekau", "Tolmann"],
     ["other agreed: party=Brekau, party=Tolmann"]),
    # What is merged is "the two companies"; whose shareholders speak takes part.
    ("en", "Tamar Group said shareholders of Orsk approved the merger of the two companies.", ["Tamar Group", "Orsk"],
     ["merger agreed: party=Orsk, party=Tamar Group"]),
    ("de", "Die Fusion der Versicherer Brekau und Tolmann ist geplatzt.", ["Brekau", "Tolmann"],
     ["merger cancelled: party=Brekau, party=Tolmann"]),
    # A number joined to a noun is no border; what is sold is told by a phrase.
    ("en", "Tamar Group sold its 14-shop chain to Pellan Foods.", ["Tamar Group", "Pellan Foods"],
     ["acquisition completed: acquirer=Pellan Foods, seller=Tamar Group, target=its 14-shop chain"]),
    ("en", "Tamar Group denies it is selling its 80 inns to rival Pellan Foods.", ["Tamar Group", "Pellan Foods"],
     ["acquisition rumoured: acquirer=Pellan Foods, seller=Tamar Group, target=its 80 inns"]),
    # Contracts that are awarded, and orders that are received.
    ("en", "Orsk was awarded a contract by Tamar Group. Vint Oils awarded Pellan Foods a contract.",
     ["Orsk", "Tamar Group", "Vint Oils", "Pellan Foods"],
     ["supply_contract agreed: customer=Tamar Group, supplier=Orsk",
      "supply_contract agreed: customer=Vint Oils, supplier=Pellan Foods"]),
    ("de", "Der Bahntechniker Orsk hat von der Brekau AG den Auftrag über 40 Weichen erhalten.", ["Orsk", "Brekau AG"],
     ["supply_contract agreed: customer=Brekau AG, supplier=Orsk"]),
    ("nl", "Pellan krijgt een order van de fabrikant Orsk.", ["Pellan", "Orsk"],
     ["supply_contract agreed: customer=Orsk, supplier=Pellan"]),
    # Whose board it is, and who made the offer.
    ("fr", "Le conseil d'administration de Pellan a rejeté l'offre, jugée trop basse, déposée par Orsk.",
     ["Pellan", "Orsk"], ["acquisition cancelled: acquirer=Orsk, target=Pellan"]),
    # A description over several complements.
    ("pt", "A Pellan alienou a sua participação na Orsk à sociedade de capital de risco Tamar.",
     ["Pellan", "Orsk", "Tamar"], ["stake_purchase completed: acquirer=Tamar, seller=Pellan, target=Orsk"]),
    # A verb in two parts ends it; a participle without auxiliary is the present.
    ("nl", "Bouwer Tamar blaast de verkoop van dochter Orsk aan Pellan af.", ["Tamar", "Orsk", "Pellan"],
     ["acquisition cancelled: acquirer=Pellan, seller=Tamar, target=Orsk"]),
    ("de", "Brekau verkauft seine Tochter Orsk an Tolmann.", ["Brekau", "Orsk", "Tolmann"],
     ["acquisition announced: acquirer=Tolmann, seller=Brekau, target=Orsk"]),
    # What closes only later is agreed.
    ("en", "Pellan Foods has bought Orsk. The deal is expected to close in May.", ["Pellan Foods", "Orsk"],
     ["acquisition agreed: acquirer=Pellan Foods, target=Orsk"]),
    # Who buys a company may put money into it besides.
    ("en", "Pellan Foods bought Orsk and will invest £5m in Orsk.", ["Pellan Foods", "Orsk"],
     ["acquisition completed: acquirer=Pellan Foods, target=Orsk"]),
    # To whom something is sold stands where Spanish and French have people as objects; it is never what is sold.
    ("fr", "Pellan dément vouloir vendre ses vergers marocains à Orsk.", ["Pellan", "Orsk"],
     ["acquisition rumoured: acquirer=Orsk, seller=Pellan, target=ses vergers marocains"]),
    # A preposition right behind a share tells of what it is one.
    ("da", "Nordhavn overtager 60 procent af Orsk fra Pellan.", ["Nordhavn", "Orsk", "Pellan"],
     ["acquisition announced: acquirer=Nordhavn, seller=Pellan, target=Orsk"]),
    ("en", "Pellan Foods wins £9m order from Orsk.", ["Pellan Foods", "Orsk"],
     ["supply_contract announced: customer=Orsk, supplier=Pellan Foods"]),
    # Where another deal joins the two, "the deal" is that one.
    ("en", "Pellan Foods bought Orsk. Pellan Foods' deal with Orsk pleased investors.", ["Pellan Foods", "Orsk"],
     ["acquisition completed: acquirer=Pellan Foods, target=Orsk"]),
    # What is won over others is not from them.
    ("en", "Hallam Stone won a contract to supply paving to Tamar Group, beating Orsk and Vint Oils.",
     ["Hallam Stone", "Tamar Group", "Orsk", "Vint Oils"],
     ["supply_contract agreed: customer=Tamar Group, supplier=Hallam Stone"]),
    # A consortium is its members; a name with a capital plans nothing.
    ("en", "A consortium of Pellan Foods, Orsk and Canada's Tamar Plan has bought Vint Oils.",
     ["Pellan Foods", "Orsk", "Tamar Plan", "Vint Oils"],
     ["acquisition completed: acquirer=Orsk, acquirer=Pellan Foods, acquirer=Tamar Plan, target=Vint Oils"]),
    # Whoever completes a purchase is not "the company" that is bought.
    ("es", "Conservas Orsk cambia de dueño. El fondo Tamar ha cerrado la compra del 80% de la compañía por 95 millones.",
     ["Conservas Orsk", "Tamar"],
     ["acquisition completed: acquirer=Tamar, target=Conservas Orsk"]),
    # A verb at the end with the share, what is parted from, or nothing but a buyer before it.
    ("de", "Brekau hat die Mehrheit an dem Softwarehaus Tolmann übernommen.", ["Brekau", "Tolmann"],
     ["stake_purchase completed: acquirer=Brekau, target=Tolmann"]),
    ("de", "Brekau hat sich von seiner Baumarktkette Tolmann getrennt. Käufer ist Ostkapital.",
     ["Brekau", "Tolmann", "Ostkapital"],
     ["acquisition completed: acquirer=Ostkapital, seller=Brekau, target=Tolmann"]),
    ("de", "Tolmann an Ostkapital verkauft", ["Tolmann", "Ostkapital"],
     ["acquisition completed: acquirer=Ostkapital, target=Tolmann"]),
    ("de", "Für zwei Milliarden Euro geht die Chemiesparte von Brekau an Tolmann.", ["Brekau", "Tolmann"],
     ["acquisition announced: acquirer=Tolmann, seller=Brekau, target=Chemiesparte"]),
    # What shareholders get for each share is no money raised.
    ("de", "Brekau will Tolmann schlucken. Die Aktionäre von Tolmann sollen 48 Franken je Aktie erhalten.",
     ["Brekau", "Tolmann"],
     ["acquisition proposed: acquirer=Brekau, target=Tolmann"]),
    # A share of which nothing more is said is one in its seller.
    ("en", "Tamar Group to sell minority stake to Vint Fund", ["Tamar Group", "Vint Fund"],
     ["stake_purchase announced: acquirer=Vint Fund, target=Tamar Group"]),
    ("en", "Orsk is to be folded into Pellan Foods.", ["Orsk", "Pellan Foods"],
     ["acquisition announced: acquirer=Pellan Foods, target=Orsk"]),
    # Another thing bought by the same buyer, told with its own seller or by name, is another deal.
    ("en", "Pellan Foods is considering a bid for the plant. Last year Pellan Foods bought Orsk's Finnish unit.",
     ["Pellan Foods", "Orsk"],
     ["acquisition rumoured: acquirer=Pellan Foods, target=plant",
      "acquisition completed: acquirer=Pellan Foods, seller=Orsk, target=Finnish unit"]),
    # A described thing between commas is apposed.
    ("en", "Orsk, a maker of hospital beds, has been bought by Pellan Foods.", ["Orsk", "Pellan Foods"],
     ["acquisition completed: acquirer=Pellan Foods, target=Orsk"]),
    # Rights that are paid for are a licence.
    ("en", "Pellan Foods will pay Orsk $85 million for exclusive rights to its yeast.", ["Pellan Foods", "Orsk"],
     ["licensing announced: licensee=Pellan Foods, licensor=Orsk"]),
    # What is sold now was bought once: two deals.
    ("en", "Tamar Group is exploring a sale of Orsk. Tamar Group acquired Orsk from Brent Bank in 2019.",
     ["Tamar Group", "Orsk", "Brent Bank"],
     ["divestiture rumoured: seller=Tamar Group, target=Orsk",
      "acquisition completed: acquirer=Tamar Group, seller=Brent Bank, target=Orsk"]),
    # What is denied beside a deal that is done.
    ("en", "Merrow Capital raised its stake in Vint Oils to 19.9% but said it had no intention of bidding for it.",
     ["Merrow Capital", "Vint Oils"],
     ["stake_purchase completed: acquirer=Merrow Capital, target=Vint Oils"]),
    # Money is raised, as shares are.
    ("en", "Orsk raised $25m from Merrow Capital.", ["Orsk", "Merrow Capital"],
     ["investment completed: investee=Orsk, investor=Merrow Capital"]),
    # It is done, whatever else was agreed.
    ("de", "Dornach hat den Hersteller Orsk gekauft. Beide Seiten vereinbarten, den Preis nicht zu nennen.",
     ["Dornach", "Orsk"], ["acquisition completed: acquirer=Dornach, target=Orsk"]),
    # What is sold is a share in it.
    ("de", "Dornach trennt sich von seiner Beteiligung an Orsk.", ["Dornach", "Orsk"],
     ["divestiture announced: seller=Dornach, target=Orsk"]),
    ("pt", "A Pellan vendeu todas as ações que detinha na Orsk à Tamar.", ["Pellan", "Orsk", "Tamar"],
     ["acquisition completed: acquirer=Tamar, seller=Pellan, target=Orsk"]),
    # What passes to somebody is bought, and "the group" is not what is bought.
    ("it", "Orsk passa ai giapponesi di Pellan: il gruppo di Osaka rileva il 100% dalla famiglia Tamari.",
     ["Orsk", "Pellan"],
     ["acquisition announced: acquirer=Pellan, seller=famiglia Tamari, target=Orsk"]),
    # The verb in the present where the noun reads alike.
    ("es", "Pellan compra la tostadora gallega Orsk y crece.", ["Pellan", "Orsk"],
     ["acquisition announced: acquirer=Pellan, target=Orsk"]),
    # Talks with somebody on a merger; what is ruled out or denied is a rumour at most.
    ("it", "Pellan nega trattative con Orsk per una fusione.", ["Pellan", "Orsk"],
     ["merger rumoured: party=Orsk, party=Pellan"]),
    ("es", "Pellan descarta lanzar una opa sobre Orsk.", ["Pellan", "Orsk"],
     ["acquisition rumoured: acquirer=Pellan, target=Orsk"]),
    # Shareholders speak for their company, or for both.
    ("en", "Orsk said its shareholders and those of Vint Oils approved the merger.", ["Orsk", "Vint Oils"],
     ["merger agreed: party=Orsk, party=Vint Oils"]),
    ("en", "Shareholders of Orsk voted to accept a takeover by Pellan Foods.", ["Orsk", "Pellan Foods"],
     ["acquisition agreed: acquirer=Pellan Foods, target=Orsk"]),
    # What is done stays done, whatever may follow; what a judge denies is no denial of the deal.
    ("en", "Merrow Capital bought 7.8 percent of Vint Oils and may buy more.", ["Merrow Capital", "Vint Oils"],
     ["stake_purchase completed: acquirer=Merrow Capital, target=Vint Oils"]),
    ("en", "A judge denied a request to block the merger of Orsk and Vint Oils.", ["Orsk", "Vint Oils"],
     ["merger announced: party=Orsk, party=Vint Oils"]),
    # An offer is proposed until more is said of it.
    ("en", "Vint Oils received an offer from Merrow Capital to buy all its shares.", ["Vint Oils", "Merrow Capital"],
     ["acquisition proposed: acquirer=Merrow Capital, target=Vint Oils"]),
    # Who sells, told in a sentence of its own.
    ("en", "Pellan Foods is to buy Orsk for £40m. The seller is the family company Tamar Group.",
     ["Pellan Foods", "Orsk", "Tamar Group"],
     ["acquisition announced: acquirer=Pellan Foods, seller=Tamar Group, target=Orsk"]),
    ("de", "Dornach übernimmt Orsk für 40 Millionen Euro. Verkäufer ist der Finanzinvestor Tamar.",
     ["Dornach", "Orsk", "Tamar"],
     ["acquisition announced: acquirer=Dornach, seller=Tamar, target=Orsk"]),
    # Who merges into another is its target.
    ("en", "Vint Oils said shareholders approved its merger into Merrow Capital.",
     ["Merrow Capital", "Vint Oils"],
     ["acquisition agreed: acquirer=Merrow Capital, target=Vint Oils"]),
    # A phrase in front with a verb of its own has the subject that follows.
    ("fr", "Après avoir racheté le voyagiste Orsk en janvier, Pellan a vendu Vint à Tamar.",
     ["Pellan", "Orsk", "Vint", "Tamar"],
     ["acquisition completed: acquirer=Pellan, target=Orsk",
      "acquisition completed: acquirer=Tamar, seller=Pellan, target=Vint"]),
    # A description before a name with a preposition of its own.
    ("pt", "A rede de padarias Pellan comprou a fabricante de massas Orsk.",
     ["Pellan", "Orsk"],
     ["acquisition completed: acquirer=Pellan, target=Orsk"]),
    # The purchase of a share, and a year before the subject.
    ("en", "In 2020 Pellan Foods completed the purchase of a 38 percent interest in Orsk from the Tamar family.",
     ["Pellan Foods", "Orsk", "Tamar"],
     ["stake_purchase completed: acquirer=Pellan Foods, seller=Tamar family, target=Orsk"]),
    # What is bought is no company: the phrase as written.
    ("en", "Quarry owner Hallam Stone bought a portfolio of loans from Brent Bank.",
     ["Hallam Stone", "Brent Bank"],
     ["acquisition completed: acquirer=Hallam Stone, seller=Brent Bank, target=a portfolio of loans"]),
    # A relative clause and its antecedent.
    ("en", "Pellan Foods, which bought Orsk in 2019, reported higher profits.",
     ["Pellan Foods", "Orsk"],
     ["acquisition completed: acquirer=Pellan Foods, target=Orsk"]),
    # Two deals stay two; a headline and its sentence are one.
    ("en", "Pellan sells Orsk to Tamar Group\n\nPellan Foods sold Orsk to Tamar Group. Separately, Dunmore Mills acquired Vint Oils.",
     ["Pellan Foods", "Orsk", "Tamar Group", "Dunmore Mills", "Vint Oils"],
     ["acquisition completed: acquirer=Tamar Group, seller=Pellan Foods, target=Orsk",
      "acquisition completed: acquirer=Dunmore Mills, target=Vint Oils"]),
    # A stake, raised by "it".
    ("en", "Merrow Capital told the exchange it raised its holding in Vint Oils to 7.4 percent.",
     ["Merrow Capital", "Vint Oils"],
     ["stake_purchase completed: acquirer=Merrow Capital, target=Vint Oils"]),
    # Who rejects an offer is its target.
    ("en", "Vint Oils has rejected a takeover offer from Merrow Capital.",
     ["Merrow Capital", "Vint Oils"],
     ["acquisition cancelled: acquirer=Merrow Capital, target=Vint Oils"]),
    # Denied and rumoured deals are no agreed ones.
    ("en", "Pellan Foods denied a report that it had agreed to buy Orsk.",
     ["Pellan Foods", "Orsk"],
     ["acquisition rumoured: acquirer=Pellan Foods, target=Orsk"]),
    ("en", "Pellan Foods is considering buying Orsk, two people familiar with the matter said.",
     ["Pellan Foods", "Orsk"],
     ["acquisition rumoured: acquirer=Pellan Foods, target=Orsk"]),
    # Deals of alike sides.
    ("en", "Dunmore Mills and Vint Oils said they had formed a joint venture with Orsk.",
     ["Dunmore Mills", "Vint Oils", "Orsk"],
     ["joint_venture announced: partner=Dunmore Mills, partner=Orsk, partner=Vint Oils"]),
    ("de", "Der Müllkonzern Brekau übernimmt den Entsorger Tolmann von der Familie Tolmann.",
     ["Brekau", "Tolmann"],
     ["acquisition announced: acquirer=Brekau, seller=Familie Tolmann, target=Tolmann"]),
    ("de", "Die Tochter Ilmtal wird an die schwedische Nordvik verkauft. Das Kartellamt muss noch zustimmen.",
     ["Ilmtal", "Nordvik"],
     ["acquisition pending_approval: acquirer=Nordvik, target=Ilmtal"]),
    ("de", "Die Übernahme der Spedition Harms durch den Logistiker Brekau ist geplatzt.",
     ["Harms", "Brekau"],
     ["acquisition cancelled: acquirer=Brekau, target=Harms"]),
    ("de", "Den Kranbauer Ilmtal hat im Mai der Investor Corvis übernommen.",
     ["Ilmtal", "Corvis"],
     ["acquisition completed: acquirer=Corvis, target=Ilmtal"]),
    ("fr", "Le groupe Tarbel a racheté la conserverie Morvane à la famille Lestrade pour 12 millions d'euros.",
     ["Tarbel", "Morvane"],
     ["acquisition completed: acquirer=Tarbel, seller=famille Lestrade, target=Morvane"]),
    ("fr", "Morvane a été cédée par Tarbel à l'italien Sorrano.",
     ["Tarbel", "Morvane", "Sorrano"],
     ["acquisition completed: acquirer=Sorrano, seller=Tarbel, target=Morvane"]),
    ("fr", "Le rachat de Morvane par Tarbel doit encore être approuvé par l'Autorité de la concurrence.",
     ["Tarbel", "Morvane"],
     ["acquisition pending_approval: acquirer=Tarbel, target=Morvane"]),
    ("es", "La cementera Arcosol compró a Grupo Breña su filial peruana por 30 millones de dólares.",
     ["Arcosol", "Grupo Breña"],
     ["acquisition completed: acquirer=Arcosol, seller=Grupo Breña, target=su filial peruana"]),
    ("es", "Grupo Breña vendió la cadena hotelera Miralba a la portuguesa Costa Serena.",
     ["Grupo Breña", "Miralba", "Costa Serena"],
     ["acquisition completed: acquirer=Costa Serena, seller=Grupo Breña, target=Miralba"]),
    ("pt", "A varejista Lumar comprou a rede Casa Tinta, que pertencia à família Prates.",
     ["Lumar", "Casa Tinta"],
     ["acquisition completed: acquirer=Lumar, target=Casa Tinta"]),
    ("pt", "O Cade ainda precisa aprovar a compra da Casa Tinta pela Lumar.",
     ["Casa Tinta", "Lumar"],
     ["acquisition pending_approval: acquirer=Lumar, target=Casa Tinta"]),
    ("it", "Il gruppo Serravia ha rilevato il pastificio Dorelli dalla famiglia Conti.",
     ["Serravia", "Dorelli"],
     ["acquisition completed: acquirer=Serravia, seller=famiglia Conti, target=Dorelli"]),
    ("it", "Serravia e Alpenova hanno firmato un accordo per una joint venture.",
     ["Serravia", "Alpenova"],
     ["joint_venture agreed: partner=Alpenova, partner=Serravia"]),
    ("nl", "Het Brabantse Veldhuis neemt de concurrent Korenaar over van investeerder Delta Fonds.",
     ["Veldhuis", "Korenaar", "Delta Fonds"],
     ["acquisition announced: acquirer=Veldhuis, seller=Delta Fonds, target=Korenaar"]),
    ("nl", "Korenaar wordt overgenomen door Veldhuis.",
     ["Veldhuis", "Korenaar"],
     ["acquisition announced: acquirer=Veldhuis, target=Korenaar"]),
]  # fmt: skip

NO_DEAL = [
    ("en", "Brandle Motors sold 40,000 vans last year and will pay a dividend of €2 a share.", ["Brandle Motors"]),
    ("en", "The minister bought time for Brandle Motors with a new deal on emissions.", ["Brandle Motors"]),
    ("fr", "Tarbel a levé 200 millions d'euros sur le marché obligataire.", ["Tarbel"]),
    ("pt", "A Pellan anunciou a entrada do executivo Rui Prates na empresa.", ["Pellan", "@Rui Prates"]),
    ("fr", "Tarbel a signé un accord avec les syndicats.", ["Tarbel"]),
    ("de", "Brekau verkauft in diesem Jahr mehr Lastwagen als im Vorjahr.", ["Brekau"]),
]


@pytest.mark.parametrize(("language", "words", "names", "expected"), READ, ids=[each[1][:50] for each in READ])
def test_who_takes_part_and_as_what(language: str, words: str, names: list[str], expected: list[str]) -> None:
    assert told(words, language, *names) == expected


@pytest.mark.parametrize(("language", "words", "names"), NO_DEAL, ids=[each[1][:50] for each in NO_DEAL])
def test_words_of_deals_without_a_deal_give_none(language: str, words: str, names: list[str]) -> None:
    assert told(words, language, *names) == []


def test_a_deal_has_its_trigger_and_the_words_of_its_stage() -> None:
    (deal,) = deals_of("Pellan Foods agreed to buy Orsk.", "en", "Pellan Foods", "Orsk")
    assert deal.trigger is not None
    assert deal.status_evidence is not None
    assert (deal.trigger.quote, deal.status_evidence.quote) == ("buy", "agreed to")


ELSEWHERE = [
    ("pl", "Spółka Brzezno kupiła sieć Lumis od funduszu Taranta za 30 mln zł.", ["Brzezno", "Lumis", "Taranta"],
     ["acquisition completed: acquirer=Brzezno, seller=Taranta, target=Lumis"]),
    ("pl", "Brzezno sprzeda Lumis funduszowi Taranta.", ["Brzezno", "Lumis", "Taranta"],
     ["acquisition announced: acquirer=Taranta, seller=Brzezno, target=Lumis"]),
    ("sv", "Norrbruk har köpts av Valdur.", ["Valdur", "Norrbruk"],
     ["acquisition announced: acquirer=Valdur, target=Norrbruk"]),
    ("da", "Rederiet Skagvig har købt Fjordlinjen af Nordhav.", ["Skagvig", "Fjordlinjen", "Nordhav"],
     ["acquisition completed: acquirer=Skagvig, seller=Nordhav, target=Fjordlinjen"]),
    ("nb", "Skagvig kjøper Fjordlinjen fra Nordhav.", ["Skagvig", "Fjordlinjen", "Nordhav"],
     ["acquisition announced: acquirer=Skagvig, seller=Nordhav, target=Fjordlinjen"]),
    ("ca", "Arcosa ha comprat Cellers Miró a la família Puig.", ["Arcosa", "Cellers Miró"],
     ["acquisition completed: acquirer=Arcosa, seller=família Puig, target=Cellers Miró"]),
    ("gl", "Arcosa mercou Conservas Breixo por 12 millóns de euros.", ["Arcosa", "Conservas Breixo"],
     ["acquisition completed: acquirer=Arcosa, target=Conservas Breixo"]),
    ("ro", "Achiziția Mobilis de către Dacora trebuie aprobată de Consiliul Concurenței.", ["Dacora", "Mobilis"],
     ["acquisition pending_approval: acquirer=Dacora, target=Mobilis"]),
    ("cs", "Dolmen prodá Hradovar společnosti Kestra.", ["Dolmen", "Hradovar", "Kestra"],
     ["acquisition announced: acquirer=Kestra, seller=Dolmen, target=Hradovar"]),
    ("ru", "Холдинг «Вектан» купил завод «Ладомир» у банка «Севзап».", ["Вектан", "Ладомир", "Севзап"],
     ["acquisition completed: acquirer=Вектан, seller=Севзап, target=Ладомир"]),
    ("uk", "Компанія «Вектан» придбала мережу «Ладомир».", ["Вектан", "Ладомир"],
     ["acquisition completed: acquirer=Вектан, target=Ладомир"]),
    ("el", "Ο όμιλος Πυράμις εξαγόρασε την αλυσίδα Δελφίς από την Αίολος.", ["Πυράμις", "Δελφίς", "Αίολος"],
     ["acquisition completed: acquirer=Πυράμις, seller=Αίολος, target=Δελφίς"]),
    ("tr", "Marpak, Anadolis Holding tarafından satın alındı.", ["Anadolis Holding", "Marpak"],
     ["acquisition completed: acquirer=Anadolis Holding, target=Marpak"]),
    ("id", "Bahari diakuisisi oleh PT Samudra.", ["PT Samudra", "Bahari"],
     ["acquisition announced: acquirer=PT Samudra, target=Bahari"]),
    ("fi", "Konserni Valdur ostaa Norrbrukin.", ["Valdur", "Norrbrukin"],
     ["acquisition announced: acquirer=Valdur, target=Norrbrukin"]),
    ("hu", "A Dolmen felvásárolja a Kestra társaságot.", ["Dolmen", "Kestra"],
     ["acquisition announced: acquirer=Dolmen, target=Kestra"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "names", "expected"), ELSEWHERE, ids=[each[0] for each in ELSEWHERE])
def test_every_language_with_a_file_has_its_frames(
    language: str, words: str, names: list[str], expected: list[str]
) -> None:
    assert told(words, language, *names) == expected


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ana Rao sold 300 of her shares in June.", "Ana Rao"),
        ("The club sold 12 percent of its shares, said Orsk.", "Orsk"),
    ],
)
def test_who_sells_shares_of_their_own_to_nobody_named_makes_no_deal(words: str, name: str) -> None:
    assert told(words, "en", name) == []


def _vocabulary(code: str) -> list[str]:
    """Words that the deals of a language are read by, a dozen of each table, and three names."""
    told = raw(code)
    tables = [each for section in ("frames", "deals") for each in told[section].values()]  # type: ignore[union-attr]
    words = [word.replace("*", "") for table in tables for word in table.split(", ")[:12]]
    return [*words, *("Orsk", "Pellan Foods", "Tamar") * 20, "20 %", "€4 million", ",", ".", "her", "its"]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["en", "de", "es", "fr", "it", "nl", "pt", "tr"]))
def test_any_words_of_deals_in_any_order_are_read(data: st.DataObject, code: str) -> None:
    drawn = data.draw(st.lists(st.sampled_from(_vocabulary(code)), min_size=3, max_size=25))
    deals_of("Orsk Pellan Foods Tamar " + " ".join(drawn), code, "Orsk", "Pellan Foods", "Tamar")
