"""First names of people who speak or write English in many countries, beside the common ones."""

__all__ = ["WORLD_NAMES"]

_WORLD = """
abayomi abike abimbola abiodun abiola adaeze adaku adamu adanna ade adebayo adebola adedayo adedoyin adegoke adekunle adeola adeolu adesola adetokunbo
adewale adeyemi afolabi aisha aishatu ajoke akande akin akinola akinwale alaba amaka amara amarachi aminu anuoluwapo anyanwu arinze ayinde ayo ayobami
ayodeji ayodele ayomide ayotunde azeez babajide babatunde bello bimbo bisi bola bolaji bolanle bose bukola bunmi chidera chidiebere chidimma chidinma
chiamaka chibueze chibuike chibuzo chiemeka chigozie chijioke chika chike chimamanda chinasa chinaza chinelo chinenye chinonso chinwe chinyere chisom
chizoba chuka chukwudi chukwuemeka chukwuma damilola dapo dayo dele dolapo ebele ebere ebube efe efosa ego ehi ekaette ekene emem enitan enyinnaya
esosa ezekiel ezinne fadekemi fatai femi feyisayo fola folake folarin folasade foluke folashade funke funmi funmilayo gbenga gbemisola habiba hadiza halima
hauwa idowu ife ifeanyi ifechi ifedayo ify ijeoma ikechukwu ikenna ini iniobong isioma itunu iyabo iyanuoluwa jide jumoke kayode kehinde kelechi kemi
kenechukwu khadijah kikelomo kingsley kolade kolawole kunle ladi lanre lekan lola lolade lukman maryam mfon modupe mojisola morenike morolake musa nafisa
nena nkechi nkem nkemdilim nkiru nkiruka nneka nnenna nnamdi nonso nosa nwando obi obinna obioma odion ogechi ogechukwu okechukwu okwudili ola olabisi
oladapo oladele olajide olamide olanrewaju olatunde olayemi olayinka olu olubunmi oludare olufunke olukayode olumide olusegun olusola oluwaseun oluwatobi
oluwatosin omolara omolola omotola onome onyeka onyekachi onyinye osagie osaro osas oyinkansola rasheed rashidat remi rita ronke rotimi sade sadiq sanusi
segun seun sherifat shola simi simisola sola somto suliat sunday tade taiwo taofeek tayo temitope temi teni tobi tobiloba tokunbo tolani tolu tolulope
tomiwa tope tosin toyin tunde tunji uche uchechi uchenna udo udoka ugo ugochi ugochukwu ugonna uju usman uzoma wale wasiu yakubu yejide yemi yetunde yinka
yusufu zainabu zina abena abla adjoa adwoa afia afua ajoa akosua akua akwasi ama amma ato baaba efia ekow ekua esi esinam fiifi kobina kodjo kofi kojo
kwabena kwadwo kwaku kwame kwasi kwesi kweku maame mawuli nana nii paa selasi yaa yaw achieng adhiambo akinyi akoth anyango atieno awino barasa chebet
chepkoech cheptoo jepchirchir jeptoo juma kamau kariuki kimani kiprop kipchoge kiptoo kinyua maina makena moraa mugo muthoni mwangi mwende mwikali
njambi njeri njoki njoroge nyambura nyokabi ochieng odhiambo okoth omondi onyango otieno owino wafula wairimu waithera wambui wangari wanja wanjiku wanjiru
wekesa akello apio babirye kato mukasa nabirye nakato namukasa nansubuga okello opio ssebunya wasswa baraka furaha imani neema rehema upendo zawadi amani
bahati makame mwajuma salim shabani zuberi abebe alem almaz bekele berhane dawit desta eyerusalem girma hirut kebede mekdes meseret selam solomon tesfaye
tigist yonas zeritu chipo farai kudzai nyasha panashe rudo rufaro ruvimbo tafadzwa takudzwa tanaka tapiwa tatenda tawanda tendai thandeka tinashe tsitsi
ayanda bonolo boitumelo bulelani busisiwe dineo gugu itumeleng kagiso katlego kgomotso khanyisile khaya khutso lebo lebogang lesedi lunga lungile luyanda
lwazi malusi masego mbali mbongeni mduduzi melusi mlungisi mpho mthokozisi mzwandile neo ngcebo nhlanhla njabulo nkosana nkosazana nokuthula nolwazi
nomfundo nompumelelo nomsa nomthandazo nonhlanhla nosipho nqobile nthabiseng ntokozo oratile phindile phumla phumzile precious refilwe samkelo sandile
sanele sbu sfiso sibusiso sifiso simphiwe siphesihle siyabonga sizani sthembiso tebogo thabang thabiso thandeka thandile thandolwethu thapelo themba
thembi thembisile thoko tiro tsepo tshepo tsholofelo tumelo tumi unathi vusi vuyani vuyo xolani xolile zandile zanele zinhle zola zukiswa anika bertus
chane christo danie deon dewald dirk elmarie elsabe ettienne francois frikkie gert hannes hendrina hennie jannie johannes koos kobus lourens louw magda marelize
marietjie marius mariska nico petrus retha riaan sarel schalk sunette tertius theuns wessel wikus willem yolandi
aditi aditya ajit akanksha akhil akshay akshita alka alok aman amandeep amar ambika amol amrita anand ananya aniket anirudh anju ankit ankita ankur anushka
aparna apurva aravind archana arpita arti arvind aryan ashish ashwin ashwini asha atul avinash babita balaji balwinder bhanu bharat bharati bhaskar bhavana
bhavesh bhavna bhupinder bijay bimal bindu brijesh chaitanya chandan chandni chandra charu chetan chitra darshan debashis deepti devansh devendra devika
dhanashree dharmendra dhruv dilip diya ekta falguni firoz ganesh gargi gaurav gauri gayatri geeta geetha girish gita govind gulshan gurmeet hari harini
harish harsh harsha harshita hema hemalatha himanshu hitesh indira indu irfan ishita ishwar jagadish jai jaya jayanti jayant jayshree jigar jitendra juhi
jyoti jyotsna kalpana kalyani kamakshi kamlesh kanchan kanika karthik kartik kaushal kaushik kavitha kedar keerthi keshav ketaki khushi kirti komal krish
krishnan krutika kunal kusum lata lavanya laxman laxmi leela lokesh madan madhavi madhu madhuri mahesh mala malathi malini mamta manas manasi mandeep
manisha manju manjula manjunath mansi mayank mayur meenakshi megha meghna milind mohan mridula mrinal mukesh mukund muralidhar nagaraj nalini nanda nandini
narayan narayanan naveen neelam neena neeraj neerja neeta nidhi niharika nilesh nimisha niranjan nirmala nishant nitya nupur ojas omprakash padma padmini
pallavi pankaj paresh parth parul parvati pavithra payal pinky piyush poonam prachi pragati prajakta pramod pranay prasad prateek pratibha praveena prem
prerna pritam preeti priti puneet purnima pushpa rachana rachna ragini raghav raghunath rajan rajani rajat rajendra rajeev rajeshwari rajiv rajni raju
rakhi ramya ranjan ranjana ranjit rashmi ravindra renu renuka reshma revathi richa rishabh rishi riya rohini roopa ruchi rukmini rupali rupesh sadhana
sahil sajid saloni samir sanchita sandhya sangita sanjana sanjeev santosh sapna saraswati saurabh savita seema selvi shaila shailesh shalini shanta
sharad sharada sharmila shashi sheetal shikha shiv shivam shivani shobhana shraddha shrikant shruti shubham shweta siddhi simran sindhu smriti sneha
snehal sohan somnath sonal sonali srinivas srividya subash subhash subhadra suchitra sudha sudhir sujata suman sumathi sumit sunanda sundar supriya suraj
surbhi surendra surinder surya sushant sushila sushma swapna swapnil swati tanmay tanvi tanuja tara tarun tejas tulsi uday ujjwal uma umesh upasana urmila
urvashi utkarsh vaibhav vaishali vaishnavi vandana vani varsha vasant vasanthi vasudha veena vibha vidya vijaya vimala vinayak vineet vinita vipin vipul
viraj vishal vishnu vrinda vyjayanthi yadav yamini yash yashoda yashwant yogesh yogita zoya abbas abida adeel adnan afzal ahsan akbar akram aleena aliya
ameer amjad amna anwar areeba arif arshad asad asim asma atif atiq ayaz azhar aziz bashir bilqis bushra danish ehsan faheem faiza faizan farhat farida
farooq farrukh fawad faryal fayaz ghazala ghulam hafsa haider hamid hammad hania haris haroon hina humaira huma iffat ijaz imtiaz iqbal iqra irum ishfaq
jahanzaib javed javeria junaid kamran kashif khurram kiran kulsoom laiba liaquat maham maheen mahnoor majid mansoor maqsood maria mehreen mehwish mobeen
moin mubashir mudassar mujahid muneer musarrat nabeel nadira naeem naila najma nargis naseem nasir nasreen naveed nighat nimra noman noreen nosheen omer
parveen qasim rabia rafiq raheela raja rehana rehman riaz rida rizwan robina rubina rukhsana saad saba sadaf sadia saeed safdar sahar saima sajjad sakina
saleem salman samina sana sania sara sarfraz sarwar shabana shafiq shagufta shahbaz shahid shahida shaista shakeel shamim sharif shazia shehzad shoaib
sidra sobia sohail sumaira sumera tabassum tahir tahira talha tanveer tasneem tayyab ubaid umair umer usama uzair uzma wahab wajid waqar waqas wasim yasir
yasmeen yousaf zafar zahid zahida zahra zaheer zara zarina zeeshan zubair zubaida anowar bijoy farzana jahanara kazi lutfar mahbub mahfuz moushumi nasrin
nusrat rahima razia rezaul rumana shahana shamsul sharmin sohel sultana tahmina tanjina ajith chamara chaminda champika chathura dilani dilhani dilrukshi
dinesha gayan hasitha indika janaka kumari kusal lahiru lasith malith mahela nadeesha nilanthi nimal niroshan nuwan pradeepa prasanna ruwan sajith samantha
sanath sanduni sanjeewa shehan sunethra thilini thushara upul wasana bishnu dil kamala laxmi maya nabin pemba prabin rabin sabina sabita sarita sunita tenzin
aisyah aminah amirul anis asmah azizah azlan azman azura badrul farid faridah farhana fadzil fairuz fauziah hafiz halimah hamidah hanim haslinda hasnah
hidayah idris ismail izzati jamaludin jamilah kamaruddin khairul latifah maimunah mariam mazlan mohd munirah nabila nadirah najib norazlina norhayati
noraini norizan norliza nurul rahmah ramlah rashidah razak rohana rosli rosmah rosnah roslan rozita ruslan sabariah safiah salleh salmah shahrul sharifah
siti suhaila suraya syafiq syahirah wan yusof zaharah zaidi zainal zaiton zaleha zamri zarina zulkifli aiman haziq irfan danial iskandar agus ani ayu bambang
budi dewi dwi eko endang fitri gede hendra indah joko kadek ketut komang lestari made nyoman putri putu ratna rina sari slamet sri sugeng suharto sukarno tri
wahyu wayan wulan yanti yudi yulia alden alma althea amihan analyn annaliza arnel arnold babylyn bayani bong bongbong cherry cherrylyn clarita corazon
crisanto danilo dindo ditas edgardo efren eufemia ferdie florante gemma gerlie girlie glenda gregorio honeylyn imelda imee isagani jaime jerome jhun jinky
jocelyn jomar jonalyn joselito jovelyn jun junjun kristine ligaya liwayway lourdes luzviminda maricar maricel maricris marifel marilou marites marivic
marjun melchor michelle mylene narciso nenita nestor noemi norberto oscar perla pepito precy rachelle ramil rey reynaldo rhea rhodora rodel rodelio rogelio
rolando romel rommel ronaldo rosalie rosario roselyn rowena ruel rustico salvador sherwin teodora teresita teresa virgilio wilfredo wilma
anh binh chau chi cuong dao diep dinh dung duc duy giang ha hai hanh hieu hoa hoang hong hue hung huong huy khanh khoa kim lan lien linh loan long ly mai
minh my nga ngan ngoc nguyet nhi nhung oanh phong phuc phuong quang quoc quyen quynh son tam tan thanh thao thi thinh thu thuy tien toan trang tri trinh
trung truc tuan tuyet uyen van viet vinh vy xuan yen apinya chai kanya malee napat niran nok ploy prasert siriporn somchai somsak suda supaporn
aiko akari akira asami atsuko ayaka chieko daisuke emiko eri fumiko haruka haruki haruto hideki hina hiroko hiroshi hiroto isamu junko kaito kana kaori
kazuki kazuko keiko kenji kenta kiyoko koji kumiko makoto mariko masako masami michiko midori minako misaki mitsuko miyuki naoko naoki natsuki nobuko noriko
ren riku rina ryo ryota sachiko sakura satoshi sayaka shigeru shinji shiori shizuko sora sota sumiko takashi takeshi taro tetsuya tomoko tomoya toshiko
tsuyoshi yoko yoshiko yosuke yukari yukiko yumi yumiko yuna yusuke yuta eun eunji hae haeun hana hyejin hyun hyunjin jae jaehyun jihoon jihye jimin jisoo
jiwoo joon junho kyung mina minho minji minjun sang seo seojun seojin seoyeon seung sookyung soojin soyeon sung sungmin taehyung taeyang woo yeon yeonjun
yeji yoon youngho yuna hui jia jiahui jian jiayi jie jing jun jiayu kai lei li liang lihua ling mei meiling meihua ming na ning pei peng qiang qing rong
rui shan shu siew siti tao tian ting wei weiling weijie wen xia xiang xiao xiaoli xiaoming xiuying xue yan yang yi ying yong yuan yue yun zhen zhi boon
chee choon chye geok gim hock hoon huat hwa hwee joo kheng kok lay leng mui poh sim siok soh swee teck thiam yoke
abdelaziz abdelkader abdelrahman abdulaziz abdulrahman abeer adel afaf ahlam alaa ameera amal amani amin amina anas anwar asaad asma aya ayman aymen aziza
bader badr basel bashar basma bassam bilal boutros dalal dalia dana dima dina elham eman esraa fadi fadia fadwa fahad faisal faris farouk fatma fawzia fouad
ghada ghassan hadeel hala hamad hamed hana hanan hanin hatem hazem heba hicham hisham houda huda hussain iman imane intisar islam issa jaber jad jalal jameel
jamila jawad joumana kareem karim karima khaled khalil lama lamia latifa layla leila lina lubna mahdi maher mahmood majed malak manal mansour marwa marwan
maya mazen mona monther mounir muna mustapha nabil nada nader nadim nahed nahla najat najwa nashwa nasser nawal nazir nesrine nevine nizar noha noor noura
nour nouf osama othman rabab rabie rached raed rafik raghad rana rania rasha rashed reem rima riyad ruba saba sabah saber sahar said salah salem salim salma
samar sameh samer sami samia samira sanaa sawsan shadi shaima shatha sherif sherine soha sultan sumaya suzan taha talal tamer tarek tariq thamer walid
wafaa wael wissam yahya yara yasmine yazan youssef yousef zahra zaid zakaria zaki zeina ziad zina azadeh bahar behnaz dariush farhad farideh farzad fereshteh
golnaz hamed hengameh hossein jamshid katayoun kourosh ladan leyla mahin mahnaz mahsa majid mehdi mehrdad mina mitra mojgan nasim nasrin nazanin nima niloofar
omid parisa parvaneh parviz pejman ramin reza roya sepideh shahin shahla shahram shirin simin sina soraya taraneh vahid zohreh ahmet ayse berk burak canan
cem deniz derya dilek ebru elif emine emre erdem esra fatih fatma ferhat filiz gamze gizem gokhan gulay gulsen hakan hande hatice huseyin ibrahim ilker kadir
kaan kemal kerem mehmet melek meltem merve mert murat mustafa nalan nazli nermin nesrin nilgun nuray nurgul omer onur orhan osman ozge ozlem pinar ramazan
recep sedat selcuk selim selin semra serap serdar serkan sevda sevgi sibel sinan songul suleyman taner tugba tulay turgut ufuk ugur umit volkan yasemin yavuz
yilmaz yunus zehra avi aviva ayala batya boaz chaim chana chaya dalia devorah dov efraim eitan esti gadi gila golda hadassah ilana itzik malka mendel menachem
meir miri mordechai moshe naftali noa ori oren orly rivka ronit ruchel sara shaindy shaul shimon shira shlomo shmuel shoshana shulamit simcha tamar tova
tzipora tzvi uri yael yakov yehuda yisrael yitzchok yosef zev zipporah
adrienn agata agnes agoston aleksandra aleksander aleksandar aleksei alena alexei alexandru alicja alina anastasija anastazja anatol anca andrej andriy andrius
andrzej aneta anka antonin arkadiusz artur artem attila aurelija balazs barbora bartek bartosz beata bela bence blanka bogdan bogumil bohdan bojana boleslaw
borislav bozena branislav branko cezary cristian csaba czeslaw dagmar dalibor dana danijel danuta darek dariusz danylo dejan denys dijana dmytro dobromila
dorota dragan dragana dusan edyta egle elzbieta emilian eniko erzsebet eugeniusz ewa ewelina florin franciszek gabor gabriela galina georgi gheorghe gintare
gizella goran grazyna gyorgy halina hana henryk hristo ieva igor ilona ilya imre inga inna ion ionut irena irina iryna istvan ivana ivan ivo iwona izabela
jacek jadranka jadwiga jakub jan jana janina janos janusz jaroslav jaroslaw jasna jelena jerzy jiri jitka joanna jolanta jonas jozef jozsef julius justina
justyna kamil kamila karel karol karolina kasia katalin katerina kateryna kazimierz kinga klara konstantin kornelia krisztina krystyna kristijan krystian
ksenia laszlo lech leszek lev lidia lilia liliana liudmila ljiljana lubomir lucjan lucyna ludmila lyudmila maciej magdalena maja maksim maksym malgorzata
marcela marcin marek marian mariana mariola marius mariusz marko maros marta martin martyna maryla mateusz matej matthias mattias mieczyslaw mihaela mihail
miklos mikolaj milada milan milena milica milos miloslav mira miroslav miroslaw mirela mladen nadezda nadezhda natalija nela nenad nikola nikolay nina oana
oksana oleg oleh oleksandr oleksiy olena olha olexandr ondrej oskar pal patryk paulina pavlo pavol pawel peter petar petr petre piroska predrag przemek
przemyslaw radek radka radoslav radoslaw radu rafal ramune rasa renata robert roman romuald rostislav roxana ruslan ryszard sabina sandor sanja sasa sergey
serhiy simona slavica slavko slawomir snezana sofija sonja stanislav stanislaw stefan stoyan sylwester sylwia szabolcs szilvia szymon tadeas tadeusz tamas
tanja tatjana teodor tereza tibor tihomir timea tomislav toma urszula vaclav valentyna valeria valeriy vasil vasile vasyl vera veronika veselin vesna viktor
viktoria viktorija vilma vioara viorel vit vitaliy vladislav vlado vojtech vojislav volodymyr waclaw waldemar wanda wiesława wieslaw wieslawa wioletta witold
wladyslaw wlodzimierz wojciech yana yaroslav yelena yevgeny yulia yuliya yuri yuriy zbynek zdenek zdenka zdzislaw zeljko zlatko zlata zofia zoltan zoran
zsofia zsolt zuzana zuzanna zygmunt aada aino anders anette anja anneli annika antti arne arvid aud axel bengt berit bjarne bjorn bodil borge brit carsten
dag dagny ebba eero eija einar eino eirik elin elsa erkki erling esa espen eva finn freja frida fritjof gerd gitte goran grete greta gudrun gunilla gunnar
gunvor gustav hakon halvor hanne harald heidi heikki helga helge hege henning henrik hilde hilma inger ingeborg ingvar inga irja ivar jaakko jan jari jarl
jens jesper joakim johanna jon jorgen jorma jorunn jouni juha juhani jukka jussi kaare kaisa kalle kari karin karl karsten katrin kirsi kjell kjersti klaus
knud knut kristian kristina lars lasse leena leif lena liisa lill lisbeth lone lotta magne magnus maija maj malin mats markku markus marit marja mathilde
matti merete merja mette mikael mikko mogens morten nils nina odd olaf ola olav ole oskari outi paavo palle pekka per petri petter pia pirjo poul preben
ragnar ragnhild randi reidar riitta rolf rune ruut sander sari satu signe sigrid sigurd siri sirpa siv solveig soren steen stein sten stig sunniva svein
sven svend synnove tapio tarja terje thor thora thorbjorn thorsten timo tiina toivo tone tor tord torbjorn tore torill torstein tove trond trygve tuomas
tuula turid ulf ulla unni veikko vera vidar ville vibeke yngve yrsa agatha albrecht alfons alois andrea anneliese annegret annemarie ansgar arndt astrid
august bernd bernhard bettina birgit birte bruno burkhard carola christa christiane christoph claus cornelia dagmar detlef dieter dietmar dietrich dorothea
eberhard eckhard edeltraud egon elfriede elke ernst erwin eugen ewald felicitas ferdinand franz franziska frauke friedrich fritz gabriele gebhard gerda
gerhard gerlinde gernot gertrud gisela gottfried gregor gudrun gunter gunther hannelore harald hartmut hedwig heiko heike heiner heinrich heinz helene helga
helmut herbert hermann herta hilde hildegard holger horst hubert ilse inge ingo ingrid irmgard jochen jorg josef jurgen jutta karlheinz kathrin katja klaudia
konrad kurt leonhard liesel liselotte lorenz lothar ludger ludwig lutz manfred margarete margit marlies mathias meike monika nadja norbert oswald otto petra
rainer ralf regine reinhard reinhold renate roland rosemarie rudolf rudiger sabine sascha siegfried sieglinde sigmund silke stefan steffen susanne sybille
tanja theresia thilo thorsten tilo trude udo ulrich ulrike ursula ute uwe volker walburga walter waltraud wendelin werner wiebke wilfried wilhelm willi winfried
wolf wolfgang aart adriaan anneke annelies arie arjan bart bas bram cees coen corrie daan dirk elske femke floor floris frans geert gerrit gijs gillis guus
hanneke harm heleen henk hilda jaap jacoba jan janneke jelle jeroen jet joop joost jos jurre kees klaas koen lieke liesbeth maaike maarten machteld marijke
marjan marloes mees menno mieke niels noor piet pim pleun rik rien roos ruud saskia sjaak sjoerd sophieke staf stijn sven teun thijs tjeerd tom truus wim
wouter alain amelie anais andre anatole anouk antoine arlette armand arnaud aurelie aurore baptiste bastien benedicte benoit bertrand brigitte camille
carole cecile celine chantal christelle christiane christophe claudette claudine clement clotilde colette corentin corinne damien delphine denis didier
dominique edith edmond eliane elodie emile emilie emmanuelle eric etienne eugenie fabien fabienne fabrice florence florian francine franck francois francoise
frederic frederique genevieve georges gerard ghislaine gilles ginette guillaume guy henri herve hugues isabelle jacques jean jeannine jerome joel josette josiane
jules julie julien juliette karine laetitia laure laurence laurent lea liliane lise loic louis louise luc lucette lucie lucien lucienne ludivine magali manon
marc marcel marceline marguerite marie mathieu mathilde maurice maxime melanie michel micheline mireille monique nadege nathalie nicolas nicole noemie odette
odile olivier pascal pascale patrice paul pauline philippe pierre pierrette quentin raoul raymonde regis remi remy renaud rene robert roger roland romain
rosalie sandrine sebastien serge severine simone solange sophie stephane stephanie sylvain sylvie tatiana theodore therese thibault thierry valerie vincent
virginie viviane xavier yann yannick yves yvette abril adela adelina agustin aitor alba albano alberto alfonso alfredo alma alonso alvaro amalia amparo
anabel angela angelica angelina angelita araceli arantxa aranza ariadna arlet armando arsenio aurelio aurora azucena belen benito benjamin bernardo blanca
brigida camilo candelaria carina carlota carmelo casandra catalina celestino cesar chabela chavela chuy clemencia clemente concepcion consuelo cruz cuauhtemoc
dalia damaso dario delfina diego domingo dulce edgar edith eduarda efrain eleazar elba elias eloisa elva emiliano encarnacion erendira ernesto esmeralda
estefania estela eugenio eulalia eusebio evangelina evaristo ezequiel fabian fabiola felipe fermin fidel filiberto flor florencia florentino fortunato
francisca froylan gabino genaro gerardo gertrudis gilberto gisela gloria gonzalo graciela gregoria griselda guillermina gumersindo heriberto herlinda
hermelinda herminia hernan hilario horacio hortencia iliana imelda irma isaura isidro ismael itzel ivette jacinta jacinto janet jaime javiera jazmin jeronimo
jimena joaquina josefa josefina juanita juana julian julieta julio laura lazaro leandro leocadia leonardo leonel leonor leticia lilia liliana lizbeth lorena
lourdes lucero lucila lucrecia lupe lupita luz macario magaly magdalena manuela marcelo marcela marcelino marco margarito maribel maricela marisela marisol
maritza martina mauricio maximiliano mayra melchor mercedes micaela milagros minerva mireya modesto moises monserrat nayeli nelida nereida nestor nicanor
nicolas noelia noemi norberto nubia octavio ofelia olivia omar oscar osvaldo pablo paloma pascual patricio paulino paz perla petra pilar piedad placido
porfirio prudencio ramiro raquel rebeca refugio reina remedios renata reyes reyna reynaldo rigoberto roberta rocio rodolfo rogelio roman romina rosalba
rosalia rosalinda rosana rosaura rosendo rosita roxana ruben rufino sabino salma salome samuel santiaga santos sara saturnino selene serafin sergio silvestre
silvia simon sixto socorro sol soledad sonia susana tadeo tania telma teodoro tomas tomasa trinidad ubaldo ulises urbano uriel valentin valeria vanesa
veronica vicenta vicente victoriano vidal viridiana viviana wenceslao xiomara xochitl yadira yahir yajaira yamileth yesenia yolanda yuridia zacarias zenaida
zoila zulema adelaide adriano afonso agostinho alcides amadeu anabela anselmo antonia armindo aurea belmiro benedita bento bernardina caetano caio carminda
celso cidalia clarice davi deolinda dinis diogo duarte edite edmundo eduarda elvira estevao eunice fatima fausto filipa filomena flavia flavio gil gilda
gonçalo goncalo graca guiomar gustavo helder heitor henrique hermano horacio iara ilda inacio isaura ivone jandira joana joaquim jorge josue judite juliana
laercio leandra leonor lidia lourenco lucilia lurdes madalena mafalda manuela marcio matilde mauro nelson neusa nuno odete olinda osvaldo palmira paulo
rafaela raimundo renan rita rodrigo rogerio rosangela rui sandro sebastiao severino silvana simao tatiana telmo teodora thiago tiago ulisses valdemar vasco
vinicius vitor wagner wellington zelia adele adalgisa agnese alba alessandra alessia alfonsina amedeo angelo annamaria annunziata antonella assunta barbara
battista beatrice benedetta bettina bianca biagio bruna calogero carla carmela carmine caterina chiara cinzia clara claudia concetta corrado cosimo cristiano
damiano dante daria davide domenica domenico donata donatella donato edoardo elisabetta emanuela emanuele emilia enrica enrico enzo ersilia ettore eugenia
fabio fabrizio federica ferruccio filippo fiorella flavia franca franco gaetano gavino gennaro giacomo giada gianfranco gianluca gianni gilda gina gioia
giordano giorgia giorgio giovanna girolamo giuliana giuliano giulio giuseppina grazia guido immacolata ilaria isabella italo ivana lamberto letizia lia
liliana livia loredana lorella luca luciana luciano luigi luigina marcella marco margherita marialuisa maristella martino massimo mattia maura michela
michele mirella moreno nicoletta nicolo nunzia nunzio orazio oreste ornella ottavia paola paolo pasquale patrizia piera pierluigi piero pietro pina
raffaele raffaella renzo riccardo rina rocco romano rosalba rosanna rosaria rosetta rossana salvatrice santina santo sara saverio serena settimio silvana
silvio simona stefania tiziana tommaso tonino ugo umberto valerio vera vincenza virgilia vito vittoria vittorio viviana achilles agapi alexandra alexis
alkis anastasios andreas angeliki anthoula antonis apostolos argyro aristea aristotelis athanasios athena calliope chara charalambos christos chrysoula
costas despina dimitra dimitrios dimitris effie efthimia eirini eleftheria eleftherios eleni elias evangelia evangelos fotini fotis georgia georgios giannis
giorgos grigoris ioanna ioannis iordanis irini kalliopi katerina kostas kyriaki kyriakos lambros lefteris manolis margarita maria markos michalis minas
nektarios nikolaos nikos olympia orestis panagiota panagiotis panayiotis pavlos pelagia persephone petros polyxeni popi sofia sotiria sotiris spiros
spyridon stamatia stavroula stavros stella stelios stratos takis tasia tasos thanasis thanos theodora theodoros theodosia toula vangelis vasiliki vasilis
vassiliki voula xanthi yannis yiannis yiorgos zoi agata aila ailbhe ailis aine aisling alasdair alastair ambrose angharad aodhan aoibheann ardal arwel beca bedelia
bernie betha blathnaid blodwen branwen breandan brede brid bridie brighid bronagh brynmor brynn cadi cadwaladr caitriona calum cara carey carwyn cathal
cathair ceinwen ceri cerys cian cillian clodagh coleen colm colum comgall concepta conleth cormac corinna cynfor daire daithi daragh dara darragh declan
delyth dervla desmond dewey diarmuid dilwyn donagh donal donncha dougal dougie dubhghall dwynwen dyfan dylan eabha eamonn eavan edna ednyfed efan eiddwen
eifion eilis eimear einir eira eirian eirlys eirwen eithne elen eleri elfed elin elinor elspeth eluned elwyn emrys emyr enda eoghan erin etain ethna eurwen
evelyn ewart ffion fidelma finbar finian finlay finn finola fionnuala fionnula fionan fintan flann flora gavan gearoid geraint gerwyn gilroy glenys gobnait
gormlaith gruffudd gruff gwen gwenda gwendolen gwenllian gwenno gwilym gwyn gwyneira gwynfor gwynne hafwen haf heddwyn heledd heulwen hefin hywel iago iain ianto idris
iestyn ieuan ifan ifor ina iolo iona ishbel isla iseult iwan jarlath jennet kayley keelan keelin keeva kenna kenneth kerr kirstie lachlan laoise liadan
linus llewela llewelyn llinos lleu llio lloyd lorcan lorna lowri luned mabli madog maeve mairead mairi maire maldwyn mared marged mari marged máire meadhbh mair
malachy malachi mared mattie maureen meabh medwyn meg megan meic meinir meirion meriel mererid merfyn mhairi michael mihangel mog morag morfudd morgan morwen
morwenna moyra muireann muirne murdo murdina murtagh myfanwy nerys nest niall nial nollaig non nora noreen nuala odhran oonagh oona orla orlagh orlaith osian
owain paddy padraic padraig padraigh parthalan peadar peig pegeen phelim phil ploughman rab rhian rhiannon rhodri rhona rhys ricky riona rona ronan rory rosaleen
roza ruairidh ruaraidh ruth saoirse sandy seamus sean seana seanan senan seonaid shauna sheena sheila shelagh shona sile sinead sion sioned siwan sorcha
steffan struan suibhne tadhg talfryn tecwyn tegan tegid tegwen teifi teleri tierney tirion tomos torin torquil treasa trefor tudor tudur turlough una wynford
aroha anahera ariana atarangi awhina hana hemi hinemoa hohepa hone hoani huia iritana kahu kahurangi kara kereama kiri kiriana koro maia manaaki manaia
marama matiu mere mereana mihi mikaere moana ngaio ngaire ngahuia nikau nikora paora pania pita potiki puti rangi rawiri rewi ripeka riria roimata ropata
ruia ruru tai taika tama tamati tane tangaroa taonga tawera tawhiri te tiaki tipene tui turei tuwhare waimarie waiora wairata whetu wiremu akanesi alapati ana
apii epeli falefa fetu filipo fotu iosefa isileli kalolaine kelepi kinikinilau lagi leilani losa losalini lupe makelesi malakai malia manase masina mele
mere moala nofoaiga ofa pisila pita pulotu salesi samisoni sela semisi seini sefo siaosi sina sione sitiveni solomone talia tavita tevita tupou ulani
vaea vaiola viliami vilisi bindi birrani daku djalu gurrumul jarrah jedda kirra lowanna marlee merindah mirri nioka tarni warrick yarran
alroy antoinette beverley bevan carlene cedella chevaughn damion delroy desrine devon donette dwayne everton fitzroy garfield glenroy hyacinth ionie jermaine
kemar kerene kishauna lascelles latoya leroy linval lloyd marva maxine mervin merlene nadine neville novlette odane olive omarion orville paulette percival
princess rohan romaine roxroy shanique shanice shelly-ann sherene sheldon tanisha tamoy tashana trecia trishana tyrone usain veronica vinette winsome yanique
ambrosia aloysius alphonse alphonsus anselm apollonia ardis armand arvella audra augustine aurelia azalea barnaby bartholomew beckett bentley bertha bettina blaine
boyd branford brantley bryn buford burl calliope calvert candace candida carlisle carlton carly carroll cassius cecily celestine chauncey clarissa claudine cleo
cleveland clement clifton columbine cornelia cornelius cortez cosmo cressida crispin cyrus dagny dalton damaris dante darby daria darla dashawn deandre dedrick
delbert della delmar delores delroy demetrius denzel desdemona devin dewey dillon dinah dominica donovan dorcas doreen dottie drusilla duncan earline earnest ebenezer
edison effie elbert eldon electa elgin elias elihu elijah elmira elmo elnora elroy elspeth elva elwood emeline emery emmaline enoch ephraim erasmus erastus
ernestine esau esmeralda esme esperance etta eudora eugenia eulalia eunice eustace evangeline evander ezekiel ezra fairfax farrah faustina felton ferris fidelia
flossie fletcher floretta florine foster frieda fulton garland garrison gaston gaylord gaynor geneva georgette georgiana gideon gladstone granville grover guinevere
gunther gustave guthrie hadley halbert hallie hamilton hannibal harlan harland harlow harriett hattie haywood hedy hermina hermes hettie hezekiah hildegarde hiram
hobart hollis horatio hortense hosea houston hyacinth hyman ichabod ignatius ilene imani imogen imogene ina indigo inga iola ione isadora isaiah isidore isolde
ivah jabari jaden jairus jamison jareth jasmyn jebediah jedidiah jefferson jeremiah jericho jerilyn jerrell jethro jewel jillian joachim job jocasta jonah
josephus josiah jotham jovita juliet julius juniper kareem karlyn kendrick kenyatta keturah kezia kimber kingsley kipling lafayette lamar lambert landon langston
larkin latonya lavinia lavern laverne lawson lazarus leander leland lemuel lenora leonidas leonora leopoldine letitia levi lindon lindsey linnea linwood lisette
livingston livia loren lorelei lorinda lorne loyal lucian lucinda lucius lucretia luella lula lurleen lysander mabelle madge magnolia mahalia malachi malia malik
mallory malvina manfred marcellus marietta marguerita marlowe marquis marshall marva mathias mattie maudie maximilian maybelle maynard melba melvin melvina mercer
meredith merrill mervin milburn millard millicent milton minnie montague mordecai mortimer moses murdoch murphy murray myrna myron nadia nannette napoleon natalia
nathaniel nehemiah nell nellie neva newton nicodemus nolan norbert norris norwood obadiah octavia odell odessa odetta olin oleta olympia ophelia oralia orson
orval oswin otto ottoline palmer pandora pansy parnell pascal patience paxton pearlie penrose percival perpetua perry peyton philemon philomena phineas pierce
porter prescott primrose priscilla prudence quentin quinton ralston randolph ransom raphael raymond rayner reba redmond regan reginald reid reuben rexford reynold
rhett rhonda roderick rodger roland rollin romulus ronald roosevelt rosalba rosamond roscoe rosella rowland roxana roxie royce rudyard rufus rupert rutherford
sampson samson sanford saffron scott selby seraphina serenity seth seymour shadrach sherwin sherwood sibyl sidonie sigmund silvester simeon simpson sinclair
stanford sterling stewart stillman sutton sylvan sylvanus tabitha talbot tallulah tamsin tanner tarquin tatum terrance terrell thaddeus thalia thelonious theodora
theodosia theophilus thurman thurston timothea titus tobias tobin travers trenton trevelyan tristan tristram truman tuesday turner tyra ulysses uriah valentina
valerian vance vaughan velma vera verena vernell vesta vida vincenza vivien waldo walker wallis walton warner waverly webster wendell wesley weston wilbert wilda
wiley wilford wilhelmina willard willa willis willow wilmer windsor winifred winnifred winslow winston wolfgang woodrow wyatt wylie wyndham yancy yasmina yoshi
yvonne zachariah zacharias zadie zaid zander zebediah zebulon zechariah zelma zenobia zephyr zillah zinnia zola zora zuri
"""
_WORDS = """
hung harm nest ute non pinky yoke amma hoon diya yuan nana nii ama prem komal seema uma tara gem bong bongbong ting ming ping pal lal
ani ato an ha chi dana di ego ella ham hai hana has hae hue huy ina jan job kim la lan lay lea li long loan loyal lien ly man mai mere my na neo ori ola pal paz pia
per ruse sari sim sol son tan tam te than thanh tai tao thi tone tom tri tui tue van wan wen ying yi yan you young sunday tuesday wellington pilar hong made thing
islam madge sultan virus fin precious princess cherry girlie baby honey desta ate sora son dung phuc binh ten job murphy palmer porter foster marshall walker
turner webster sutton weston walton hamilton houston windsor wagner cleveland jefferson lincoln oswald scott duncan sinclair murray reid pierce perry
prescott landon dalton garland marina rain melody genesis indigo willow saffron juniper magnolia pansy primrose azalea zinnia hyacinth columbine
olive electa evander florence napoleon jericho pandora olympia odessa geneva lafayette waverly serenity imani patience loyal ransom royal electra
ashe roos floor bas dag odd ole rune stein aud lone brit unni mats bent jet mees reina flor luz cruz paz sol reyes santos romano moreno santo gilda bruna made son
moala fetu lagi rangi tui kara hone hana koro ruru taonga kahu puti palmer kai shan sim lay joo soh rong tao na qing rui lei chai nok ploy ren riku sora
"""
WORLD_NAMES = frozenset(_WORLD.split()) - frozenset(_WORDS.split())
"""First names of many countries, but those that are words, towns or surnames rather."""
