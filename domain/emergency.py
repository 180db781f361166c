"""Public emergency numbers by country: only those that are well established.

A field is empty where the number is not certain; a wrong one costs more than a missing one.
Where a country has one number for everything, `general` holds it. A country that is not in the
table gets 112, which most mobile networks lead somewhere, marked as not `sure`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """Numbers to dial inside a country, the best known first.

    `children`: lines where a child can talk to somebody. `sure`: False for the guess that is
    given where the country's numbers are not known.
    """

    general: tuple[str, ...] = ()
    police: tuple[str, ...] = ()
    ambulance: tuple[str, ...] = ()
    fire: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    sure: bool = True


def _of(
    general: str = "", police: str = "", ambulance: str = "", fire: str = "", children: str = ""
) -> EmergencyNumbers:
    return EmergencyNumbers(
        tuple(general.split()),
        tuple(police.split()),
        tuple(ambulance.split()),
        tuple(fire.split()),
        tuple(children.split()),
    )


ANYWHERE = EmergencyNumbers(general=("112",), sure=False)

NUMBERS = {
    # The European Union, the European Economic Area and Switzerland
    "AT": _of("112", "133", "144", "122", "147"),
    "BE": _of("112", "101", children="103 102"),
    "BG": _of("112", children="116111"),
    "CH": _of("112", "117", "144", "118", "147"),
    "CY": _of("112", children="116111"),
    "CZ": _of("112", "158", "155", "150", "116111"),
    "DE": _of("112", "110", children="116111"),
    "DK": _of("112", children="116111"),
    "EE": _of("112", children="116111"),
    "ES": _of("112", "091", children="116111"),
    "FI": _of("112", children="116111"),
    "FR": _of("112", "17", "15", "18", "119"),
    "GR": _of("112", "100", "166", "199", "116111 1056"),
    "HR": _of("112", "192", "194", "193", "116111"),
    "HU": _of("112", "107", "104", "105", "116111"),
    "IE": _of("112 999", children="116111"),
    "IS": _of("112"),
    "IT": _of("112", "113", "118", "115", "114"),
    "LI": _of("112", "117", "144", "118", "147"),
    "LT": _of("112", children="116111"),
    "LU": _of("112", "113", children="116111"),
    "LV": _of("112", "110", "113", children="116111"),
    "MT": _of("112"),
    "NL": _of("112", children="116111"),
    "NO": _of(police="112", ambulance="113", fire="110", children="116111"),
    "PL": _of("112", "997", "999", "998", "116111"),
    "PT": _of("112", children="116111"),
    "RO": _of("112", children="116111"),
    "SE": _of("112", children="116111"),
    "SI": _of("112", "113", children="116111"),
    "SK": _of("112", "158", "155", "150", "116111"),
    # Elsewhere in Europe and around it
    "AL": _of("112", "129", "127", "128", "116111"),
    "BA": _of(police="122", ambulance="124", fire="123"),
    "GB": _of("999 112", children="08001111"),
    "GE": _of("112"),
    "MD": _of("112"),
    "ME": _of("112", "122", "124", "123"),
    "MK": _of("112", "192", "194", "193"),
    "RS": _of(police="192", ambulance="194", fire="193"),
    "TR": _of("112"),
    "UA": _of("112", "102", "103", "101"),
    "XK": _of("112", "192", "194", "193"),
    # North Africa and the Middle East
    "DZ": _of(police="1548", fire="14"),
    "EG": _of(police="122", ambulance="123", fire="180", children="16000"),
    "IL": _of(police="100", ambulance="101", fire="102"),
    "JO": _of("911"),
    "LB": _of(police="112", ambulance="140", fire="175"),
    "MA": _of(police="19 177", ambulance="15", fire="15"),
    "PS": _of(police="100", ambulance="101", fire="102"),
    "SY": _of(police="112", ambulance="110", fire="113"),
    "TN": _of(police="197", ambulance="190", fire="198"),
    # Africa south of the Sahara
    "CI": _of(ambulance="185", fire="180"),
    "CM": _of(police="117", fire="118"),
    "DJ": _of(police="17", fire="18"),
    "ET": _of(police="991", ambulance="907"),
    "GH": _of("112", "191", "193", "192"),
    "GN": _of(police="117"),
    "KE": _of("999 112", children="116"),
    "ML": _of(police="17", ambulance="15", fire="18"),
    "NE": _of(police="17", ambulance="15", fire="18"),
    "NG": _of("112"),
    "RW": _of(police="112", ambulance="912", children="116"),
    "SN": _of(police="17", ambulance="1515", fire="18"),
    "TZ": _of("112", children="116"),
    "UG": _of("999 112", children="116"),
    "ZA": _of("112", "10111", "10177", children="116"),
    # Asia
    "AF": _of(police="119"),
    "BD": _of("999", children="1098"),
    "CN": _of(police="110", ambulance="120", fire="119"),
    "IN": _of("112", "100", "108", "101", "1098"),
    "IR": _of(police="110", ambulance="115", fire="125"),
    "JP": _of(police="110", ambulance="119", fire="119"),
    "KH": _of(police="117", ambulance="119", fire="118", children="1280"),
    "KR": _of(police="112", ambulance="119", fire="119"),
    "LK": _of(police="119", ambulance="1990", fire="110", children="1929"),
    "MM": _of(police="199", ambulance="192", fire="191"),
    "MY": _of("999"),
    "NP": _of(police="100", ambulance="102", fire="101", children="1098"),
    "PH": _of("911"),
    "PK": _of(police="15", ambulance="1122"),
    "TH": _of(police="191", ambulance="1669", fire="199", children="1387"),
    "VN": _of(police="113", ambulance="115", fire="114", children="111"),
    # The Americas and Oceania
    "AR": _of("911", ambulance="107", fire="100", children="102"),
    "AU": _of("000"),
    "BR": _of(police="190", ambulance="192", fire="193", children="100"),
    "CA": _of("911"),
    "CL": _of(police="133", ambulance="131", fire="132", children="147"),
    "CO": _of("123", children="141"),
    "CR": _of("911"),
    "DO": _of("911"),
    "EC": _of("911"),
    "MX": _of("911"),
    "NZ": _of("111"),
    "PA": _of("911"),
    "PE": _of(police="105", ambulance="106", fire="116"),
    "US": _of("911"),
    "UY": _of("911"),
    "VE": _of("911"),
}


def numbers_for(country: str | None) -> EmergencyNumbers:
    """Give the numbers of a country (ISO 3166-1 alpha-2, any case), or the guess that is left."""
    return NUMBERS.get(country.upper(), ANYWHERE) if country else ANYWHERE
