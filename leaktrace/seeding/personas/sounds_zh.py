"""How the characters of the name tables sound, so that no dictionary has to be loaded for them.

Source: the readings of pypinyin 0.55 (MIT), without tones, the one of names first. A test compares them
with what the extraction goes by.
"""

__all__ = ["readings", "spelt"]

_READINGS = (
    "ai:爱;ai yi:艾;an:安;ang yang:昂;bai bo:柏白;bang:邦;bao:保宝葆鲍;bao fu pao:包;bei:蓓贝;bi:毕碧;bian:边;bin:宾斌滨;"
    "bin ban:彬;bing:兵炳秉;bing ning:冰;bo:博;bo bei bi:波;bu bo pu:卜;cai:彩采;cai ca sa:蔡;cai zai:才;can:灿璨;cang:沧;"
    "cao:曹;cen:岑;chai ci zhai zi:柴;chan:婵;chang:嫦常昌畅;chao tiao:超;chao zhao zhu:朝;che ju:车;chen:宸晨琛臣辰陈;"
    "chen dan:忱;cheng:城成程诚;cheng deng:澄;cheng jing sheng:晟;cheng zheng:承;chi:驰;chong:冲崇;chu:初楚;chuan:川;"
    "chuan zhuan:传;chun:春纯;chun zhun:淳;ci:慈;cong:聪;cui:崔翠;cun:存;da dai tai:大;da ta ti:达;dai:戴黛;dan:丹旦;dao:道;"
    "de:德;deng shan:邓;di:笛迪;die tie:蝶;ding:定;ding zheng:丁;dong:东冬栋;dong zhong:董;dou:窦;du tu:杜;duan:段;"
    "dun dao diao dui tuan tun zhun:敦;duo:朵;e:娥;en:恩;er:尔;fa:发法;fan:凡帆樊范;fang:芳;fei:斐菲费霏飞;fei pei:妃;fen:芬;"
    "fen kang:奋;feng:凤峰枫锋;feng ping:冯;fu:富福芙;fu bi:馥;fu pu:甫;gan han:甘;gang:刚岗纲钢;gao:高;ge:葛鸽;gen:根;geng:耿;"
    "gong:宫龚;gu:顾;gu ku:古;guan:关冠;guang:光;guang an yan:广;gui:桂贵;guo:国郭;guo guan luo:果;hai:海;han:含寒晗汉涵翰菡韩;"
    "hang:航;hang heng:珩;hao:好昊豪;hao gao ge:浩;hao hui:皓;hao shi:郝;he:何禾荷贺鹤;he shi:赫;heng:恒衡;hong:宏弘泓洪鸿;"
    "hong gong:红;hong gong jiang:虹;hou:侯厚;hu:胡虎;hua:华桦花;huai:槐淮;huai fu:怀;huan:焕环;huang:煌黄;hui:卉徽惠慧晖蕙辉;"
    "hui kuai:会;huo he suo:霍;ji:基季纪继霁;ji ze:稷;jia:佳嘉;jia gu:贾;jia gu jie:家;jian:健剑建;jiang:姜江蒋;jiao:娇皎蛟;"
    "jiao qiao:焦;jiao xiao:姣;jie:杰;jie cha qie:捷;jie ji:洁;jie qie:婕;jin:瑾谨进金锦靳;jin jing:劲;jing:婧敬晶璟竞菁静;"
    "jing ying:景;jiu:玖;ju:菊;juan:娟绢;jue:珏;jun:军君峻珺竣钧骏;jun cun xun:浚;jun dun shun:俊;kai:凯开恺铠;kai jie:楷;kang:康;"
    "ke:克柯珂;ke ge:可;kong:孔;kuan:宽;kui:奎葵;kui kuai:魁;kun:坤堃琨;kun hun:昆;kuo:阔;lai:来赖;lan:兰岚澜阑;lan la:蓝;lang:朗;"
    "le yue:乐;lei:磊蕾雷;leng ling:冷;li:丽俐利力李梨礼荔鹂黎;li chi:莉;li wei:立;lian:恋涟莲连;lian ling:怜;liang:亮梁良;liao:廖;"
    "lie:烈;lin:林琳霖麟;ling:伶凌岭泠灵玲翎聆铃;liu:刘柳;long:龙;lou:娄;lu:卢璐禄鲁鹭;lu liu:陆;lu lou:露;lu luo:路;lun guan:纶;luo:洛罗;"
    "luo li:珞;lv:吕律;lv lu:绿;ma:马;man:曼漫;man wan:蔓;mao:懋毛;mei:媚梅湄玫眉美;meng:孟梦蒙;meng ming:萌;mi:米谧;miao:妙淼苗;"
    "min:敏旻民闵;ming:茗铭鸣;ming meng:明;mo:沫茉;mo mei:墨;mo mu:莫;mou:谋;mu:慕沐牧穆;na nuo:娜;nan:楠;ni:妮旎霓;ni nie:倪;nian:念;"
    "nie:聂;ning:凝;ning zhu:宁;niu:牛;nuan xuan:暖;nuo:诺;nv ru:女;ou:欧;pan:攀;pan bo fan:潘;pan fen:盼;pang:庞;pei:佩沛;"
    "pei fei:裴;pei pi pou:培;peng:鹏;peng bang pang:彭;pin:嫔;ping:萍;ping beng bing pian:平;pu:普璞;qi:启旗淇琦琪绮;"
    "qi ai ji yi:奇;qi cu:戚;qi ji:棋齐;qi zhi:祁;qian:芊谦钱;qian qing:倩;qian xi:茜;qiang jiang:强;qiao:乔巧;qin:沁琴秦芹钦;"
    "qin qi:勤;qin tan yan:覃;qing:庆晴清;qing jing:青;qing jing qiang:箐;qiong:琼;qiu:秋邱;qu:曲;qu ji ju:瞿;"
    "qu ju jue que:屈;quan:全权泉;qun:群;ran:然苒;ran dan nan:冉;rao:娆饶;ren:仁;ren lin:任;rong:榕荣蓉;rong yong:容;rou:柔;"
    "ru:如汝茹;ruan yuan:阮;rui:瑞睿锐;rui juan:蕊;rui ruo:芮;run:润;ruo re:若;sa:飒;sha sui suo:莎;sha suo:沙;shan:善姗山珊;"
    "shan sha:杉;shang chang:尚;shao:少绍邵韶;shen:申;shen chen tan:沈;shen xin:莘;shen zhen:慎;sheng:生;sheng cheng:盛;"
    "sheng ku:圣;sheng qing:声;sheng qing xing:胜;shi:世史士诗;shi dan:石;shi yi:施;shu:书姝抒曙树;shu chu:淑;shu yu:舒;"
    "shuai:帅;shuang:双爽霜;shui:水;shun:舜顺;shuo:朔;si ci:司;si sai:思;song:宋松;su:素肃苏;sun:孙;tai:泰;tan:谭;tang:唐堂棠;"
    "tang shang:汤;tao:涛韬;tao dao yao:陶;tao tiao zhao:桃;teng:腾;tian:天恬甜田;ting:婷挺霆;tong:彤;tong chong zhong:潼;"
    "tong dong:桐;tong zhong:童;tuo ta zhi:拓;wan:婉琬;wan mo:万;wan yu yuan yun:宛;wan yu yun:菀;wang:旺;wang hong:汪;"
    "wang yu:王;wei:伟卫唯威巍微惟炜纬维薇韦魏;wei yu:蔚;wen:文纹雯;wen yun:温;weng:翁;wu:伍悟武;wu tun:吴;xi:僖希席惜曦汐熹禧;xi chi:喜;"
    "xi qi:溪;xi yi:熙;xia:霞;xia jia:夏;xian:仙先弦显贤;xian xiong:宪;xiang:向湘祥翔香;xiao:宵小晓潇筱肖骁;xie:谢;xin:心忻新欣歆辛馨;"
    "xin xuan:昕;xin xun:鑫;xing:兴星杏;xing geng:邢;xing nie:幸;xiong:熊;xiu:秀;xu:徐旭绪;xu hu:许;xu xiu:煦;"
    "xuan:媗宣旋暄炫瑄璇萱轩;xue:学薛雪;xun:勋迅逊;ya:亚娅雅;yan:严妍嫣岩延晏燕琰艳闫雁颜;yan pan:彦;yan tan:炎;yan yi:焱;yan yin:烟言;yang:扬杨阳;"
    "yang xiang:洋;yao:尧瑶耀遥;yao tao tiao:姚;ye:烨;ye xie:叶;yi:一义亦仪伊依奕宜忆怡懿旖易毅熠翊艺苡谊逸颐;yin:寅茵银音;yin yan:殷;yin yun:尹;"
    "ying:樱滢瑛盈莹莺萦颖;ying yang:英;yong:勇永;you:友尤悠;you liu:游;you yao:幼;yu:喻宇昱毓渝煜玉瑜禹裕誉语钰雨;yu shu:俞;yu shu xie:豫;"
    "yu tou:愉;yu tu xu:余;yu wei xu:于;yuan:元圆媛渊源缘袁远;yuan huan:瑗;yuan wan:园;yuan yu yun:苑;yue:岳悦玥跃;yue huo:越;"
    "yue ru:月;yun:云昀耘芸运韵;yun jun:筠;yun yuan:允;zang cang:臧;ze:泽;zeng ceng:曾;zhai di:翟;zhan:展战;zhan dan:詹;"
    "zhan tie:占;zhang:张彰樟璋章;zhang chang:长;zhao:昭赵钊;zhe:哲喆;zhen:振珍祯贞镇;zhen juan:甄;zheng:峥征正郑铮;zhi:志智栀知芝芷;"
    "zhi qi:枝;zhi zhui:致;zhong:忠钟;zhou:周洲;zhu:柱珠竹;zhu shu:朱;zhuang:壮;zhuang peng:庄;zhuo:卓;zi:姿子梓紫;zou:邹;"
    "zu jie:祖;zuo:左;"
)


def _unpack() -> dict[str, tuple[str, ...]]:
    groups = (group.split(":") for group in _READINGS.rstrip(";").split(";"))
    return {char: tuple(said.split()) for said, chars in groups for char in chars}


_OF = _unpack()


def readings(char: str) -> tuple[str, ...]:
    """The syllables that a character of the name tables may be read as."""
    return _OF[char]


def spelt(name: str) -> str:
    """The pinyin of a name made of such characters, in one piece; ü as v, as it is typed."""
    return "".join(_OF[char][0] for char in name)
