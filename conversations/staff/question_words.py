"""Words of questions: how staff name a topic, a kind of help or a day, in each language.

Phrases may hold several words. They are compared folded: case, accents and Arabic letter variants
do not count, and of an Arabic word neither "and", "in", "for" nor the article before it.
"""

from __future__ import annotations

from domain.questions import OpenOn, Topic
from domain.services import ServiceType

TOPICS: dict[Topic, tuple[str, ...]] = {
    Topic.MANAGER: (
        "who manages", "who runs", "who is in charge", "who managed", "who ran", "managed by",
        "manager", "manages", "run by", "runs", "management model", "model", "management",
        "qui gere", "qui gerait", "qui dirige", "gere par", "geres par", "gestionnaire",
        "modele de gestion", "modele", "gestion", "responsable",
        "من يدير", "من ادار", "من كان يدير", "من المسؤول", "يدير", "يديره", "تديره", "الادارة",
        "مدير", "نموذج الادارة", "من المسوول",
    ),
    Topic.HISTORY: (
        "history", "before", "previous manager", "earlier", "formerly", "since when",
        "historique", "histoire", "avant", "auparavant", "depuis quand", "ancien gestionnaire",
        "تاريخ", "تاريخ الادارة", "سابقا", "قبل", "منذ متى",
    ),
    Topic.PARTIES: (
        "parties", "roles", "partners", "who is involved", "stakeholders",
        "parties prenantes", "role", "partenaires", "intervenants",
        "الاطراف", "ادوار", "الشركاء",
    ),
    Topic.AGREEMENTS: (
        "agreement", "agreements", "contract", "contracts", "memorandum", "mou", "clauses",
        "protocol", "expires", "expire", "expiry", "when does the agreement expire",
        "accord", "accords", "contrat", "contrats", "convention", "protocole", "echeance",
        "expire quand", "quand expire", "date d expiration", "clause",
        "اتفاق", "اتفاقية", "الاتفاقيات", "عقد", "عقود", "مذكرة", "مذكرة تفاهم", "ينتهي", "تنتهي",
        "متى ينتهي", "متى تنتهي", "بنود",
    ),
    Topic.HANDOVER: (
        "handover", "hand over", "transfer", "transition", "checklist",
        "transfert", "passation", "remise", "liste de controle",
        "تسليم", "نقل الادارة", "انتقال",
    ),
    Topic.COMMITTEE: (
        "next committee", "committee", "committees", "next meeting", "meeting",
        "steering committee",
        "prochain comite", "comite", "comites", "comite de gestion", "comite de pilotage",
        "prochaine reunion", "reunion",
        "اللجنة القادمة", "لجنة", "لجان", "الاجتماع القادم", "اجتماع", "موعد اللجنة", "القادمة",
    ),
    Topic.STAFFING: (
        "staffing", "staff", "employees", "workforce", "allowance", "daily allowance",
        "how many staff",
        "personnel", "effectif", "effectifs", "employes", "indemnites", "indemnites journalieres",
        "موظفون", "موظفين", "الموظفون", "العاملون", "الطاقم", "بدلات يومية",
    ),
    Topic.IN92: (
        "in92", "in 92", "in/92", "derogation", "salary derogation", "salaries", "waiver",
        "derogation in 92", "derogations", "salaires",
        "استثناء", "الاستثناء", "رواتب", "in92", "إن 92", "اي ان 92",
    ),
    Topic.BUDGET: (
        "budget", "budget line", "budgets", "ligne budgetaire", "budgetaire",
        "ميزانية", "بند الميزانية", "موازنة",
    ),
    Topic.FUNDING: (
        "funding", "funded by", "who funds", "who pays", "donor", "donors", "funds",
        "financement", "finance par", "qui finance", "bailleur", "bailleurs", "donateur",
        "qui paie",
        "تمويل", "من يمول", "مانح", "المانحون", "الجهة المانحة", "يمول",
    ),
    Topic.SERVICES: (
        "services", "service", "help offered", "what do they offer", "offers",
        "prestations", "que proposent", "offre", "aides",
        "خدمات", "خدمة", "ماذا يقدمون",
    ),
    Topic.HOURS: (
        "hours", "opening hours", "open", "opens", "opening", "closes", "closed", "when open",
        "horaires", "horaire", "ouvert", "ouverts", "ouverte", "ouvertes", "ouvre", "ferme",
        "heures",
        "heures d ouverture",
        "ساعات", "ساعات العمل", "ساعات الدوام", "مفتوح", "مفتوحة", "المفتوحة", "يفتح", "دوام",
        "مغلق",
        "مواعيد",
    ),
    Topic.BEDS: (
        "beds", "bed", "free beds", "capacity", "places", "free places", "vacancies", "how full",
        "lits", "lit", "lits libres", "capacite", "places libres", "places disponibles",
        "سرير", "اسرة", "الاسرة", "أسرّة", "اماكن", "اماكن شاغرة", "سعة", "الطاقة الاستيعابية",
        "شاغر",
    ),
    Topic.CONTACT: (
        "phone", "telephone", "contact", "contacts", "number", "email", "call",
        "numero", "courriel", "joindre", "appeler",
        "هاتف", "رقم", "تواصل", "اتصال", "بريد",
    ),
    Topic.LANGUAGES: (
        "languages", "language spoken", "speak", "interpreter", "interpreters", "which languages",
        "langues", "langues parlees", "interprete", "interpretes", "parlent",
        "لغات", "اللغات", "مترجم", "يتكلمون", "يتحدثون",
    ),
    Topic.ADDRESS: (
        "address", "where is", "located", "location", "map",
        "adresse", "ou est", "ou se trouve", "situe", "plan d acces",
        "عنوان", "اين يقع", "اين تقع", "موقع",
    ),
    Topic.VERIFIED: (
        "verified", "last checked", "checked", "up to date", "how old", "last update", "updated",
        "verifie", "a jour", "derniere verification", "mise a jour", "mis a jour",
        "تحقق", "اخر تحديث", "محدث", "تحديث",
    ),
    Topic.INDICATORS: (
        "indicators", "statistics", "stats", "figures", "how many requests", "requests",
        "referrals",
        "quality", "indicateurs", "statistiques", "chiffres", "combien de demandes", "qualite",
        "مؤشرات", "احصاءات", "إحصائيات", "ارقام", "جودة", "كم طلبا",
    ),
    Topic.DOCUMENTS: (
        "sop", "sops", "document", "documents", "terms of reference", "tor", "file", "pdf",
        "tdr", "termes de reference", "procedure", "procedures", "pon", "fichier",
        "وثيقة", "وثائق", "مستند", "مستندات", "الشروط المرجعية", "اجراءات", "إجراءات التشغيل",
    ),
}  # fmt: skip

SERVICES: dict[ServiceType, tuple[str, ...]] = {
    ServiceType.SHELTER: ("shelter", "hebergement", "abri", "مأوى", "ايواء"),
    ServiceType.FOOD: ("food", "meals", "nourriture", "repas", "manger", "طعام", "وجبات"),
    ServiceType.ITEMS: ("clothes", "blankets", "nfi", "vetements", "couvertures", "ملابس"),
    ServiceType.WATER: ("showers", "washing", "wash", "douches", "eau", "حمامات"),
    ServiceType.HEALTH: (
        "health", "doctor", "nurse", "clinic", "sante", "medecin", "infirmier", "soins",
        "صحة", "طبيب", "عيادة", "ممرض",
    ),
    ServiceType.MENTAL_HEALTH: ("psychologist", "mhpss", "psychologue", "psychosocial", "نفسي"),
    ServiceType.CASH: ("cash", "money", "argent", "نقد", "مال"),
    ServiceType.LEGAL: ("legal", "lawyer", "juridique", "avocat", "قانوني", "محام"),
    ServiceType.REGISTRATION: ("registration", "enregistrement", "تسجيل"),
    ServiceType.CONSULAR: ("consulate", "consular", "consulat", "consulaire", "قنصلية"),
    ServiceType.CHILD_PROTECTION: ("children", "child protection", "enfants", "اطفال"),
    ServiceType.FAMILY_TRACING: ("family tracing", "recherche familiale", "بحث عن العائلة"),
    ServiceType.WOMEN: ("for women", "pour femmes", "للنساء"),
    ServiceType.EDUCATION: ("school", "courses", "ecole", "cours", "مدرسة", "دروس"),
    ServiceType.LIVELIHOODS: ("training", "jobs", "formation", "emploi", "تدريب"),
    ServiceType.RETURN: ("avrr", "voluntary return", "retour volontaire", "عودة طوعية"),
    ServiceType.INFORMATION: ("information desk", "advice", "conseil", "استعلامات"),
    ServiceType.TRANSPORT: ("transport", "bus", "نقل"),
    ServiceType.INTERPRETATION: ("interpretation", "interpretariat", "ترجمة"),
}  # fmt: skip

DAYS: dict[OpenOn, tuple[str, ...]] = {
    OpenOn.MONDAY: ("monday", "mondays", "lundi", "الاثنين", "يوم الاثنين", "الإثنين"),
    OpenOn.TUESDAY: ("tuesday", "tuesdays", "mardi", "الثلاثاء", "يوم الثلاثاء"),
    OpenOn.WEDNESDAY: ("wednesday", "wednesdays", "mercredi", "الاربعاء", "يوم الاربعاء"),
    OpenOn.THURSDAY: ("thursday", "thursdays", "jeudi", "الخميس", "يوم الخميس"),
    OpenOn.FRIDAY: ("friday", "fridays", "vendredi", "الجمعة", "يوم الجمعة"),
    OpenOn.SATURDAY: ("saturday", "saturdays", "samedi", "السبت", "يوم السبت"),
    OpenOn.SUNDAY: ("sunday", "sundays", "dimanche", "الاحد", "يوم الاحد"),
    OpenOn.TODAY: ("today", "aujourd hui", "aujourdhui", "اليوم"),
    OpenOn.TOMORROW: ("tomorrow", "demain", "غدا"),
    OpenOn.NOW: ("now", "right now", "maintenant", "en ce moment", "الان"),
}  # fmt: skip

SEEKING: tuple[str, ...] = (
    "i need", "we need", "needs", "need a", "looking for", "nowhere to sleep", "somewhere to sleep",
    "j ai besoin", "a besoin", "besoin d", "besoin de", "je cherche", "cherche un", "cherche une",
    "احتاج", "نحتاج", "يحتاج", "تحتاج", "ابحث عن", "نبحث عن",
)  # fmt: skip
"""How somebody speaks who looks for help for a person."""

MANY: tuple[str, ...] = (
    "centres", "centers", "which centres", "which centers", "all centres", "all centers",
    "quels centres", "les centres", "tous les centres",
    "مراكز", "اي مراكز", "كل المراكز",
)  # fmt: skip

NOISE: tuple[str, ...] = (
    # English
    "a", "an", "the", "of", "in", "at", "for", "on", "is", "are", "was", "were", "does", "do",
    "did",
    "when", "what", "which", "who", "how", "many", "there", "me", "please", "show", "tell", "give",
    "about", "and", "its", "has", "have", "centre", "center", "to", "with", "by", "from", "it",
    "up",
    "next", "free", "left", "any", "then", "look", "my", "our", "that",
    # French
    "le", "la", "les", "un", "une", "des", "du", "de", "au", "aux", "a", "en", "dans", "pour",
    "est", "sont", "etait", "etaient", "quand", "que", "quel", "quelle", "quels", "quelles", "qui",
    "combien", "y", "t", "il", "elle", "svp", "et", "sur", "avec", "par", "l", "d", "ce", "c",
    "mon",
    "prochain", "prochaine", "donc", "moi", "montre", "libres", "notre",
    # Arabic
    "في", "من", "على", "الى", "عن", "متى", "ما", "ماذا", "هل", "كم", "هو", "هي", "اين", "مركز",
    "التي",
    "الذي", "مع", "كان", "كانت", "عدد", "لي", "هناك", "عام", "سنة", "يوم", "تابعة", "التابعة", "ل",
)  # fmt: skip
