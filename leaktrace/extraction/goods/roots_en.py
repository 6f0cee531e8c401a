"""Which English words speak of the same: by their root, as cooker and cooking, or because people say one for the other."""

import re
from collections.abc import Iterable
from functools import lru_cache

from leaktrace.extraction.goods.table import base

__all__ = ["akin", "root", "roots"]

_SAME_TEXT = """
dog doggy dogs puppy pup pooch hound canine pet gundog mutt doggie; cat kitty kitten feline moggy pet pussycat; pet animal
child children kid kids toddler kiddy bairn boy girl youngster junior wean kiddie; baby infant newborn babe nursery little; bike bicycle cycle
cycling cyclist pushbike; car auto automobile vehicle automotive truck van lorry windscreen dashboard; tyre tire wheel; shoe footwear boot trainer
sneaker foot feet; foot feet footwear leg; tooth teeth dental oral; hair beard scalp barber; chicken hen poultry chook coop bird; bird parrot budgie hen wild
budgerigar; fish fishing angling angler aquarium trout carp; horse equine pony equestrian stable tack; cow cattle livestock bovine; sheep lamb
ewe wool; bee beekeeper beekeeping hive apiary honey; garden lawn yard gardening outdoor patio hedge; plant flower pot planter gardening; leaf leave
garden; snow ice winter; rain water wet; water watering drink hydration; bread loaf dough sourdough baking bakery; coffee espresso barista brew cafetiere
roast bean; tea brew infuser leaf; wine bottle corkscrew sommelier; beer brewing ale; meat steak beef sausage butcher; cheese dairy;
cake baking pastry cupcake muffin; egg poultry; ice cube freezer frozen; light lamp lighting led lantern glow torch; music musical sheet score
song; guitar bass string; piano keyboard key; drum percussion; sew sewing stitch needlework dressmaking tailor; knit knitting wool yarn crochet;
paint painting artist canvas easel; wood wooden timber oak pine log; metal steel iron brass; clothes clothing laundry garment washing linen dirty wash;
bed sleep sleeping mattress bedroom; sofa couch settee; chair seat seating stool sit armchair; desk office table; book reading read; door gate entry
entrance; window curtain blind glazing; stair step steps stairs ladder; bath bathroom bathtub shower tub; toilet loo bathroom lavatory; kitchen cook
cooking; gas propane butane; fire flame firewood fireplace hearth stove; heat warm heating hot; cold cool cooling chill chilled; clean cleaning
cleaner wash; floor carpet rug mop; dust vacuum hoover; phone mobile cell smartphone handset; computer pc laptop desktop; tv television telly
screen; camera photo photography picture; game gaming; gun shooting shotgun rifle; bag luggage travel suitcase; medicine medical health pill tablet;
pain ache massage; back spine lumbar posture; knee joint leg; neck cervical; ear hearing; eye sight vision optical; skin face facial; nail manicure
finger; sun uv tanning; baby nappy diaper; swim swimming pool beach; ski snow snowboard; golf golfing club; boat sailing marine kayak canoe; camp
camping tent; walk walking hiking trekking walker; run running jogging; gym fitness exercise weight workout; dance dancing ballet; puncture tyre flat
repair plug; fence fencing; mouse rat rodent vermin pest; insect bug mosquito fly pest; christmas xmas festive; wedding bridal bride; compression
support; blow blower inflatable inflate; pink salt himalayan rock; rock stone crystal gem; apple cider fruit; charger energizer energiser charge;
automatic electric electronic; monthly subscription; stair lift; smoke smoked smoker; write writing pen; blanket throw quilt
"""


def _same() -> dict[str, frozenset[str]]:
    """Words to those that are said for them."""
    out: dict[str, set[str]] = {}
    for row in _SAME_TEXT.split(";"):
        found = [_bare(base(word)) for word in row.split()]
        # the first one is what the row is of
        for word in found:
            out.setdefault(word, set()).add(found[0])
            out.setdefault(found[0], set()).add(word)
    return {word: frozenset(others) for word, others in out.items()}


_ENDING = re.compile(r"(?:ing|ers|er|ors|or|ed|ies|ie|y|es|e|s)$")


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    """A word without its ending: cook for cooker and cooking, carv for carving."""
    bare = _ENDING.sub("", word) if len(word) > 4 else word
    if len(bare) < 3:
        return word
    return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] and bare[-1] not in "sl" else bare


root = _bare
_SAME = _same()


def roots(words: Iterable[str]) -> frozenset[str]:
    """The roots of some words."""
    return frozenset(map(_bare, words))


def akin(plain: frozenset[str]) -> frozenset[str]:
    """Some roots, and those of the words that are said for them."""
    return plain.union(*(_SAME.get(word, ()) for word in plain))
