"""The words by which plain sentences name places, weather and things, in English and Chinese."""

# ruff: noqa: E501, SIM905, C420 - lists of words are read as lists

from __future__ import annotations

import re

from generation.drivers.previs.stage import TimeOfDay, Weather

_INSIDE_EN = """kitchen bedroom bathroom living room dining room hallway corridor office classroom hospital ward hospital room café cafe
restaurant bar pub library museum church cathedral shop store bookshop bookstore bakery supermarket elevator lift attic basement cellar
garage warehouse studio theatre theater cinema hotel room hotel lobby lobby apartment flat cabin hut cottage house station hall
waiting room train carriage train car bus taxi car airplane cockpit spaceship laboratory lab prison cell cell tent cave tunnel
subway boathouse shed barn workshop gym nightclub club ballroom court courtroom ticket office lighthouse tower room dormitory
staircase stairwell foyer clinic pharmacy salon diner tavern inn temple palace castle room hotel"""
_OUTSIDE_EN = """street road alley square plaza park garden forest woods wood jungle beach shore coast seashore sea ocean lake river
riverbank bank pier dock docks harbour harbor port quay wharf bridge field meadow farm desert mountain mountaintop hill hillside
cliff valley island village town city market rooftop roof balcony terrace porch patio yard backyard courtyard playground
cemetery graveyard bus stop train station platform railway station station airport parking lot car park gas station highway
path trail snowfield glacier campsite campfire pool swimming pool stadium battlefield deck boat ship ferry raft sky vineyard orchard
crossroads gate steps riverside waterfront lighthouse"""
_INSIDE_ZH = """厨房 卧室 房间 客厅 餐厅 浴室 走廊 办公室 教室 医院 病房 咖啡馆 咖啡厅 咖啡店 餐馆 饭馆 酒吧 酒馆 图书馆 博物馆 教堂 商店 书店 面包店
超市 便利店 电梯 阁楼 地下室 车库 仓库 工作室 剧院 电影院 酒店 旅馆 大堂 公寓 小屋 木屋 屋子 屋里 家里 家中 候车室 候船室 车厢 船舱 出租车 公交车 飞机 驾驶舱
飞船 实验室 监狱 牢房 帐篷 山洞 隧道 地铁 工坊 作坊 健身房 舞厅 法庭 售票处 售票亭 灯塔 宿舍 楼梯 诊所 药店 茶馆 寺庙 宫殿 大厅 会议室 船屋"""
_OUTSIDE_ZH = """街道 大街 街上 街头 马路 公路 小巷 巷子 胡同 广场 公园 花园 森林 树林 丛林 海滩 沙滩 海边 海岸 大海 海面 湖边 湖面 河边 河岸 江边 码头 港口 渡口 桥上 桥头
桥 田野 草地 草原 农场 沙漠 山顶 山坡 山上 悬崖 山谷 岛上 小岛 村庄 村口 小镇 城市 市场 集市 屋顶 天台 楼顶 阳台 露台 院子 庭院 操场 墓地 公交站 车站 火车站 站台
机场 停车场 加油站 小路 山路 雪地 营地 篝火旁 泳池 体育场 战场 甲板 渡轮 小船 船上 果园 路口 门口 台阶 防波堤 栈桥 堤岸"""


def _phrases(text: str, known: tuple[str, ...]) -> list[str]:
    """Words of a list in which two-word entries are recognised by `known`."""
    out, words, at = [], text.split(), 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        out.append(pair if pair in known else words[at])
        at += 2 if pair in known else 1
    return out


_PAIRS = (
    "living room", "dining room", "hospital ward", "hospital room", "hotel room", "hotel lobby", "station hall", "waiting room",
    "train carriage", "train car", "prison cell", "ticket office", "tower room", "castle room", "bus stop", "train station",
    "railway station", "parking lot", "car park", "gas station", "swimming pool",
)  # fmt: skip

PLACES: dict[str, bool] = {
    **{word: True for word in _phrases(_INSIDE_EN, _PAIRS)},
    **{word: False for word in _phrases(_OUTSIDE_EN, _PAIRS)},
}
PLACES_ZH: dict[str, bool] = {**{word: True for word in _INSIDE_ZH.split()}, **{word: False for word in _OUTSIDE_ZH.split()}}

WEATHERS: tuple[tuple[Weather, re.Pattern[str]], ...] = (
    (Weather.STORM, re.compile(r"\b(thunder\w*|lightning|(?:rain|snow)?storm\w*|tempest|gale|hurricane)\b|暴风雨|雷|闪电|暴雨|风暴", re.I)),
    (Weather.RAIN, re.compile(r"\b(rain(?:s|ing|y|drops?|fall)?|drizzl\w*|downpour)\b(?! ?(?:coat|boot))|下雨|雨中|雨夜|细雨|大雨|小雨(?=下|落|淅)|雨水|雨点|雨滴|毛毛雨|雨打|雨声|雨丝", re.I)),
    (Weather.SNOW, re.compile(r"\b(snow(?:s|ing|y|flakes?|fall)?|blizzard)\b|下雪|大雪|雪花|^雪[。，]|[。，]雪[。，]|雪中|飘雪|暴雪|雪地", re.I)),
    (Weather.FOG, re.compile(r"\b(fog(?:gy)?|mist(?:y|s)?|haze)\b|雾|薄霭", re.I)),
    (Weather.WIND, re.compile(r"\b(wind(?:y|s|blown|swept)?|breeze|gusts?)\b|大风|海风|狂风|寒风|刮风|风吹|风很大", re.I)),
    (Weather.CLOUDY, re.compile(r"\b(cloud(?:y|s)?|overcast|gr[ae]y sky)\b|阴天|乌云|多云|阴沉", re.I)),
)  # fmt: skip

PROPS_EN = frozenset(
    """apple axe bag baby ball balloon banana bandage basket bat bed bell bench bicycle bike binoculars bird blanket boat book bottle
bouquet bowl box bread briefcase broom brush bucket bus butterfly cage cake calendar camera candle cane canoe car card cards cat
chain chair chalk cheese chess chicken cigarette clock cloth coat coffee coin coins compass computer couch cow crate crib crown cup
cupcake curtain curtains deer desk diamond dice dog doll door drawing dress drum drink egg engine envelope eraser fan feather ferry
fire fish flag flashlight flower flowers flute fork fridge frog glass glasses globe gloves guitar gun hammer handbag handcuffs harp
hat headphones helmet horse hourglass ice jacket jar kettle key keys kite knife ladder lamp lantern laptop leaf leaves letter lever
lifebuoy light lighter lighthouse lock lollipop luggage magazine map mask match matches medal medicine menu microphone microscope
milk mirror mobile money moon motorcycle mug mushroom necklace needle net newspaper note notebook oar oars onion orange paddle
painting pan paper parachute parcel passport pen pencil phone photo photograph piano picture pie pill pills pillow pin pipe pistol
pizza plane plant plate postcard pot potato present pumpkin puppet purse puzzle rabbit racket radio raft raincoat receipt record
ring robot rocket rod rope rose rifle ruler sail sandwich saw scarf scissors screen seagull shell shield ship shirt shoe shoes shovel
sign skateboard skull sled snowman soap sofa soup spear spoon stamp star statue stick stool stove suitcase sunglasses sword syringe
table taxi tea teapot teddy telephone telescope television tent thermos ticket tickets tie timetable toast torch towel toy tractor
train tray tree trophy truck trumpet tv typewriter umbrella van vase violin wallet watch whistle wheel wheelchair window wine wire
wheelbarrow wrench yacht""".split()
)
_PLURALS = {"knives": "knife", "leaves": "leaf", "boxes": "box", "glasses": "glasses", "matches": "matches", "loaves": "bread"}
_COMPOUNDS_EN = (
    "life ring", "fishing net", "fishing rod", "paper boat", "teddy bear", "tea cup", "coffee cup", "alarm clock", "pocket watch",
    "birthday cake", "wedding ring", "music box", "paper plane", "oil lamp", "street lamp", "cell phone", "mobile phone",
    "tool box", "rowing boat", "ticket window", "wooden crate",
)  # fmt: skip
PROPS_ZH = tuple(
    sorted(
        """苹果 斧头 书包 背包 篮子 球 气球 香蕉 铃铛 船铃 长椅 自行车 望远镜 毯子 小船 渔船 渡轮 纸船 书 书本 瓶子 酒瓶 花束 碗 盒子 箱子 木箱 面包 公文包 扫帚 水桶 桶 蛋糕 日历
相机 照相机 蜡烛 拐杖 汽车 卡片 扑克 猫 狗 锁链 椅子 时钟 挂钟 闹钟 怀表 手表 硬币 指南针 电脑 沙发 咖啡 咖啡杯 茶杯 杯子 茶壶 热水壶 保温瓶 保温壶 窗帘 书桌 桌子 桌
钻石 门 画 裙子 鼓 鸡蛋 信封 信 信纸 风扇 羽毛 火 篝火 鱼 旗子 手电筒 手电 花 玫瑰 鲜花 叉子 冰箱 眼镜 墨镜 地球仪 手套 吉他 枪 手枪 锤子 帽子 草帽 耳机 头盔 马 沙漏 外套 雨衣
雨伞 伞 钥匙 风筝 刀 小刀 梯子 灯 台灯 油灯 灯笼 灯塔 笔记本 笔记本电脑 树叶 救生圈 打火机 锁 行李 行李箱 杂志 地图 面具 火柴 奖牌 药 菜单 话筒 牛奶 镜子 手机 电话 钱 月亮
摩托车 项链 针 渔网 网 报纸 纸条 便条 船桨 桨 油画 照片 平底锅 纸 包裹 护照 钢笔 笔 铅笔 钢琴 枕头 烟斗 香烟 披萨 飞机 盆栽 盘子 明信片 锅 土豆 礼物 南瓜 木偶 钱包 收音机
戒指 机器人 火箭 鱼竿 钓竿 绳子 缆绳 帆 三明治 围巾 剪刀 海鸥 贝壳 盾 轮船 衬衫 鞋子 鞋 铲子 招牌 滑板 雪人 肥皂 汤 勺子 邮票 星星 雕像 凳子 炉子 剑 出租车 茶 电视 帐篷 车票 船票
票 领带 火炬 毛巾 玩具 玩具熊 拖拉机 火车 托盘 树 奖杯 卡车 小号 打字机 花瓶 小提琴 口哨 轮椅 窗户 窗 红酒 酒杯 时刻表 汽笛""".split(),
        key=len,
        reverse=True,
    )
)
_PROPS_ZH = re.compile("|".join(map(re.escape, PROPS_ZH)))
_VERBS_TOO = frozenset(  # things whose name is also something that people do, or a colour: only after "a", "the", "his"…
    """book box brush cage can chain drink drum fan feather fire fish flower fork hammer ice key knife ladder light lock mask match milk mobile needle
    net note oar orange paddle paper phone picture pin pipe pistol plant plate present purse puzzle ring rope rose ruler sail saw screen shell
    shield ship sign soap spear stamp star stick stool stove table tie torch towel train tree trumpet van watch whistle wheel wire lever glass glasses
    ball bat bell bench bike bird blanket boat bread card cards chair cloth coat crown cup dice drawing dress engine flag gun hat horse jacket jar""".split()
)
_DETERMINERS = frozenset(
    "a an the his her their its my your our this that these those two three four some of with one old new no another each every".split()
)
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")

HOURS: tuple[tuple[TimeOfDay, re.Pattern[str]], ...] = (
    (TimeOfDay.DAWN, re.compile(r"\b(dawn|sunrise|daybreak|first light)\b|黎明|拂晓|日出|破晓|凌晨|天刚亮|天蒙蒙亮", re.I)),
    (TimeOfDay.SUNSET, re.compile(r"\b(sunset|sundown|golden hour|setting sun)\b|日落|夕阳|落日", re.I)),
    (TimeOfDay.DUSK, re.compile(r"\b(dusk|evening|twilight|nightfall)\b|黄昏|傍晚|暮色", re.I)),
    (TimeOfDay.NIGHT, re.compile(r"\b(night|midnight|moonlight|starlight)\b|夜|晚上|当晚|月光", re.I)),
    (TimeOfDay.MORNING, re.compile(r"\bmorning\b|早晨|清晨|早上|上午", re.I)),
    (TimeOfDay.AFTERNOON, re.compile(r"\bafternoon\b|下午|午后", re.I)),
    (TimeOfDay.DAY, re.compile(r"\b(noon|midday|daylight)\b|中午|正午|白天", re.I)),
)  # fmt: skip


def weather_in(text: str) -> Weather | None:
    """The strongest weather that the words name, or None."""
    return next((weather for weather, pattern in WEATHERS if pattern.search(text)), None)


def hour_in(text: str) -> TimeOfDay | None:
    """The time of day that the words name, or None."""
    return next((hour for hour, pattern in HOURS if pattern.search(text)), None)


def props_in(text: str, most: int = 8) -> list[str]:
    """The things that the words name, each once, in order, in the singular."""
    found: dict[str, None] = {}
    lowered = text.lower()
    for compound in _COMPOUNDS_EN:
        if compound in lowered:
            found[compound] = None
    taken = {part for compound in found for part in compound.split()}
    before: tuple[str, ...] = ()  # up to two words that belong to the next noun
    end = 0
    for match in _WORD.finditer(lowered):
        bare = match[0].removesuffix("'s")
        if lowered[end : match.start()].strip():
            before = ()
        end = match.end()
        word = _singular(bare)
        named = bool(word) and word not in taken and (word not in _VERBS_TOO or bool(_DETERMINERS.intersection(before)))
        if named:
            found[word] = None
        before = () if named else (*before[-1:], bare)
    places: list[tuple[int, str]] = [(lowered.find(word), word) for word in found]
    places += [(match.start(), match[0]) for match in _PROPS_ZH.finditer(text)]
    return list(dict.fromkeys(word for _, word in sorted(places)))[:most]


def _singular(word: str) -> str:
    if word in PROPS_EN:
        return word
    if word in _PLURALS:
        return _PLURALS[word]
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + instead in PROPS_EN:
            return word[: -len(ending)] + instead
    return ""
