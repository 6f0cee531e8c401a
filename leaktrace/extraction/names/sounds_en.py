"""How an English name sounds, and the short forms that people are called by."""

import re
from functools import lru_cache

from leaktrace.extraction.names.accents import unaccented
from leaktrace.extraction.names.first_names_world import WORLD_NAMES

__all__ = ["FIRST_NAMES", "consonants", "misheard_forms", "roughly", "short_forms"]

_SHORT = """
aaron ron; abigail abby gail; albert al bert bertie; alexander alex al sandy xander sasha; alexandra alex sandra lexi; alfred alf
alfie fred; allison ally; amanda mandy; andrea andy; andrew andy drew; angela angie; anthony tony; antonia toni; arthur art
artie; barbara barb babs; benjamin ben benny; bernard bernie; beatrice bea trixie; bradley brad; calvin cal; callum cal; camille
cami millie; cameron cam; caroline carrie carol; cassandra cass cassie; catherine cathy kate cat katie; charles charlie chuck chas;
charlotte lottie charlie; christina chris tina chrissy; christine chris tina chrissy; christopher chris kit topher; clifford cliff;
clinton clint; constance connie; cynthia cindy; daniel dan danny; danielle dani; david dave davy; deborah deb debbie debby;
dennis den denny; denise neecy; desmond des; dominic dom; donald don donnie; dorothy dot dottie dolly; douglas doug; edward ed
eddie ted ned; edwin ed; eleanor ellie nell nora; elizabeth liz beth betty lizzie eliza libby betsy; emily em emmy; eugene gene;
evelyn evie; florence flo florrie; frances fran frankie; francis frank; franklin frank; frederick fred freddie; gabriel gabe;
gabrielle gabby; gerald gerry jerry; geraldine gerry; geoffrey geoff jeff; gillian gill jill; gregory greg; gwendolyn gwen;
harold harry hal; harriet hattie; henry harry hank; herbert herb bert; howard howie; imogen immy; isabel izzy bella; isabella izzy
bella; jacob jake; jacqueline jackie; james jim jimmy jamie; janet jan; jeffrey jeff; jennifer jen jenny; jeremy jerry jez;
jessica jess jessie; joanna jo; joanne jo; johanna jo; john jack johnny; jonathan jon johnny nathan; joseph joe joey; josephine jo
josie; joshua josh; joyce joy; judith judy; julia jules; juliet jules; katherine kate kathy katie kat; kathleen kathy kath; kelsey kels;
kenneth ken kenny; kimberly kim; lawrence larry; leonard len lenny leo; leslie les; lillian lily; louis lou; louise lou; lucille lucy;
madeline maddie; magdalene maggie lena; malcolm mal; margaret maggie meg peggy marge madge margie; marguerite margie daisy;
marianne mary; martin marty; matthew matt; maureen mo; maxwell max; melanie mel; melissa mel missy lissa; michael mike mick mickey;
michelle shelly; miranda mandy; mitchell mitch; nancy nan; natalie nat; nathan nate; nathaniel nate nat; nicholas nick nicky;
nicole nicky nikki; norman norm; oliver ollie; olivia liv livvy; oscar ozzie; pamela pam; patricia pat patty trish tricia;
patrick pat paddy rick; penelope penny; peter pete; philip phil pip; phillip phil; phyllis phyl; priscilla cilla; rachel rach; randall randy;
raymond ray; rebecca becky becca; reginald reg reggie; richard rich rick dick ricky; robert rob bob bobby bert robbie;
roberta bobbie; rodney rod; roger rodge; ronald ron ronnie; rosemary rosie rose; russell russ; samantha sam sammy; samuel sam sammy;
sandra sandy; sarah sally sadie; sharon shaz; shirley shirl; simone sim; stanley stan; stephanie steph; stephen steve; steven steve;
stuart stu; stewart stu; susan sue susie; susannah sue; suzanne sue; sylvia sylvie; teresa terry tess; terence terry; terrence terry;
thaddeus thad; theodore ted theo teddy; theresa terry tess; thomas tom tommy; timothy tim; tobias toby; tracy trace; valerie val;
vanessa nessa; veronica ronnie vera; victor vic; victoria vicky tori; vincent vince vinny; virginia ginny; vivian viv; walter walt wally;
wilhelmina mina minnie billie; winston win; bartholomew bart; augusta gussie; constantine dino; sylvester sly; emmanuel manny; wendy wen; wesley wes; wilfred wilf; william will bill billy liam; winifred winnie; thandiwe thandi; nomvula vula; sibongile bongi; siphokazi sipho; guadalupe lupe lupita; ignacio nacho; francisco paco pancho cisco;
enrique quique kike; jesus chuy; rosario charo; concepcion concha; dolores lola; mercedes meche; gustavo gus; alejandro alex ale; eduardo lalo; ricardo
rico; rafael rafa; mikhail misha; dmitri dima mitya; aleksandr sasha; ekaterina katya; natalia natasha; svetlana sveta; tatiana tanya; giuseppe beppe peppe;
salvatore sal; giovanni gianni; oluwaseun seun; oluwafemi femi; chukwuemeka emeka; siobhan shiv; bernadette bernie detta; fionnuala nuala; catriona trina;
annabel bel; philippa pippa; georgina george gina; marguerita rita; anastasia stacey ana; alistair ali al; archibald archie;
bethany beth; brendan bren; cordelia delia; cressida cress; dermot der; emilia millie em; fergus fergie; fiona fi; gwyneth gwyn; hamish ham; hilary hil;
jemima mima; leonora nora; lucinda lucy cindy; mackenzie mac kenzie; marjorie marge; mohammed mo; mohamed mo; muhammad mo; nicola nicky nic; quentin quinn;
rhiannon rhi; rosanna rosie; rupert rupe; seamus shay; stanislaw stan; tabitha tabby; tamara tammy; thomasina tamsin; trevor trev; verity vez; violet vi;
zachary zach zack; adelaide addie ada; agatha aggie; agnes aggie nessie; alasdair al ally; alfreda freda; amelia millie amy mel; antoinette
toni nettie; araminta minty; augustus gus; azalea zaley; belinda bel lindy; benedict ben; bertram bert; bridget bridie biddy; brigid bridie biddy; cecilia cissy
celia; cecily cis; clementine clem clemmie; clement clem; cornelius corny neil con; crispin cris; cuthbert bert; cyril cy; davina vina; deirdre dee deedee;
desdemona mona; dierdre dee; dominica nica; drusilla dru; ebenezer eb ben; edith edie ede; edmund ed ned ted; edwina eddie winnie; elisabeth lis liz beth lisa;
elspeth elsie ellie; ernest ernie; ernestine ernie; esther essie hettie; ethelbert bert; eugenia genie; euphemia effie phemie; evangeline eva evie vangie;
ezekiel zeke; felicity flick fliss; ferdinand ferdie; finlay fin; florentina flo; frederica freddie rica; genevieve gen jenny viv eve; gertrude gert gertie trudy;
gilbert gil bert; griselda zelda; gwenllian gwen gwennie; hector heck; helena lena nell; helen nell nellie lena; henrietta hettie etta; hermione hermy; hezekiah
hez; horatio ray; hortensia tensie; humphrey humph; ignatius iggy; isabelle izzy belle; isaac ike zac; isadora dora; israel izzy; jedidiah jed;
jeremiah jerry jem; josiah joe si; jocelyn joss jo; joselyn joss jo; julian jules; justine jus; kayleigh kay kayls; kaitlyn kait; lavinia vinnie; letitia
lettie tish; lorraine lori rain; lucretia lucy; luciana lucy; lydia liddy; madeleine maddie mads; magdalena lena maggie; manuel manny; margery marge margie
madge; margaret madge mags maisie greta; marigold goldie mari; martha marty patsy mattie; matilda tilly mattie tilda; mehitabel hitty; mercedes mercy sadie; michaela
mickey kayla; mildred millie; millicent millie; montgomery monty; mordecai mort; mortimer mort; myfanwy fanny myf; nicholas nico claus; octavia tavy; olivia via; orlando
lando; ottoline ottie; percival percy; perpetua pet; philomena mena phil; rosalind ros roz lindy; rosanna ros roz; rosanne ros roz; rosalyn ros roz; roslyn ros roz; rosemary ros roz; roseanne ros roz; rosamund ros roz; rosalinda rosa linda; roderick
rod roddy; rowena ro; salome sal; sebastian seb bas; seraphina sera fina; solomon sol; sophia soph; sophronia sophie; sylvester syl; temperance tempy; thelma thel; theodora
theo dora; thomasin tam; ulysses uly; ursula ursie; valentine val; vernon vern; wallace wally; wendell wen; wilbur will; zebulon zeb; zephaniah zeph; folasade sade;
folakemi kemi; oluwakemi kemi; oluwatosin tosin; oluwatobiloba tobi; temitope temi tope; adebayo bayo; adewale wale; adekunle kunle; babatunde tunde; babajide jide; olatunde tunde;
olufunke funke; funmilayo funmi; oluwafunmilayo funmi; abimbola bimbo; olabisi bisi; adebisi bisi; yetunde yety; olumide mide; olamide mide; ayodele dele ayo; bamidele dele;
akinwale wale; omolara lara; omotola tola; adetola tola; modupe dupe; olayinka yinka; oluyemi yemi; adeyemi yemi; chinedu nedu; chukwudi chudi; ikechukwu ike
ikenna; obinna obi; nnamdi nna; ifeoma ify; ifeanyi ify; ngozi ngo; chidinma dinma; chiamaka amaka; nkechinyere nkechi; kelechi kc; uchenna uche; adaeze ada; kwabena kobby; akosua esi;
ekaterina katya kat; alexandra sasha; aleksandra ola sasha; nadezhda nadia; lyudmila luda mila; vladimir vova vlad; yevgeny zhenya; konstantin kostya; krzysztof krzys kris;
malgorzata gosia; katarzyna kasia; agnieszka aga; joanna asia; magdalena magda; tomasz tomek; wojciech wojtek; stanislaw staszek; zbigniew zbyszek; grzegorz grzes greg;
guillermo memo; gregorio goyo; isabel chabela; jose pepe; jose chepe; maria mari; ernesto neto; antonio tonio toni; manuel manolo; vicente chente; roberto beto; alberto beto; humberto beto;
norberto beto; gilberto beto; federico fede; graciela chela; consuelo chelo; socorro coco; refugio cuca cuco; ramona mona; trinidad trini; encarnacion encarna; santiago santi; rajendra raj raju;
venkatesh venky; venkatesan venky; krishnamurthy krish; lakshmi laxmi lachu; subramanian subbu mani; ramakrishnan ramki; ganesan gani; balasubramanian balu; parthasarathy partha; siddharth
sid; vikram vicky; abhishek abhi; abhijit abhi; anirudh ani; aishwarya aish; priyanka pri; meenakshi meena; rajeshwari raji; saraswati saras; mohammad mo; abdul abs; ibrahim ibby; yusuf joe; khadija
khadi; nokuthula thula; nomthandazo thando; thandolwethu thando; sibusiso sbu; siyabonga siya; nkosinathi nathi; mthokozisi mtho; lerato rato; refilwe fifi; ngaire nai; wiremu wi; tamati tam
"""


_ALIKE = (
    ("qu", "kf"),
    ("qv", "kf"),
    ("kw", "kf"),
    ("th", "f"),
    ("cz", "s"),
    ("sz", "s"),
    ("sh", "s"),
    ("ch", "s"),
    ("v", "f"),
    ("d", "t"),
    ("z", "s"),
)


_WRITTEN = (
    ("ph", "f"),
    ("gh", ""),
    ("ck", "k"),
    ("qu", "kv"),
    ("qv", "kv"),
    ("kw", "kv"),
    ("x", "ks"),
)


@lru_cache(maxsize=4096)
def consonants(name: str) -> str:
    """The consonants of a name as the ear has them: equal for Stuart and Stewart."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    plain = re.sub(r"^(?:[kg](?=n)|w(?=r)|p(?=[sn]))", "", plain)
    plain = re.sub(r"^[xz]", "s", re.sub(r"^[eiouy](?![aeiouy]*$)", "a", plain))
    plain = re.sub(r"^g(?=[ei])", "j", plain)
    for written, heard in _WRITTEN:
        plain = plain.replace(written, heard)
    plain = re.sub(r"c(?=[eiy])", "s", plain).translate(str.maketrans("cqz", "kks"))
    return re.sub(r"(.)\1+", r"\1", plain[:1] + re.sub(r"[aeiouyhw]", "", plain[1:]))


@lru_cache(maxsize=4096)
def roughly(name: str) -> str:
    """A name as a machine that knows no names writes it down: Fadius is Thaddeus, Shimmy Anski Szymanski."""
    spoken = re.sub(r"(?<=[aeo])r\b", "", name.lower())
    plain = re.sub(r"[^a-z]", "", spoken)
    for written, heard in _ALIKE:
        plain = plain.replace(written, heard)
    return consonants(plain)


def _table(text: str) -> dict[str, frozenset[str]]:
    """Names to their other forms, of which a name may have several rows."""
    out: dict[str, frozenset[str]] = {}
    for name, *forms in (row.split() for row in text.split(";")):
        out[name] = out.get(name, frozenset()) | frozenset(forms)
    return out


_FORMS = _table(_SHORT)
_COMMON = """
adam adrian aiden alan alice alicia alina alyssa amber amelia amy ana ananya angel anita ann anna anne annie april ariana ashley
austin ava aisha bea blake bonnie brandon brenda brent brett brian bridget brittany brooke bruce bryan caleb carl carla carlos
carmen carol carolyn casey cathy cecilia chad chelsea chen chloe claire clara clarence claudia clay clayton cody colin connor
corey craig crystal curtis daisy dale dana daphne darlene darnell darren darryl dawn dean debra delores denise derek derrick diana
diane diego dolores donna doris doreen duane dustin dwayne dylan earl eduardo edith edna eileen elaine elena elise ella ellen ellis elsie
emma enid enrique eric erica erik erin ernest esther ethan ethel eva evan faith felicia felix fernando fiona floyd gail gary gavin
george gina giovanni gladys glen glenda glenn gloria gordon grace grady graham grant greta guy gwen hailey hannah harvey hazel
heather hector heidi helen helena herman holly hugh ian ida inez ingrid ira irene iris irma isaac isobel ivan ivy jacquelyn jade jan
jane janice jared jasmine jason javier jay jean jeanette jenna jesse jill jimmy joan jocelyn joel jordan jorge jose juan juanita
juliana justin kara karen karl kaitlyn kayla keith kelly kelvin kent kerry kevin kirk krista kristen kristin kurt kyle lance larissa
latoya laura lauren laurie leah lee leon leroy lewis liam linda lindsay lisa lloyd logan lois lola loretta lorraine lucas lucia
luis luke lydia lynn mabel mae manuel marcia marco marcus maria marian marie marilyn mario marion marisa mark marlene marsha marta
martha marvin mary mason maurice mavis megan melinda mercedes meredith mia miguel mildred milton mindy minnie miriam misty molly
mona monica monique morgan muriel myra myrtle nadia naomi natasha neil nelson nigel nina noah noel nora norma omar opal owen paige
patsy paul paula pauline pearl pedro perry priya quentin rafael raj ralph ramon ramona raul regina rene renee rhonda ricardo rita
robin rocco rochelle rodrigo roland rosa rosalind rosalyn roy ruby rudy rufus ruth ryan sabrina salvador sam sean sebastian sergio seth
shane shannon shaun shawn sheila shelby shelley sheryl sidney silas sofia sonia sonya sophia sophie spencer stacey stacy stella stewart
stuart tamara tanya tara taylor thelma tiffany tina todd toni travis trevor troy tyler tyrone ursula vera vernon vicki viola violet
wade aaliyah aidan ainsley alana alec alexis alisha alma alvin alyson amos andreas anissa annabel annette annmarie anya ariel arlene arnold aubrey audrey
barney barry basil bernadette beryl bess bethany betsy beverley beverly blair blanche bobby brad braden brayden breanna brendan briana brianna brodie
brock bryce bryony byron caitlin caitlyn callie camden candace carina carly carmel caron carys cedric celeste celia chantal chantelle charlene charmaine
chelsey cheryl christa christian clare clark claude cliff clint clive clyde colby cole colleen cooper cora coral cordelia courtney cyril dallas damian
damien damon danielle darcy daryl dashiell davina dawson dee delia della delphine demi dermot desiree dexter dina dion dolly dominique donnell dora dorian
dorothea drew dudley dulcie dusty dwight ebony edgar edmund edwina eli eliot elisha elliot elliott ellis elmer eloise elton elvin elvira emerson emilia
emmett erika ernie errol estelle eugenia eunice everett ewan fay fern fergus flora forrest freda freya garrett garth gemma genevieve georgia georgina
gerard germaine gertrude gilbert ginger glynis godfrey goldie gracie greer gretchen griffin gus hamish hank harley harper hayden hayley heath hector
hilary hilda hollie homer hope horace hubert hugo humphrey hunter imelda india irving irwin isla ivor jacinta jacqui jaime jamal janelle janette janine
jarrod jasper jayden jaylen jed jemima jenna jermaine jerome jo jodie jody jolene josh joss jude judd justine kaleb karina karla kate katelyn katrina kay
kayleigh kaylee kaye keegan keisha kendall kendra kenneth kerri kerrie kian kieran kimberley kirsten kirsty kitty kris kristy kurtis kylie lacey lachlan
lana latasha latisha leanne leigh lena leonie leopold leroy lester leticia lex lila lilian lincoln linden linus lionel lorna louella lowell lorenzo luca
luther lyle lynda lyndon lynette lynne mack macy maisie mandy marc marcie margo margot mariana marilou marissa marjorie markus marley marlon maude maura
maxine mckenzie melody merle mervyn mikaela mikayla miles milo minerva miranda mitch moira montgomery monty morris moses muriel nadine nell nellie nerida
nettie neville nick nicola noelle nola noreen octavia olga olive orla orville oswald otis paddy pascal patrice patti percy perla petra philippa phoebe
piers pippa polly portia preston prudence quincy quinn rae ramsey raquel rebekah reece reuben rex rhiannon rhoda riley robyn roderick roisin rolf roma romeo
ronan rory rosanna roscoe rosemarie rosetta roslyn rowan rowena roxanne royce rupert ruthie sabina sadie sasha saul savannah scarlett selena selina selma
serena shana sharon shay shayla shaylee shelly sheridan sherman sherri sherry shona shonda sian sidney sienna skye solomon spike stacie stan stefan
stella sterling stuart summer susanna sybil tabitha talia tallulah tameka tamika tammy tansy tasha tate tatiana terri tessa thea theo thora tia tiana
tiernan tom tonya toby tori tracey tricia trina trish trudy tucker tyrell tyson una valerie vaughn verity vern verna vicki vince violet virgil vivienne
wallace wally wilson winona woody yasmine yolande zac zara zelda zena zoey
wanda warren wayne wilbur wilma xavier yolanda yvette yvonne zoe
"""
_ELSEWHERE = """
aarav abdul abdullah abel adriana agnieszka ahmed aisling ajay akash alejandra alejandro alessandro ali amina amit amir amit amrit ana anand andile
andre andrea andreas andrei anil anita anjali anjana anna annika anton antonio anu anup aoife arjun arturo arun ashok asif ayesha ayse babu bandile beatriz
bheki bilal boris bongani bronwen bronwyn camila caoimhe carlos carmela catriona cesar charmaine chidi chinedu chioma ciara ciaran conor cristina dafydd
daniela darius deepa deepak deepika deirdre dev dewi diego dimitri dinesh divya dmitri dominika eamon ebony efua eilidh elena eleri emeka emilio emre
enrique eoin esteban esperanza eva evgeny farah farhan fatima faisal federico femi ferdinand fernanda fiachra fionn francesca francisco francois
gareth gerhard gethin gintaras giulia giuseppe goran gopal grainne grzegorz guadalupe guillermo gurpreet habib hamza hans harpreet hassan hemant henrik hendrik
hussein ibrahim ifeoma igor ignacio imran ines ioan isha ishaan ismail iwona jabu jaco jagdish jamal jaspreet javier jayesh jin jing joao johan jorge
joaquin jung kamal kamala karan karim katarzyna kavita khadija khalid kiran kofi krishna krzysztof kumar kwame lakshmi lalita lerato lindiwe lucia ludovic
lukasz luisa magda mahmoud malik mandla manish manoj manpreet marcin marek margarita mariana mariam marta mateo matteo maryam meena meera mehmet mei
miguel mihai milan ming mohamed mohammad mohammed mohit monika mustafa nadia naledi nadeem nandi naresh narendra navdeep neha nia niamh nikhil nikolai
nisha nitin nkosi noor nomsa ntombi olga olufemi omar oisin padraig palesa pablo paulo pavel pavan petra pieter piotr pooja prakash pradeep pranav
prashant praveen priya priyanka radha rahim rahul raj raja rajesh rakesh ramesh rani rashid raul ravi rekha reza rhiannon rhys ricardo ritu roberto rohan
rohit roisin rosario ruairi rukmini sachin sagar said salma sandeep sangeeta sanjay santiago santosh saoirse sarita satish senthil sergei shabnam shankar
shanthi sharma shilpa shobha shreya siddharth silvia sinead siobhan sipho sizwe smita sofia stefan stefano stefania subramanian sunil sunita suresh
svetlana tadhg tariq tendai teresa thabo thandi themba thulani tomas tomasz ulrich umar usha valentina vanessa varun venkat vijay vikram vinay vincenzo
shazza gazza bazza dazza kezza jezza mazza wazza gaz baz daz shaz muz tezza davo robbo johnno tommo damo stevo
vinod vivek vladimir waseem wei xin yasmin yasir yuki yusuf zainab zanele zbigniew zeynep zodwa zofia
"""
FIRST_NAMES = (
    frozenset(_COMMON.split())
    | frozenset(_ELSEWHERE.split())
    | WORLD_NAMES
    | frozenset(_FORMS)
    | frozenset().union(*_FORMS.values())
)
"""First names that are common, and what those who bear them are called."""


_WITH_R = re.compile(r"([b-df-hj-np-tv-z]{1,2}[aeou]u?)r")
_CLOSED = re.compile(r"([b-df-hj-np-tv-z]{1,2}[aeio][bdmnstv])(?:[aeiouhmnt]|$)")


@lru_cache(maxsize=4096)
def short_forms(first: str) -> frozenset[str]:
    """What somebody with that first name may be called, in lower case."""
    name = unaccented(first.lower())
    stem = name.removesuffix("e")
    fond = {stem + "ie", stem + "y"} if 3 <= len(name) <= 5 and stem[-1:] not in "aeiouy" else set()
    if with_r := _WITH_R.match(name):
        # Gary is Gaz and Gazza, Murray Muz, Sharon Shaz
        fond |= {with_r[1] + "z", with_r[1] + "zza", with_r[1] + "zzer"}
    if closed := _CLOSED.match(name):
        # David is Davo, Thomas Tommo, John Johnno
        fond |= {closed[1] + "o", closed[1] + closed[1][-1] + "o"}
    return (_FORMS.get(name, frozenset()) | fond) - {name}


_HEARD = """
nguyen win winn wynn when nwin noo-yen new-yen; huynh win hwin hun; pham fam; hsu shoe sue; zhang jang chang; zhao jow; xu shoe zoo; xie
shay; qin chin; qiu chew; cao tsao cow; joaquin wakeen walkin; guillermo gearmo; xavier zavier havier savior; jorge hor-hay george; jesus haysoos;
siobhan shavon shevaun shivawn shivaun shavaun chivon shavonne chevonne shiv-on; niamh neve neeve nieve; saoirse sersha seersha sursha; aoife eefa efa eva; caoimhe keeva queeva kweeva;
eoin owen; sean shawn shaun; padraig porrick paudrig patrick; grainne gronya granya; roisin rosheen rowsheen; ciaran kieran keiran; orlaith orla;
aisling ashling ashlin; sinead shinaid; meabh maeve mave; tadhg tige tiger; diarmuid dermot; oisin usheen osheen; cillian killian; eilidh aylee ailey;
mhairi vary varry; catriona katrina; iain ian; ruaridh rory; aonghas angus; llewellyn lewellyn; gwyneth gwinneth; siân sharn shan; sian sharn
shan; angharad anharad; hermione her-my-knee; phoebe feebee phoeby; penelope pennylope; yvonne evon; thuy twee; ngozi gozi; chidi cheedy; anjali
anjelly; siddharth sidharth sidart; lakshmi luxmi laxmi; krishnan christian; featherstonhaugh fanshaw fanshawe; cholmondeley chumley; beauchamp beecham;
marjoribanks marchbanks; mainwaring mannering; menzies mingis mingus; dalziel dee-ell deal; colquhoun cahoon calhoun; urquhart erkut urkert;
strachan strawn; milngavie mull-guy; wriothesley rizley; leveson looson; gough goff; keough kyo; keogh kyo; mcgrath magrath; mckay mackie; knox
nox; wojciech voycheck; agnieszka agneshka; krzysztof kristoff; katarzyna katajina; szymon shimon; kowalski kovalsky covalski; wisniewski vishnevsky;
wozniak vozniak; jurgen yurgen; johan yohan; joost yoast; jacques zhock jack; guy gee; giuseppe joseppi; giovanni joe-vanny; chiara kiara key-ara;
nkosi cosy; sipho seepo; thabo tabo; oosthuizen oost-hay-zen; pieter peter; schaefer shaver shafer; schaffer shaffer shaver; koenig kaynig; goethe
gerta; boateng boatang; mbeki becky; uzoma; olayinka; oyelaran; featherstone featherston; leicester lester; worcester wooster; gloucester gloster;
ngan nan; phuong fung foong; quyen kwin kwen; duong zoong yung; vuong vong; truong trung chong; bui bowie; dang dung; hoang wang hwang; xiaoyu showyou;
zhou joe jo; zheng jung; zhu joo jew; cai tsai sigh; cui swee tray; jia jar; yue you-eh; xiang shang; raghunathan ragunathan ragunatan; venkatesh wenkatesh;
subramaniam subramanyam; chaudhary chowdhury choudhry; mukherjee mookerjee mukarji; bhattacharya batacharya; gupta goopta; aoibheann even avene;
ailbhe alva elva; blathnaid blanid; bronagh brona; clodagh cloda; dearbhla dervla; fionnuala finnuala finoola; maebh maeve mave; sorcha suraka sorka;
caolan keelan; conchobhar connor; domhnall donal; eamonn eamon aymon; lorcan lorkan; murchadh murrow; ruadhan rowan; seamus shamus; proinsias; myfanwy
muvanwy mivanwy; ieuan yayan yian; llinos clinos; ffion fee-on theon; rhys reece rees; wyn win; hywel howell; geraint gerrant; xochitl sochil so-cheel;
jesus hesus hey-seuss; javier havier; jimena himena; julio hulio; alejandro alehandro; villalobos viyalobos; llanos yanos; guillen gheeyen; quintero
kintero; hinojosa inohosa; ximena himena; beatriz beatrice; przybylski shibilski prizbilski; szczesny chesney; mazur mazer; jablonski yablonski; jerzy
yezhy yerzy; malgorzata margorzata malgozata; lukasz wukash lucas; pawel pavel; zoltan; gyorgy george; bjorn byorn bee-yorn; soren sir-en; sjoerd shoord;
vandermeer vander-mear; ngozi in-gozi; nnamdi namdy; chukwu chuku; ogechi; tshepo sepo tsepo; qhawe kawe; mthunzi tunzi; dlamini lamini; hlongwane slongwane;
buthelezi boutelezi; adebayo addy-bio; oluwaseun seun; zuckerman sugarman; meagher marr maher; maher marr; geoghegan gaygan gegan; drogheda draw-da;
coughlan cocklin cawlin; loughlin locklin; mcgahern; mcilwraith mackle-wraith; macleod mccloud mcleod; mcleod mccloud; farquhar farker; forbes; ruthven
riven; cockburn coburn; home hume; wemyss weems; belvoir beaver; st-john sinjin; knightley nightly; pepys peeps; vaughan von vawn vorn; maugham mawm;
brougham broom; waugh war wore; hough huff; yeats yates; keats keets; moreau morrow; beaulieu bewley; dubois do-bwah; thibodeaux tibbidoe tibodo;
boudreaux boodro boudro; hebert a-bear; gauthier go-tee-ay; arnaud arno; benoit ben-wah; renee renay; desiree dezeray; isaiah izaya; elijah alijah; josiah
"""


_HEARD_FORMS = _table(_HEARD)


def misheard_forms(name: str) -> frozenset[str]:
    """How a name is written down that is not said as it is spelled: win for Nguyen."""
    return _HEARD_FORMS.get(unaccented(name.lower()), frozenset())
