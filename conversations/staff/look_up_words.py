"""Words of look-ups: how topics, roles, stages and records are called."""

from __future__ import annotations

from conversations.text import Text, t
from domain.agreements import Approval
from domain.handover import Check, Stage
from domain.quality import Fate
from domain.questions import Topic
from domain.staffing import StaffingKind

TOPIC_NAMES: dict[Topic, Text] = {
    # Translators: topic of a look-up, short, also a button: all facts of a centre
    Topic.ALL: t("Everything"),
    # Translators: topic of a look-up, short, also a button: who manages a centre
    Topic.MANAGER: t("Who manages it"),
    # Translators: topic of a look-up, short, also a button: who managed a centre before
    Topic.HISTORY: t("History of management"),
    # Translators: topic of a look-up, short, also a button: organisations and their parts
    Topic.PARTIES: t("Parties and roles"),
    # Translators: topic of a look-up, short, also a button
    Topic.AGREEMENTS: t("Agreements"),
    # Translators: topic of a look-up, short, also a button: a planned change of manager
    Topic.HANDOVER: t("Handover"),
    # Translators: topic of a look-up, short, also a button: management committee
    Topic.COMMITTEE: t("Committee"),
    # Translators: topic of a look-up, short, also a button: who works there
    Topic.STAFFING: t("Staffing"),
    # Translators: topic of a look-up, short, also a button: IOM instruction on government salaries
    Topic.IN92: t("IN 92 approvals"),
    # Translators: topic of a look-up, short, also a button
    Topic.BUDGET: t("Budget line"),
    # Translators: topic of a look-up, short, also a button: which donors pay
    Topic.FUNDING: t("Funding"),
    # Translators: topic of a look-up, short, also a button: kinds of help offered
    Topic.SERVICES: t("Services"),
    # Translators: topic of a look-up, short, also a button
    Topic.HOURS: t("Opening hours"),
    # Translators: topic of a look-up, short, also a button: places to sleep that are free
    Topic.BEDS: t("Free places"),
    # Translators: topic of a look-up, short, also a button: telephone and mail
    Topic.CONTACT: t("Contact"),
    # Translators: topic of a look-up, short, also a button: languages spoken
    Topic.LANGUAGES: t("Languages spoken"),
    # Translators: topic of a look-up, short, also a button
    Topic.ADDRESS: t("Address"),
    # Translators: topic of a look-up, short, also a button: how old the entry is
    Topic.VERIFIED: t("Last check"),
    # Translators: topic of a look-up, short, also a button: counts of requests
    Topic.INDICATORS: t("Figures"),
    # Translators: topic of a look-up, short, also a button: files such as procedures
    Topic.DOCUMENTS: t("Documents"),
}

CODES: dict[Topic, str] = {topic: f"{at:x}" for at, topic in enumerate(Topic)}
TOPIC_OF = {code: topic for topic, code in CODES.items()}

RECORDS: dict[Topic, Text] = {
    # Translators: source of a fact, after "Source:"
    Topic.MANAGER: t("management arrangement"),
    # Translators: source of a fact, after "Source:"
    Topic.HISTORY: t("management arrangements"),
    # Translators: source of a fact, after "Source:"
    Topic.PARTIES: t("parties of the arrangement"),
    # Translators: source of a fact, after "Source:"
    Topic.AGREEMENTS: t("recorded agreements"),
    # Translators: source of a fact, after "Source:"
    Topic.HANDOVER: t("handover plan"),
    # Translators: source of a fact, after "Source:"
    Topic.COMMITTEE: t("committee record"),
    # Translators: source of a fact, after "Source:"
    Topic.STAFFING: t("staffing record"),
    # Translators: source of a fact, after "Source:"
    Topic.IN92: t("record of IN 92 approvals"),
    # Translators: source of a fact, after "Source:"
    Topic.BUDGET: t("budget record"),
    # Translators: source of a fact, after "Source:"
    Topic.FUNDING: t("funding record"),
    # Translators: source of a fact, after "Source:"; small numbers are hidden to protect people
    Topic.INDICATORS: t("requests of the last 90 days, small numbers hidden"),
}
"""The topics that are not of the directory's entry; that one says when it was last checked."""

PARTY_ROLES: dict[str, Text] = {
    # Translators: part of an organisation at a centre
    "manager": t("manager"),
    # Translators: part of an organisation at a centre
    "co_manager": t("co-manager"),
    # Translators: part of an organisation at a centre: provides a service that is added
    "complementary_service_owner": t("complementary services"),
    # Translators: part of an organisation at a centre: supports, receives no cases
    "technical_support": t("technical support, no cases"),
    # Translators: part of an organisation at a centre
    "funder": t("funder"),
    # Translators: part of an organisation at a centre
    "competent_authority": t("competent authority"),
    # Translators: part of an organisation at a centre
    "oversight": t("oversight"),
}

AGREEMENT_KINDS: dict[str, Text] = {
    # Translators: kind of agreement
    "cooperation_agreement": t("cooperation agreement"),
    # Translators: kind of agreement
    "partner_contract": t("partner contract"),
    # Translators: kind of agreement
    "memorandum": t("memorandum"),
    # Translators: kind of agreement
    "data_sharing_protocol": t("data-sharing protocol"),
    # Translators: kind of agreement
    "individual_staffing_agreement": t("individual staffing agreement"),
}

CLAUSES: dict[str, Text] = {
    # Translators: clause of an agreement
    "confidentiality": t("confidentiality"),
    # Translators: clause of an agreement
    "data_protection": t("data protection"),
}

STAGES: dict[Stage, Text] = {
    # Translators: stage of a handover to {name}
    Stage.PLANNED: t("Handover planned to {name}"),
    # Translators: stage of a handover to {name}
    Stage.IN_PROGRESS: t("Handover to {name} under way"),
    # Translators: stage of a handover to {name}
    Stage.COMPLETED: t("Handover to {name} completed"),
    # Translators: stage of a handover to {name}
    Stage.POSTPONED: t("Handover to {name} postponed"),
}

CHECKS: dict[Check, Text] = {
    # Translators: step of the checklist of a handover
    Check.QUEUE_STAFFED: t("the new team has people"),
    # Translators: step of the checklist of a handover
    Check.CONTACTS_VERIFIED: t("contacts are verified"),
    # Translators: step of the checklist of a handover
    Check.AGREEMENT_IN_FORCE: t("the agreement is in force"),
    # Translators: step of the checklist of a handover
    Check.STAFF_TRAINED: t("the staff are trained"),
}

STAFFING_KINDS: dict[StaffingKind, Text] = {
    # Translators: on what basis somebody works at a centre
    StaffingKind.EMPLOYEE: t("employed"),
    # Translators: on what basis somebody works at a centre
    StaffingKind.DEROGATION: t("salary by derogation to IN 92"),
    # Translators: on what basis somebody works at a centre
    StaffingKind.INDIVIDUAL_MEMORANDUM: t("individual memorandum"),
    # Translators: on what basis somebody works at a centre
    StaffingKind.DAILY_ALLOWANCE: t("daily allowance"),
}

APPROVALS: dict[Approval, Text] = {
    # Translators: who approves a derogation to IN 92: the legal department of IOM, called LEG
    Approval.LEG: t("LEG (legal department of IOM)"),
    # Translators: who approves a derogation to IN 92
    Approval.DONOR: t("the donor"),
}

FATES: dict[Fate, Text] = {
    # Translators: count of requests that were accepted; {count} is a number or "<5"
    Fate.ACCEPTED: t("Accepted: {count}"),
    # Translators: count of requests that were declined; {count} is a number or "<5"
    Fate.DECLINED: t("Declined: {count}"),
    # Translators: count of requests withdrawn before an answer; {count} is a number or "<5"
    Fate.WITHDRAWN: t("Ended without an answer: {count}"),
    # Translators: count of requests that still wait; {count} is a number or "<5"
    Fate.UNANSWERED: t("Still waiting: {count}"),
}

WEEKDAYS: tuple[Text, ...] = (
    # Translators: day of the week, before a date
    t("Monday"),
    # Translators: day of the week, before a date
    t("Tuesday"),
    # Translators: day of the week, before a date
    t("Wednesday"),
    # Translators: day of the week, before a date
    t("Thursday"),
    # Translators: day of the week, before a date
    t("Friday"),
    # Translators: day of the week, before a date
    t("Saturday"),
    # Translators: day of the week, before a date
    t("Sunday"),
)
