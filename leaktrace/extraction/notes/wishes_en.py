"""More words for wishes in English: whole phrases, shops, hiding places, and what people say in other countries."""

__all__ = ["PHRASES", "WISHES_EN"]

_WISHES = """
leave|leaving|hand it|hand over|handed|left out of|leave out of|drop|dropped|dropping|drop off|dump|dumping|stick|stick it|pop|popped|chuck|shove|bung|sling|tuck|tucked|hide|hidden|stash|stow|putting|placing
+gate|gates|gateway|garden gate
+side|side door|round the side|around the side|side entrance
+rear|round the back|around the back|round back|around back|at the back|out the back|out back|in back|in the back|back door|back porch|back step|back steps|back garden|back yard|backyard|back gate|back of the house|behind
wood|woodpile|wood pile|wood stack|woodstack|log pile|log store|logs|firewood|woodshed|wood shed|log shed|timber
+bin|bins|recycling|recycling bin|wheelie bin|dustbin|dust bin|trash|trash can|garbage|garbage can|rubbish|bin store|bin shed
+shed|sheds|barn|barn door|outhouse|outbuilding|workshop|hut|lean-to|stable|garage|carport|car port
greenhouse|glasshouse|conservatory|polytunnel|summer house|summerhouse
+bush|bushes|hedge|shrub|shrubs|planter|plant pot|flower pot|flowerpot|flower bed|tree|potted plant|lavender|rose bush
+bench|swing|porch swing|garden seat|rocking chair|rocker|deck chair|garden table|patio table
oil tank|gas tank|gas bottle|gas bottles|propane tank|water tank|rain barrel|water butt|meter box|meter cupboard|gas meter|electric meter|coal bunker|coal shed|well house|trough
step|steps|stoop|front step
+mat|door mat|doormat|rug
stairs|stair|staircase|stairwell|stairway|flight of stairs|stairs up|climb
narrow|tight|steep|winding|awkward|cramped|no room to turn
two man|two-man|two men|two people|two persons|two blokes|two guys|two lads|two fellas|two pairs of hands|2 man|2-man|2 men|2 people|2 guys|2 persons|second man|second pair of hands|a mate|another pair of hands|helper
heavy|heavyweight|weighs a ton|weighs a tonne|weighty|bulky
barber|barbers|barber's|barbershop|barber shop|hairdresser|hairdressers|hairdresser's|hair salon|salon|hair place
bakery|baker|bakers|baker's|bread shop|cake shop|patisserie|bread place
butcher|butchers|butcher's|butchery|meat shop
cafe|coffee shop|coffee place|coffee house|tea room|tea shop|tearoom
pub|bar|inn|tavern|publican|landlord at the pub
pharmacy|chemist|chemists|chemist's|drugstore|drug store|pharmacist|apotheke
laundromat|laundrette|launderette|laundry|washing place|dry cleaner|dry cleaners|dry cleaner's|cleaners
bicycle shop|bike shop|bike place|bicycle place|cycle shop|cycle place|bike store
florist|florists|florist's|flower shop|flower place|flower stall
corner shop|corner store|newsagent|newsagents|newsagent's|paper shop|bodega|convenience store|off licence|deli|delicatessen|spaza|spaza shop|tuck shop|superette|minimart|mini mart|kirana|sari-sari
post office|mail room|mailroom|post room|postroom
church|chapel|vicarage|rectory|parish office|mosque|temple|parish hall
school|school office|nursery|kindergarten|daycare|creche
restaurant|takeaway|take-away|chippy|chip shop|pizza place|pizzeria|curry house|diner
hotel|guest house|guesthouse|hostel
bookshop|book shop|bookstore|book store|library
hardware store|hardware shop|ironmonger|ironmongers|diy shop
petrol station|gas station|filling station|servo|forecourt
vet|vets|vet's|animal clinic|clinic|surgery|dentist
concierge|caretaker|janitor|superintendent|porter|doorman|watchman|building manager|estate office|site office|super's office
reception|receptionist|front desk|frontdesk|help desk|lobby desk|security desk
neighbour|next door|next-door|nextdoor|the flat below|flat below|flat above|across the hall|over the road|across the road|across the street|opposite flat
+downstairs|person below|people below|ground floor|below stairs
receipt|invoice|bill|price tag|price tags|price label|price labels|prices|pricing|cost|docket|packing slip|how much it was|how much it cost
not|no|without|leave out|leave off|left out|left off|omit|exclude|minus|skip|remove|take out|take off|keep out
gift|gifts|present|presents|birthday present|for her birthday|for his birthday|pressie|prezzie|surprise present
wrap|gift wrap|gift-wrap|gift wrapped|gift-wrapped|wrapping paper|wrapping|ribbon|bow
bell|doorbell|door bell|buzzer|intercom|ring the bell|ring bell|ring loudly|ring twice|ring long|ring hard|ring the side bell|press the bell|push the bell|hoot|hooter|toot|honk|beep|horn|bang|hammer|rap
loud|hard of hearing|can't hear|cannot hear|lean on|leaning on|long ring|hearing aid|hearing aids|bit deaf|deafness
twice|two times|2 times|double ring|once more
broken|dead|bust|kaput|knackered|stukkend|not working|doesn't work|don't work|out of order|faulty|won't work|isn't working
cat|cats|kitten|kittens|kitty
dog|dogs|hound|barks|barking|labrador|terrier|guard dog
bees|bee|wasps|wasp|hive|nest
asleep|night shift|nights|night shifts|work nights|sleep days|day sleeper|sleeping days
fragile|breakable|handle with care|glass|china|delicate|easily broken|easy to break
upright|this way up|right way up|right side up|do not tip|don't tip
flat|do not bend|don't bend|no bending|don't fold|do not fold|unfolded
engrave|inscription|inscribe|inscribed|carve|carved|etch|etched|lettering|embroider|embroidered|stitched
card|note card|greeting card|message card|to read|wording
sign|signature|no sign|signing|sign for it|signed for|autograph
corner|junction|crossroads|end of the street|end of the road|end of the lane
closed|street closed|road closed|roadworks|road works|blocked|shut|no through road
meet|meeting|come out|come meet|wait for me
code|gate code|entry code|door code|access code|lockbox|lock box|key safe|key box|combination
locker|parcel box|drop box|parcel locker|postbox|post box|mail box|mailbox|letterbox|letter box
dry|undercover|under cover|out of the rain|covered|shelter|sheltered|keep dry|from the rain|rain|rainproof|plastic bag|bin bag|poly bag|wet|weather|tarp|tarpaulin
shade|shady|out of the sun|in the shade|from the sun|hot sun
out of sight|from view|from the street|from the road|not visible|where nobody sees|stolen|thieves|thief|porch pirates|theft|nicked
fridge|freezer|cool box|coolbox|cooler|cool bag|esky|chilly bin|ice chest|refrigerator
ute|tray|truck bed|pickup|boot|car boot|trunk|under the car|windscreen
plain|discreet|discreetly|unmarked|plain box|plain packaging|plain wrapper|no logo|no logos|no branding
substitute|substitutes|substitution|substitutions|swap|swaps|replacement|replacements
wheelchair|crutches|bad knee|bad leg|bad back|disabled|slow to the door|takes me a while|takes me time|take my time|walking frame|walker|zimmer
electric|battery|batteries|charger|plug|adaptor|adapter
colour|color|shade of|tone
before|beforehand|first|in advance|ahead|prior
"""
WISHES_EN = tuple(tuple(line.split("|")) for line in _WISHES.strip().splitlines())
"""Rows of words and phrases for one wish each; the first may be a word that has a row already, but for a plus."""
PHRASES = r"(?:left|leave|leaving|keep|kept|take|took)(?= (?:the|any|your|my|that|all) [\w-]+ (?:out|off)\b)"
"""What says "without" around the thing that is not wanted: leave the bill out."""
