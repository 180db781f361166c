"""Words for what the importer reports by codes: why rows are refused, and what to look at."""

from __future__ import annotations

from conversations.text import Text, Verbatim, Words, t
from domain.requests.files import FileProblem

REFUSED: dict[str, Text] = {
    # Translators: why a row of a file is refused, and what to do
    "missing": t("It is empty. Fill it in."),
    # Translators: why a row of a file is refused, and what to do
    "no_such_row": t("There is no such row. Add the row it names, or name another one."),
    # Translators: why a row of a file is refused, and what to do
    "duplicate": t("Two rows have the same id. Give every row its own, or remove one."),
    # Translators: why a row of a file is refused, and what to do
    "not_a_number": t("It is no number. Write one with a point, such as 32.07."),
    # Translators: why a row of a file is refused, and what to do
    "off_the_globe": t("No such position. Latitude is -90 to 90, longitude -180 to 180."),
    # Translators: why a row of a file is refused, and what to do
    "swapped": t("Latitude and longitude seem to be exchanged. Exchange them."),
    # Translators: why a row of a file is refused, and what to do
    "at_zero": t("The position is 0, 0. Write the real one, or leave both fields empty."),
    # Translators: why a row of a file is refused, and what to do
    "unknown_value": t("This value is not known. Write one that the format knows."),
    # Translators: why a row of a file is refused, and what to do
    "wrong_shape": t("It is written in another way than the format wants. Compare them."),
    # Translators: why a row of a file is refused: two managers of a centre at the same time
    "overlap": t("Two arrangements overlap. End the earlier one before the later one begins."),
    # Translators: why a row of a file is refused: asylum never goes to a State body
    "state_and_asylum": t(
        "An asylum team cannot be of the State. Give it to another organisation."
    ),
    # Translators: why a row of a file is refused: a cell holds a formula of a spreadsheet
    "formula": t("It is a formula. Write its result as text."),
    # Translators: why a row of a file is refused
    "too_long": t("It is too long. Shorten it."),
    # Translators: why a row of a file is refused: the cell holds HTML or the like
    "markup": t("It is written in a markup language. Write it as plain text."),
    # Translators: why a row of a file is refused: another person answers for that place
    "not_yours": t("This place is not in your care, or I do not know it. Write the id of yours."),
    # Translators: why a row of a file is refused: a dated fact about who runs a place
    "no_fit": t("It does not fit that day. Look at the days, and whether an agreement holds then."),
}

TO_LOOK_AT: dict[str, Text] = {
    # Translators: warning about a file: opening hours were corrected
    "hours_repaired": t("Opening hours repaired"),
    # Translators: warning about a file: opening hours could not be understood
    "hours_as_words": t("Opening hours kept as words"),
    # Translators: warning about a file: two names of one organisation
    "same_organisation": t("Taken for the same organisation"),
    # Translators: warning about a file: an organisation's kind had to be assumed
    "not_a_partner": t("Organisations not taken for partners"),
    # Translators: warning about a file: tables cannot say which organisation runs a place
    "no_manager": t("Places of which the file does not say who runs them"),
    # Translators: warning about a file: only a coordinator may enter who runs a place
    "management_not_taken": t("Who runs a place was not taken from the file"),
    # Translators: warning about a file: an id came twice
    "same_id": t("The same id twice"),
    # Translators: warning about a file: a name was too long
    "name_shortened": t("Names shortened"),
    # Translators: warning about a file: people cannot simply go there
    "no_walk_there": t("Places that one cannot simply go to"),
    # Translators: warning about a file: a service has ended
    "ended": t("Services that have ended"),
    # Translators: warning about a file: places whose address is kept secret
    "confidential": t("Places protected: their address is shown to nobody"),
    # Translators: warning about a file: help after violence together with other help
    "mixed_violence": t("Help after violence at a place that is listed"),
    # Translators: warning about a file: the kind of a service was guessed
    "kind_guessed": t("Kinds of service guessed"),
    # Translators: warning about a file: nobody receives requests
    "no_team": t("Organisations without a team that takes requests"),
    # Translators: warning about a file: it is not clear which team receives requests
    "two_teams": t("Organisations with two teams for the same place"),
    # Translators: warning about a file: what cannot be routed reaches nobody
    "no_coordinator": t("Places without a coordinator"),
    # Translators: warning about a file: a centre has no competent authority
    "no_authority": t("Centres without a competent authority"),
    # Translators: warning about a file: no agreement lets personal data go there
    "gate_closed": t("Partners that may not receive personal data"),
    # Translators: warning about a file: two facts about who is responsible disagree
    "matrix_disagrees": t("Responsibilities that disagree; the agreement's matrix wins"),
    # Translators: warning about a file: a salary derogation (IN 92) is not approved
    "approval_missing": t("Salary derogations without an approval"),
    # Translators: warning about a file: a row names another one that is not there
    "dangling": t("Rows that name something unknown"),
    # Translators: warning about a file: signs such as <b> in a text
    "markup": t("Markup taken out of texts"),
    # Translators: warning about a file: values that have no place in the directory
    "not_taken": t("Values not taken over"),
    # Translators: warning about a file: two rows tell different things of one centre
    "centre_differs": t("Rows that disagree about a centre"),
    # Translators: warning about a file: whose data it is must be said
    "attribution": t("Data whose source must be named"),
    # Translators: warning about a file: facts that stay although the file says otherwise
    "kept": t("Facts kept as they were"),
}

FILE_PROBLEMS: dict[FileProblem, Text] = {
    # Translators: a whole file cannot be read; CSV, XLSX, HSDS, zip and GeoJSON stay as they are
    FileProblem.UNREADABLE: t(
        "I cannot read this as a directory file. I know CSV and XLSX tables made from the "
        "template, HSDS packages (zip), and GeoJSON."
    ),
    # Translators: a file is over the limit; the command stays as it is
    FileProblem.TOO_LARGE: t(
        "This file is too big to be taken in by message: at most 5 MB. Whoever runs the "
        "installation can take it in with `passerelle directory import`."
    ),
    # Translators: a file has too many rows; the command stays as it is
    FileProblem.TOO_MANY: t(
        "This file has too many services to be taken in by message: at most 5,000. Whoever runs "
        "the installation can take it in with `passerelle directory import`."
    ),
    # Translators: to a coordinator: a file holds something else than what they may enter by file
    FileProblem.ONLY_MANAGEMENT: t(
        "This is no table of who runs which place. Other files are for administrators."
    ),
    # Translators: a file of the right kind has no rows
    FileProblem.NOTHING: t("There is nothing in this file that belongs into the directory."),
}


def code_words(words: dict[str, Text], code: str) -> Words:
    """Give the words for a code; a code that is newer than this table is shown as it is."""
    return words.get(code) or Verbatim(code.replace("_", " "))
