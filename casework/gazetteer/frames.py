"""Words that people put around a place, and words that are said and are no place."""

from __future__ import annotations

from casework.gazetteer.folding import folded

AROUND = {
    "en": """i am i'm im we are is he she they my me live living lives stay staying located from to
        of a an the this now currently here city town village area region province district camp
        refugee centre center need help please want looking for come came coming going go and""",
    "fr": """je suis j'habite habite nous sommes il elle est ils sont mon ma mes moi le la les l de
        des du d depuis maintenant actuellement ici ville village région province district camp
        quartier centre j'ai besoin aide s'il vous plait svp cherche viens vient vais aller et""",
    "ar": """أنا نحن انا هو هي هم موجود موجودة موجودون اسكن أسكن أعيش نعيش الآن هنا مدينة قرية منطقة
        محافظة ولاية مخيم مركز اللاجئين أحتاج احتاج مساعدة من فضلك أريد اريد أبحث عن جئت و""",
    "es": "estoy estamos soy vivo vivimos el la los las de del ahora aquí ciudad pueblo campo y",
}
BEFORE = {
    "en": "in at near around by to from inside outside towards",
    "fr": "à a au aux en dans près vers chez sur autour",
    "ar": "في فى قرب بالقرب من عند الى إلى نحو حول داخل",
    "es": "en cerca hacia a de",
}
TALK = {
    "en": """hello hi hey yes no ok okay thanks thank you please help start stop good morning
        evening what where who when why how sorry bye food water bed beds shelter doctor money work
        job police hospital school home house sleep""",
    "fr": """bonjour bonsoir salut oui non merci d'accord aide quoi où qui quand pourquoi comment
        pardon manger eau lit lits abri médecin argent travail police hôpital école maison
        dormir""",
    "ar": """مرحبا السلام عليكم سلام نعم لا شكرا حسنا ساعدني مساعدة ماذا أين من متى لماذا كيف آسف
        طعام ماء سرير مأوى طبيب مال عمل شرطة مستشفى مدرسة بيت نوم""",
    "es": "hola sí gracias ayuda qué dónde quién cuándo cómo comida agua cama médico dinero",
}


def _words(table: dict[str, str]) -> frozenset[str]:
    return frozenset(part for text in table.values() for part in folded(text).split())


LEADING = _words(BEFORE)
"""Behind one of these stands a place."""
FILLING = _words(AROUND) | LEADING
"""May stand around a place and be left out."""
NO_PLACE = _words(TALK) | FILLING
"""Said alone, or only with each other, they mean no place."""
