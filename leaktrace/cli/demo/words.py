"""Words the demo world is made of. Nobody in it exists; platforms, couriers and firms are invented."""

__all__ = [
    "BACKGROUND_CALLS",
    "BACKGROUND_SMS",
    "CHANNELS",
    "GIVEN",
    "NICKS",
    "PLACES",
    "PRODUCTS",
    "SCAM_NOTES",
    "SCAM_SMS",
    "SURNAMES",
]

_REST = "nick=plain;order_no=plain;product=plain;price=plain;ordered_at=plain"
_ALL = f"name=plain;phone=plain;address=plain;{_REST}"
_ERP = f"name=variant;phone=plain;address=variant;{_REST};tracking_no=plain"
_COURIER = "name=variant;phone=plain;address=variant;tracking_no=plain"

CHANNELS = (
    ("platform-1", "platform", "橙舟商城旗舰店", "橙舟商城", "no", _ALL),
    ("platform-2", "platform", "鹿岛优选店", "鹿岛优选", "no", _ALL),
    ("erp-1", "merchant_erp", "星禾订单系统", "星禾软件", "yes", _ERP),
    ("erp-2", "merchant_erp", "拓云订单通", "拓云信息", "yes", _ERP),
    ("courier-1", "courier", "飞鹭快递（城西网点）", "飞鹭快递", "yes", _COURIER),
    ("courier-2", "courier", "北桥速运（江北网点）", "北桥速运", "yes", _COURIER),
    ("courier-3", "courier", "山海快运（东站网点）", "山海快运", "yes", "name=masked;phone=virtual;address=variant;tracking_no=plain"),
    ("callcentre-1", "outsourced_service", "安语外包客服", "安语服务", "yes", "name=masked;phone=plain;order_no=plain;product=plain;price=plain"),
    ("warehouse-1", "outsourced_service", "河湾云仓", "河湾仓储", "yes", "name=variant;phone=plain;address=variant;order_no=plain;product=plain;tracking_no=plain"),
)  # fmt: skip

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
GIVEN = (
    "志远", "晓彤", "淑珍", "伟东", "家豪", "雨桐", "思颖", "建国", "桂兰", "嘉诚", "秀红", "长青", "文博", "静怡",
    "海燕", "子轩", "梦洁", "立新", "玉梅", "晨曦", "国庆", "婉清", "俊杰", "雪松", "明辉", "春华", "若兰", "一鸣",
    "安琪", "振宇",
)  # fmt: skip
NICKS = (
    "糯米团",
    "柠檬不酸",
    "鱼丸粗面",
    "奶茶去冰",
    "北岸以北",
    "今天早睡",
    "木子月",
    "半夏微凉",
    "南风知意",
    "晴天小猪",
)
PLACES = (
    ("湖北省", "武汉市", "洪山区", "望舒街{n}号舒城花园"),
    ("江苏省", "苏州市", "吴中区", "云栖溪路{n}号栖云里"),
    ("广东省", "广州市", "番禺区", "听禾路{n}号禾间公寓"),
    ("山东省", "青岛市", "城阳区", "松间路{n}号松湖人才公寓"),
    ("浙江省", "杭州市", "余杭区", "青屿路{n}号屿光创意园"),
)
PRODUCTS = (
    ("桌面加湿器静音办公室大雾量卧室补水", "加湿器", "89.00"),
    ("防晒衣女夏季薄款透气连帽长袖冰丝空调衫", "防晒衣", "78.00"),
    ("猫粮成猫幼猫通用全价冻干双拼粮五斤装", "猫粮", "113.00"),
    ("亚麻窗帘遮光卧室客厅简约现代免打孔", "窗帘", "118.50"),
    ("儿童轮滑鞋初学者可调节溜冰鞋闪光轮", "轮滑鞋", "139.00"),
    ("真丝眼罩睡眠遮光透气学生午休助眠", "眼罩", "25.90"),
    ("厨房置物架台面多层调料架不锈钢", "置物架", "86.00"),
    ("云南小粒咖啡挂耳黑咖啡无蔗糖四十片", "挂耳咖啡", "65.90"),
    ("钓鱼竿碳素超轻超硬台钓竿套装全套", "钓鱼竿", "174.00"),
    ("便携式榨汁杯家用小型无线果汁机充电", "榨汁杯", "99.00"),
)
SCAM_NOTES = (
    "您好，请问是{name}吗？我是{shop}的客服，您{day}买的{goods}质检不合格，{price}元全额退给您，请加一下理赔专员的微信。",
    "自称卖家售后，叫得出{name}，说{goods}那一单订单号是{order_no}，付款{price}元没有到账，要退款重付。我没有配合，挂了。",
    "对方先问是不是{name}，又说{day}下的单，{goods}，{price}块，因为商品有问题要三倍赔偿，让下载会议软件。",
    "“{surname}女士您好，您的{goods}在分拣中心丢了，单号尾号{tail}，我们给您双倍赔付”，要银行卡号，我挂断了。",
    "自称理赔专员，核对收件人{name}、地址{unit}，说{goods}甲醛超标，要退{price}元，让我开共享屏幕，我没有理他。",
)
SCAM_SMS = (
    "【售后通知】尊敬的{name}：您{day}订购的{goods}检测不合格，原价{price}元，现启动双倍退款，请点 http://tk.example.net/{code} 办理。",
    "{name}您好，您的订单{order_no}误被升级为年费会员，将自动扣费，取消请登录 http://vip.example.net/{code} 。商品：{goods}。",
)
BACKGROUND_CALLS = (
    "推销电话，问要不要装修，回绝后挂断。", "静音三秒后挂断。", "机器人外呼：您好，您的贷款申请已通过初审。",
    "自称某培训机构，问孩子几年级。", "自动语音：您的快递已丢失，请按零转人工理赔。没有说任何具体信息。",
)  # fmt: skip
BACKGROUND_SMS = (
    "【小额速借】审核通过，点击提现", "新客首充送88，棋牌娱乐上分快，加客服", "【汽车之家园】置换补贴最高1.5万，详询门店",
    "【商学院】短视频带货训练营限时免费，名额不多",
)  # fmt: skip
