"""Cities that a caller may name instead of the order's own."""

import re
from collections.abc import Iterator

__all__ = ["CITIES", "CITIES_ZH", "STATES_EN", "american_cities"]

_CHINESE = """
北京 上海 天津 重庆 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 赤峰 通辽 鄂尔多斯
沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 吉林 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 牡丹江 黑河 绥化
南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚
成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨
西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 哈密
台北 新北 桃园 台中 台南 高雄 基隆 新竹 嘉义 彰化 屏东 宜兰 花莲
"""
_AMERICAN = (
    "New York", "Los Angeles", "Chicago", "Houston", "Phoenix", "Philadelphia", "San Antonio", "San Diego", "Dallas", "Austin", "Jacksonville", "Fort Worth", "Columbus",
    "Charlotte", "Indianapolis", "San Francisco", "Seattle", "Denver", "Boston", "Nashville", "Detroit", "Portland", "Memphis", "Louisville", "Baltimore", "Milwaukee", "Albuquerque",
    "Tucson", "Fresno", "Sacramento", "Atlanta", "Kansas City", "Miami", "Omaha", "Raleigh", "Oakland", "Minneapolis", "Tampa", "Tulsa", "Wichita", "Cleveland", "Orlando", "Cincinnati",
    "Pittsburgh", "Toledo", "Buffalo", "Madison", "Lubbock", "Boise", "Richmond", "Spokane", "Rochester", "Des Moines", "Tacoma", "Akron", "Eugene", "Salem", "Springfield", "Dayton",
    "Lincoln", "Las Vegas", "Virginia Beach", "Colorado Springs", "Long Beach", "Mesa", "Arlington", "New Orleans", "Honolulu", "Anaheim", "Henderson", "Lexington", "Stockton",
    "Corpus Christi", "Saint Paul", "St. Paul", "St Paul", "Newark", "Greensboro", "Plano", "Jersey City", "Durham", "Laredo", "Scottsdale", "Chandler", "Norfolk", "Irvine",
    "Winston-Salem", "Gilbert", "Glendale", "Hialeah", "Garland", "Chesapeake", "Irving", "Fremont", "San Bernardino", "Birmingham", "Fayetteville", "Montgomery", "Amarillo", "Little Rock",
    "Grand Rapids", "Huntsville", "Salt Lake City", "Tallahassee", "Knoxville", "Worcester", "Brownsville", "Newport News", "Santa Rosa", "Vancouver", "Providence", "Fort Lauderdale", "Sioux Falls",
    "Chattanooga", "Tempe", "Ontario", "Cape Coral", "Springfield", "Pembroke Pines", "Elk Grove", "Peoria", "Lancaster", "Eugene", "Palmdale", "Fort Collins", "Cary", "Hayward",
    "Alexandria", "Lakewood", "Kansas City", "Sunnyvale", "Escondido", "Pasadena", "Clarksville", "Torrance", "Rockford", "Joliet", "Paterson", "Bridgeport", "Naperville", "Syracuse",
    "Mesquite", "Savannah", "Dayton", "Charleston", "Cedar Rapids", "New Haven", "Hartford", "Stamford", "Topeka", "Santa Clara", "Fargo", "Billings", "Burlington", "Concord", "Augusta", "Bangor", "Green Bay",
    "Asheville", "Wilmington", "Roanoke", "Evansville", "Fort Wayne", "South Bend", "Lansing", "Flint", "Kalamazoo", "Davenport", "Baton Rouge", "Shreveport", "Lafayette", "Jackson", "Gulfport",
    "El Paso", "Waco", "Midland", "Odessa", "Tyler", "Santa Fe", "Las Cruces", "Flagstaff", "Yuma", "Missoula", "Bozeman", "Cheyenne", "Casper", "Anchorage", "Fairbanks", "Bellingham", "Olympia", "Medford",
    "Santa Barbara", "Bakersfield", "Modesto", "San Jose", "Galveston", "Pensacola", "Gainesville", "Sarasota", "Naples", "Bronx", "Manhattan", "Staten Island", "Albany", "Yonkers", "Trenton", "Scranton", "Allentown",
    "Columbia", "Ann Arbor", "Provo", "Boulder", "Duluth", "Erie", "Macon", "Savannah", "Reno", "Queens", "Brooklyn",
)  # fmt: skip
_OTHERS = (
    "London", "Manchester", "Liverpool", "Leeds", "Sheffield", "Bristol", "Leicester", "Coventry", "Nottingham", "Newcastle", "Sunderland", "Bradford", "Hull", "Stoke", "Wolverhampton",
    "Derby", "Southampton", "Portsmouth", "Plymouth", "Brighton", "Oxford", "Cambridge", "Norwich", "Exeter", "York", "Preston", "Blackpool", "Bolton", "Luton", "Swindon", "Ipswich",
    "Edinburgh", "Glasgow", "Aberdeen", "Dundee", "Inverness", "Cardiff", "Swansea", "Belfast", "Londonderry", "Dublin", "Cork", "Galway", "Limerick", "Waterford",
    "Sydney", "Melbourne", "Brisbane", "Perth", "Adelaide", "Hobart", "Darwin", "Canberra", "Auckland", "Wellington", "Christchurch", "Dunedin", "Toronto", "Montreal", "Calgary",
    "Edmonton", "Ottawa", "Winnipeg", "Halifax", "Mumbai", "Delhi", "New Delhi", "Bengaluru", "Bangalore", "Chennai", "Kolkata", "Hyderabad", "Pune", "Ahmedabad", "Jaipur", "Lucknow",
    "Johannesburg", "Cape Town", "Durban", "Pretoria", "Nairobi", "Lagos", "Singapore",
    # the United Kingdom and Ireland
    "Bath", "Bedford", "Basingstoke", "Blackburn", "Bournemouth", "Burnley", "Bury", "Canterbury", "Carlisle", "Chelmsford", "Cheltenham", "Chester", "Chesterfield", "Colchester", "Crawley", "Crewe",
    "Croydon", "Darlington", "Doncaster", "Dudley", "Durham", "Eastbourne", "Gateshead", "Gillingham", "Gloucester", "Grimsby", "Guildford", "Halesowen", "Harlow", "Harrogate", "Hartlepool", "Hastings",
    "Hereford", "High Wycombe", "Huddersfield", "Kettering", "Lancaster", "Lincoln", "Lowestoft", "Maidstone", "Mansfield", "Margate", "Middlesbrough", "Milton Keynes", "Northampton", "Nuneaton",
    "Oldham", "Peterborough", "Poole", "Redditch", "Rochdale", "Rotherham", "Salford", "Salisbury", "Scarborough", "Scunthorpe", "Shrewsbury", "Slough", "Solihull", "Southend", "Southport",
    "St Albans", "St Helens", "Stafford", "Stevenage", "Stockport", "Stockton-on-Tees", "Stoke-on-Trent", "Sutton Coldfield", "Taunton", "Telford", "Torquay", "Truro", "Wakefield", "Walsall", "Warrington", "Watford",
    "West Bromwich", "Weston-super-Mare", "Weymouth", "Wigan", "Winchester", "Worcester", "Worthing", "Yeovil", "Wrexham", "Bangor", "Barry", "Bridgend", "Llanelli", "Merthyr Tydfil", "Aberystwyth",
    "Ayr", "Arbroath", "Dumfries", "Dunfermline", "East Kilbride", "Elgin", "Falkirk", "Fort William", "Greenock", "Hamilton", "Kilmarnock", "Kirkcaldy", "Livingston", "Motherwell", "Oban", "Paisley", "Stirling", "Stornoway",
    "Armagh", "Ballymena", "Derry", "Lisburn", "Newry", "Omagh", "Athlone", "Drogheda", "Dundalk", "Ennis", "Kilkenny", "Letterkenny", "Sligo", "Tralee", "Wexford",
    # South Africa and its neighbours
    "Bloemfontein", "Boksburg", "Benoni", "Centurion", "East London", "Gqeberha", "Harare", "Hermanus", "Kempton Park", "Kimberley", "Klerksdorp", "Knysna", "Krugersdorp", "Kuruman", "Ladysmith", "Mbombela",
    "Middelburg", "Midrand", "Mossel Bay", "Nelspruit", "Paarl", "Pietermaritzburg", "Polokwane", "Port Elizabeth", "Potchefstroom", "Randburg", "Richards Bay", "Roodepoort", "Rustenburg", "Sandton",
    "Secunda", "Soweto", "Stellenbosch", "Tzaneen", "Umhlanga", "Upington", "Vanderbijlpark", "Vereeniging", "Welkom", "Windhoek", "Witbank", "Gaborone", "Mombasa", "Kampala", "Accra", "Abuja", "Ibadan",
    # Australia, New Zealand, Canada
    "Alice Springs", "Ballarat", "Bendigo", "Cairns", "Geelong", "Gold Coast", "Launceston", "Mackay", "Newcastle", "Rockhampton", "Sunshine Coast", "Toowoomba", "Townsville", "Wollongong", "Hamilton", "Tauranga",
    "Napier", "Palmerston North", "Rotorua", "Invercargill", "Barrie", "Brampton", "Brandon", "Burnaby", "Charlottetown", "Fredericton", "Gatineau", "Guelph", "Kelowna", "Kitchener", "Laval", "Lethbridge",
    "Markham", "Medicine Hat", "Mississauga", "Moncton", "Nanaimo", "Oshawa", "Quebec City", "Red Deer", "Regina", "Saint John", "Saskatoon", "Sudbury", "Surrey", "Thunder Bay", "Victoria", "Whitehorse", "Windsor", "Yellowknife",
    # India
    "Agra", "Amritsar", "Aurangabad", "Bhopal", "Bhubaneswar", "Chandigarh", "Coimbatore", "Dehradun", "Faridabad", "Ghaziabad", "Gurgaon", "Gurugram", "Guwahati", "Indore", "Kanpur", "Kochi", "Ludhiana", "Madurai",
    "Mangalore", "Mysore", "Mysuru", "Nagpur", "Nashik", "Noida", "Patna", "Raipur", "Rajkot", "Ranchi", "Surat", "Thane", "Trivandrum", "Thiruvananthapuram", "Udaipur", "Vadodara", "Varanasi", "Vijayawada", "Visakhapatnam",
)  # fmt: skip
_STATES = (
    "Alabama AL, Alaska AK, Arizona AZ, Arkansas AR, California CA, Colorado CO, Connecticut CT, Delaware DE, Florida FL, Georgia GA, Hawaii HI, Idaho ID, Illinois IL, Indiana IN, Iowa IA, Kansas KS, Kentucky KY, "
    "Louisiana LA, Maine ME, Maryland MD, Massachusetts MA, Michigan MI, Minnesota MN, Mississippi MS, Missouri MO, Montana MT, Nebraska NE, Nevada NV, New Hampshire NH, New Jersey NJ, New Mexico NM, New York NY, "
    "North Carolina NC, North Dakota ND, Ohio OH, Oklahoma OK, Oregon OR, Pennsylvania PA, Rhode Island RI, South Carolina SC, South Dakota SD, Tennessee TN, Texas TX, Utah UT, Vermont VT, Virginia VA, Washington WA, "
    "West Virginia WV, Wisconsin WI, Wyoming WY, Alberta AB, British Columbia BC, Manitoba MB, New Brunswick NB, Newfoundland NL, Nova Scotia NS, Ontario ON, Prince Edward Island PE, Quebec QC, Saskatchewan SK, "
    "New South Wales NSW, Queensland QLD, Victoria VIC, Tasmania TAS, South Australia SA, Western Australia WA, Gauteng GP, Limpopo LP, KwaZulu-Natal KZN, Western Cape WC, Eastern Cape EC, Mpumalanga MP, Free State FS"
)
_COUNTIES = (
    "England Scotland Wales Antrim Armagh Bedfordshire Berkshire Buckinghamshire Cambridgeshire Cheshire Cornwall Cumbria Derbyshire Devon Donegal Dorset Essex Fermanagh Fife Gloucestershire Hampshire Herefordshire "
    "Hertfordshire Kent Kerry Kildare Lancashire Leicestershire Lincolnshire Louth Meath Middlesex Norfolk Northamptonshire Northumberland Nottinghamshire Oxfordshire Shropshire Somerset Staffordshire Suffolk Surrey "
    "Sussex Tipperary Tyrone Warwickshire Wexford Wicklow Wiltshire Worcestershire Yorkshire"
)
STATES_EN = {
    **dict(one.rsplit(" ", 1) for one in _STATES.split(", ")),
    **dict.fromkeys(_COUNTIES.split(), ""),
}
"""States, provinces and counties that people name with the town, and how they shorten them."""
CITIES = {name: f"{name}市" for name in _CHINESE.split()} | {
    name.lower(): name for name in (*_AMERICAN, *_OTHERS)
}
"""Folded name to canonical form."""
CITIES_ZH = re.compile("|".join(sorted(_CHINESE.split(), key=len, reverse=True)))
_CAPITALISED = re.compile(r"\b(?:St\. )?[A-Z][a-z'-]+")


def american_cities(raw: str) -> Iterator[tuple[int, int, str]]:
    """Where American cities are named, longer names first, and what they are called when folded."""
    for match in _CAPITALISED.finditer(raw):
        words = raw[match.start() : match.start() + 24].lower()
        for end in _word_ends(words):
            name = words[:end]
            if name in CITIES:
                yield match.start(), match.start() + end, name
                break


def _word_ends(words: str) -> list[int]:
    """Where one, two or three words end, the longest first."""
    ends = [found.end() for found in re.finditer(r"(?:st\. )?[a-z'-]+", words)][:3]
    return ends[::-1]
