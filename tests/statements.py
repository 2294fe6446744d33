"""What a record has, and statements of drafts set beside it: true ones, and ones with an error planted in them.

Five languages, as lists of facts that `tests.planted` reads. True ones are worded as another paper might: parts of
quotations, other grammatical forms, figures for words, rounded sums, spelling of their own. The expected differences
stand before each false one.
"""

from __future__ import annotations

from typing import NamedTuple


class Story(NamedTuple):
    """The record of one language, and statements with what differs in each; nothing differs in the true ones."""

    language: str
    names: str
    record: str
    true: tuple[str, ...]
    false: tuple[tuple[str, str], ...]


ENGLISH = Story(
    "en",
    "Company: Corvane Logistics\nCompany: Brackwater Docks\nCompany: Tallis Foods\nCompany: Merrow Bank",
    """Title: Fiona Strand | chief executive | Corvane Logistics
Title: Owen Garrick | finance director | Tallis Foods
Title: Priya Nandan | spokeswoman | Merrow Bank
Quote: Fiona Strand | Not a single post at the docks is at risk, whatever others may say
Quote: Owen Garrick | We have paid down four fifths of our debt | and the rest will follow by the spring
Quote: Priya Nandan | The bank will open thirty branches in the north next year
Said: Owen Garrick | margins at the bakery unit would fall by 3 percent in the second half
Said: Fiona Strand | the terminal would handle 400,000 containers a year
Denied: Priya Nandan | the bank planned to sell its mortgage book to a rival
Deal: acquisition | agreed | acquirer=Corvane Logistics; target=Brackwater Docks | £96 million
Deal: stake_purchase | completed | acquirer=Merrow Bank; target=Tallis Foods | $1.37 billion | 24.9 %""",
    (
        "Quote: Fiona Strand | not a single post at the docks is at risk",
        "Quote: Owen Garrick | We have paid down four fifths of our debt … and the rest will follow",
        "Quote: Priya Nandan | will open 30 branches in the north next year",
        "Quote: Owen Garrick | the rest [of it] will follow by the spring",
        "Said: Owen Garrick | margins at the bakery unit would fall by three per cent in the second half",
        "Said: Fiona Strand | the terminal would handle 400,000 containers a year",
        "Denied: Priya Nandan | the bank planned to sell its mortgage book to a rival",
        "Title: Fiona Strand | CEO | Corvane Logistics",
        "Title: Fiona Strand | chief executive officer",
        "Title: Owen Garrick | director of finance | Tallis Foods",
        "Title: Priya Nandan | spokesperson | Merrow Bank",
        "Deal: acquisition | announced | acquirer=Corvane Logistics; target=Brackwater Docks | 96 million pounds",
        "Deal: stake_purchase | completed | acquirer=Merrow Bank; target=Tallis Foods | about $1.4 billion | 24.9 percent",
    ),
    (
        ("words", "Quote: Fiona Strand | A single post at the docks is at risk"),
        ("words", "Quote: Owen Garrick | We have paid down three fifths of our debt"),
        ("words", "Quote: Priya Nandan | The bank will close thirty branches in the north next year"),
        ("words speaker", "Quote: Fiona Strand | The bank will open forty branches in the north next year"),
        ("speaker", "Quote: Owen Garrick | Not a single post at the docks is at risk"),
        ("numbers", "Said: Owen Garrick | margins at the bakery unit would fall by 8 percent in the second half"),
        ("polarity", "Said: Owen Garrick | margins at the bakery unit would rise by 3 percent in the second half"),
        ("polarity", "Said: Priya Nandan | the bank planned to sell its mortgage book to a rival"),
        ("title", "Title: Fiona Strand | deputy chief executive | Corvane Logistics"),
        ("organization", "Title: Owen Garrick | finance director | Merrow Bank"),
        ("sum", "Deal: acquisition | agreed | acquirer=Corvane Logistics; target=Brackwater Docks | £69 million"),
        ("stage", "Deal: acquisition | completed | acquirer=Corvane Logistics; target=Brackwater Docks"),
        ("role role", "Deal: acquisition | agreed | acquirer=Brackwater Docks; target=Corvane Logistics | £96 million"),
    ),
)

PORTUGUESE = Story(
    "pt",
    "Company: Águas do Lima\nCompany: Grupo Seara Nova\nCompany: Banco do Minho\nCompany: Têxtil Aveiro",
    """Title: Inês Sardinha | diretora-geral | Águas do Lima
Title: Rui Teles | presidente | Banco do Minho
Title: Carla Moita | porta-voz | Têxtil Aveiro
Quote: Inês Sardinha | A água não vai faltar em nenhuma das aldeias do vale este verão
Quote: Rui Teles | O banco não precisa de mais capital | nem de novos acionistas
Quote: Carla Moita | A fábrica vai contratar duzentos operários até ao fim do ano
Said: Inês Sardinha | as perdas na rede caíram 12% no ano passado
Said: Rui Teles | o crédito malparado representa 4% da carteira do banco
Denied: Carla Moita | a fábrica de Ovar vai fechar portas em setembro
Deal: acquisition | proposed | acquirer=Grupo Seara Nova; target=Têxtil Aveiro | 12 milhões de euros
Deal: divestiture | completed | seller=Banco do Minho; acquirer=Grupo Seara Nova; target=Águas do Lima | 310 milhões de euros""",
    (
        "Quote: Inês Sardinha | A água não vai faltar",
        "Quote: Inês Sardinha | não vai faltar em nenhuma das aldeias do vale",
        "Quote: Rui Teles | O banco não precisa de mais capital nem de novos acionistas",
        "Quote: Carla Moita | vai contratar 200 operários até ao fim do ano",
        "Said: Inês Sardinha | as perdas na rede caíram 12 por cento no ano passado",
        "Said: Rui Teles | o crédito malparado representa 4% da carteira do banco",
        "Denied: Carla Moita | a fábrica de Ovar vai fechar portas em setembro",
        "Title: Inês Sardinha | diretora geral | Águas do Lima",
        "Title: Rui Teles | presidente | Banco do Minho",
        "Title: Carla Moita | porta-voz | Têxtil Aveiro",
        "Deal: acquisition | proposed | acquirer=Grupo Seara Nova; target=Têxtil Aveiro | € 12 milhões",
        "Deal: acquisition | rumoured | acquirer=Grupo Seara Nova; target=Têxtil Aveiro",
        "Deal: divestiture | completed | seller=Banco do Minho; target=Águas do Lima | 310 milhões de euros",
    ),
    (
        ("words", "Quote: Inês Sardinha | A água vai faltar em nenhuma das aldeias do vale este verão"),
        ("words", "Quote: Rui Teles | O banco não precisa de menos capital"),
        ("words", "Quote: Carla Moita | A fábrica vai despedir duzentos operários até ao fim do ano"),
        ("words", "Quote: Carla Moita | A fábrica vai contratar trezentos operários até ao fim do ano"),
        ("speaker", "Quote: Carla Moita | A água não vai faltar em nenhuma das aldeias do vale"),
        ("speaker", "Quote: Inês Sardinha | O banco não precisa de mais capital nem de novos acionistas"),
        ("numbers", "Said: Inês Sardinha | as perdas na rede caíram 21% no ano passado"),
        ("polarity", "Said: Carla Moita | a fábrica de Ovar vai fechar portas em setembro"),
        ("title", "Title: Rui Teles | vice-presidente | Banco do Minho"),
        ("title", "Title: Carla Moita | diretora comercial | Têxtil Aveiro"),
        (
            "sum",
            "Deal: acquisition | proposed | acquirer=Grupo Seara Nova; target=Têxtil Aveiro | 12 mil milhões de euros",
        ),
        ("stage", "Deal: acquisition | completed | acquirer=Grupo Seara Nova; target=Têxtil Aveiro"),
        (
            "role role",
            "Deal: divestiture | completed | seller=Grupo Seara Nova; acquirer=Banco do Minho; target=Águas do Lima",
        ),
    ),
)

GERMAN = Story(
    "de",
    "Company: Harting Werke\nCompany: Nordlicht Energie\nCompany: Sparbank Celle\nCompany: Moorland Reederei",
    """Title: Ilse Brandner | Vorstandsvorsitzende | Harting Werke
Title: Jens Osterkamp | Sprecher | Nordlicht Energie
Title: Maren Thode | Finanzchefin | Moorland Reederei
Quote: Ilse Brandner | Wir werden in diesem Jahr keinen einzigen Standort schließen
Quote: Jens Osterkamp | Der Windpark liefert ab Mai Strom für sechzigtausend Haushalte in der Region
Quote: Maren Thode | Die Reederei hat genug Geld | um auch einen langen Winter zu überstehen
Said: Ilse Brandner | der Umsatz im Inland sei im ersten Halbjahr um 7 Prozent gestiegen
Said: Maren Thode | zwei Frachter würden im Herbst verkauft
Denied: Jens Osterkamp | das Unternehmen verhandle über einen Verkauf der Netze an die Stadt
Deal: acquisition | agreed | acquirer=Nordlicht Energie; target=Harting Werke | 480 Millionen Euro
Deal: merger | cancelled | partner=Sparbank Celle; partner=Moorland Reederei""",
    (
        "Quote: Ilse Brandner | keinen einzigen Standort schließen",
        "Quote: Ilse Brandner | Wir werden in diesem Jahr keinen einzigen Standort schliessen",
        "Quote: Jens Osterkamp | Strom für sechzigtausend Haushalte in der Region",
        "Quote: Maren Thode | Die Reederei hat genug Geld, um auch einen langen Winter zu überstehen",
        "Quote: Maren Thode | Die Reederei hat genug Geld (...) einen langen Winter zu überstehen",
        "Said: Ilse Brandner | der Umsatz im Inland sei im ersten Halbjahr um sieben Prozent gestiegen",
        "Said: Maren Thode | zwei Frachter würden im Herbst verkauft",
        "Denied: Jens Osterkamp | das Unternehmen verhandle über einen Verkauf der Netze an die Stadt",
        "Title: Jens Osterkamp | Sprecher | Nordlicht Energie",
        "Title: Ilse Brandner | Vorstandsvorsitzender | Harting Werke",
        "Title: Maren Thode | Finanzchef | Moorland Reederei",
        "Deal: acquisition | pending_approval | acquirer=Nordlicht Energie; target=Harting Werke | 480 Mio. Euro",
        "Deal: merger | terminated | partner=Sparbank Celle; partner=Moorland Reederei",
    ),
    (
        ("words", "Quote: Ilse Brandner | Wir werden in diesem Jahr einen einzigen Standort schließen"),
        (
            "words",
            "Quote: Jens Osterkamp | Der Windpark liefert ab Mai Strom für neunzigtausend Haushalte in der Region",
        ),
        ("words", "Quote: Jens Osterkamp | Der Windpark liefert ab März Strom für sechzigtausend Haushalte"),
        ("words", "Quote: Maren Thode | Die Reederei hat kaum Geld, um einen langen Winter zu überstehen"),
        ("speaker", "Quote: Maren Thode | Wir werden in diesem Jahr keinen einzigen Standort schließen"),
        ("speaker", "Quote: Ilse Brandner | Der Windpark liefert ab Mai Strom für sechzigtausend Haushalte"),
        ("numbers", "Said: Ilse Brandner | der Umsatz im Inland sei im ersten Halbjahr um 17 Prozent gestiegen"),
        ("polarity", "Said: Ilse Brandner | der Umsatz im Inland sei im ersten Halbjahr um 7 Prozent gesunken"),
        ("title", "Title: Ilse Brandner | stellvertretende Vorstandsvorsitzende | Harting Werke"),
        ("organization", "Title: Jens Osterkamp | Sprecher | Harting Werke"),
        ("sum", "Deal: acquisition | agreed | acquirer=Nordlicht Energie; target=Harting Werke | 840 Millionen Euro"),
        ("stage", "Deal: merger | agreed | partner=Sparbank Celle; partner=Moorland Reederei"),
        ("role role", "Deal: acquisition | agreed | acquirer=Harting Werke; target=Nordlicht Energie"),
    ),
)

FRENCH = Story(
    "fr",
    "Company: Laiteries Vauban\nCompany: Chantiers Kerlo\nCompany: Fonds Ardoise\nCompany: Mutuelle des Landes",
    """Title: Solène Picart | directrice générale | Laiteries Vauban
Title: Bruno Estève | président | Chantiers Kerlo
Title: Nadia Ferrand | présidente-directrice générale | Mutuelle des Landes
Quote: Solène Picart | Le prix du lait payé aux éleveurs augmentera dès le mois prochain
Quote: Bruno Estève | Nous avons deux ans de commandes devant nous | et pas un navire en retard
Quote: Nadia Ferrand | Les cotisations resteront stables pour huit adhérents sur dix
Said: Solène Picart | la nouvelle usine de Vannes emploierait 150 salariés
Said: Bruno Estève | le chantier a perdu 6 millions d'euros l'an dernier
Denied: Nadia Ferrand | la mutuelle quitterait son siège historique de Dax
Deal: acquisition | rumoured | acquirer=Fonds Ardoise; target=Chantiers Kerlo | 1,3 milliard d'euros
Deal: stake_purchase | completed | acquirer=Mutuelle des Landes; target=Laiteries Vauban | 85 millions d'euros | 30 %""",
    (
        "Quote: Solène Picart | augmentera dès le mois prochain",
        "Quote: Solène Picart | Le prix du lait payé aux éleveurs […] dès le mois prochain",
        "Quote: Bruno Estève | deux ans de commandes devant nous",
        "Quote: Bruno Estève | Nous avons deux ans de commandes devant nous et pas un navire en retard",
        "Quote: Nadia Ferrand | resteront stables pour 8 adhérents sur 10",
        "Said: Solène Picart | la nouvelle usine de Vannes emploierait 150 salariés",
        "Said: Bruno Estève | le chantier a perdu six millions d'euros l'an dernier",
        "Denied: Nadia Ferrand | la mutuelle quitterait son siège historique de Dax",
        "Title: Nadia Ferrand | PDG | Mutuelle des Landes",
        "Title: Solène Picart | directeur général | Laiteries Vauban",
        "Title: Bruno Estève | président | Chantiers Kerlo",
        "Deal: acquisition | proposed | acquirer=Fonds Ardoise; target=Chantiers Kerlo | environ 1,3 milliard d'euros",
        "Deal: stake_purchase | completed | acquirer=Mutuelle des Landes; target=Laiteries Vauban | 85 M€ | 30 %",
    ),
    (
        ("words", "Quote: Solène Picart | Le prix du lait payé aux éleveurs baissera dès le mois prochain"),
        ("words", "Quote: Bruno Estève | Nous avons dix ans de commandes devant nous"),
        ("words", "Quote: Bruno Estève | deux ans de commandes devant nous et un navire en retard"),
        ("words", "Quote: Nadia Ferrand | Les cotisations augmenteront pour huit adhérents sur dix"),
        ("speaker", "Quote: Nadia Ferrand | Le prix du lait payé aux éleveurs augmentera dès le mois prochain"),
        ("speaker", "Quote: Solène Picart | Les cotisations resteront stables pour huit adhérents sur dix"),
        ("numbers", "Said: Solène Picart | la nouvelle usine de Vannes emploierait 510 salariés"),
        ("polarity", "Said: Nadia Ferrand | la mutuelle quitterait son siège historique de Dax"),
        ("title", "Title: Solène Picart | directrice générale adjointe | Laiteries Vauban"),
        ("organization", "Title: Bruno Estève | président | Fonds Ardoise"),
        (
            "currency",
            "Deal: stake_purchase | completed | acquirer=Mutuelle des Landes; target=Laiteries Vauban | 85 millions de dollars",
        ),
        ("stage", "Deal: acquisition | agreed | acquirer=Fonds Ardoise; target=Chantiers Kerlo"),
        ("role role", "Deal: acquisition | rumoured | acquirer=Chantiers Kerlo; target=Fonds Ardoise"),
    ),
)

SPANISH = Story(
    "es",
    "Company: Aceites Almendral\nCompany: Naviera Tordera\nCompany: Banca Segura\nCompany: Minas del Odiel",
    """Title: Lucía Arrabal | consejera delegada | Aceites Almendral
Title: Tomás Berenguer | portavoz | Naviera Tordera
Title: Elvira Sanz | directora financiera | Minas del Odiel
Quote: Lucía Arrabal | La cosecha de este otoño será la mejor de los últimos veinte años
Quote: Tomás Berenguer | Ningún barco de la compañía ha salido de puerto sin seguro
Quote: Elvira Sanz | No vamos a pagar dividendo | hasta que la mina vuelva a dar beneficios
Said: Lucía Arrabal | las exportaciones a Italia crecieron un 15% el año pasado
Said: Elvira Sanz | la mina perdió 9 millones de euros en 2024
Denied: Tomás Berenguer | la naviera había despedido a la tripulación del Tordera II
Deal: acquisition | pending_approval | acquirer=Aceites Almendral; target=Minas del Odiel | 240 millones de euros
Deal: divestiture | announced | seller=Banca Segura; target=Naviera Tordera | 75 millones de dólares""",
    (
        "Quote: Lucía Arrabal | será la mejor de los últimos 20 años",
        "Quote: Lucía Arrabal | La cosecha de este otoño será la mejor",
        "Quote: Tomás Berenguer | ningún barco de la compañia ha salido de puerto sin seguro",
        "Quote: Elvira Sanz | No vamos a pagar dividendo hasta que la mina vuelva a dar beneficios",
        "Quote: Elvira Sanz | hasta que la mina vuelva a dar beneficios",
        "Said: Lucía Arrabal | las exportaciones a Italia crecieron un 15 por ciento el año pasado",
        "Said: Elvira Sanz | la mina perdió nueve millones de euros en 2024",
        "Denied: Tomás Berenguer | la naviera había despedido a la tripulación del Tordera II",
        "Title: Lucía Arrabal | consejera delegada | Aceites Almendral",
        "Title: Elvira Sanz | director financiero | Minas del Odiel",
        "Title: Tomás Berenguer | portavoz | Naviera Tordera",
        "Deal: acquisition | agreed | acquirer=Aceites Almendral; target=Minas del Odiel | 240 M€",
        "Deal: divestiture | announced | seller=Banca Segura; target=Naviera Tordera | US$ 75 millones",
    ),
    (
        ("words", "Quote: Lucía Arrabal | La cosecha de este otoño será la peor de los últimos veinte años"),
        ("words", "Quote: Tomás Berenguer | Algún barco de la compañía ha salido de puerto sin seguro"),
        ("words", "Quote: Elvira Sanz | Vamos a pagar dividendo aunque la mina vuelva a dar beneficios"),
        ("words", "Quote: Lucía Arrabal | será la mejor de los últimos doce años"),
        ("speaker", "Quote: Elvira Sanz | Ningún barco de la compañía ha salido de puerto sin seguro"),
        ("speaker", "Quote: Tomás Berenguer | La cosecha de este otoño será la mejor de los últimos veinte años"),
        ("numbers", "Said: Elvira Sanz | la mina perdió 90 millones de euros en 2024"),
        ("polarity", "Said: Lucía Arrabal | las exportaciones a Italia cayeron un 15% el año pasado"),
        ("title", "Title: Elvira Sanz | directora de ventas | Minas del Odiel"),
        ("organization", "Title: Tomás Berenguer | portavoz | Banca Segura"),
        (
            "sum",
            "Deal: acquisition | pending_approval | acquirer=Aceites Almendral; target=Minas del Odiel | 420 millones de euros",
        ),
        ("stage", "Deal: acquisition | terminated | acquirer=Aceites Almendral; target=Minas del Odiel"),
        ("role role", "Deal: divestiture | announced | seller=Naviera Tordera; acquirer=Banca Segura"),
    ),
)

STORIES = (ENGLISH, PORTUGUESE, GERMAN, FRENCH, SPANISH)
