"""What is counted or measured in English: 12 days, 10 more calls, 15 kg."""

__all__ = ["NO_COUNT"]

_UNITS = (
    "%|percent|per cent|days?|nights?|hours?|hrs?|minutes?|mins?|secs?|seconds?|weeks?|wks?|months?|years?|yrs?|people|persons?|folks?|men|women|children"
    "|items?|pieces?|pcs|units?|times|off|feet|foot|ft|inch|mm|cm|metres?|meters?|litres?|liters?|ml|kgs?|kilos?|grams?|lbs?|oz|stone|miles?|km|mph|am|pm"
    "|a\\.m|p\\.m|o['’]clock|x|st|nd|rd|th|of (?:them|the|us|my|our|your|those|these|his|her)|more|extra|other|others|different|missed|jan(?:uary)?|feb(?:ruary)?"
    "|mar(?:ch)?|apr(?:il)?|may(?! (?:be|have|not|take|go|come|seem))|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_NO_NOUNS = (
    "was|is|has|his|this|as|its|plus|yes|us|always|thanks|less|does|towards|besides|unless|across|minus|gives?|comes|goes|leaves|shows|needs|gets|seems|sounds|looks"
    "|includes|covers|makes|means|stands|remains|says|reads|appears|sits|hits|adds|buys|pays|dollars|pounds|pence|cents|euros|rands|rupees"
)
_NO_QUALITY = (
    "for|on|to|from|at|in|into|was|is|are|were|has|have|had|will|would|and|but|or|the|a|an|with|without|it|he|she|they|we|you|i|that|this|which|who|as|by|if|so|when"
    "|because|since|not|no|yes|yeah|ok|okay|right|correct|please|thanks|then|than|plus|including|minus|only|just|total|altogether|sorry|your|my|our|his|her|their|its"
    "|all|before|after|until|till|via|through|under|over|about|back|paid|charged|taken|refunded|pending|due|went|came|says|said"
)
NO_COUNT = rf"(?!\s?(?:{_UNITS})(?!\w)|\s(?:(?!(?:{_NO_QUALITY})\b)[a-z]+\s)?(?!(?:{_NO_NOUNS})\b)[a-z]+(?<!s)s\b)"
"""Behind a number that is none of something: not before a unit or the plural of a noun."""
