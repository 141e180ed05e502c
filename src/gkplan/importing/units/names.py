"""What the names of responsible bodies look like, and what may be wrong with one as printed."""

import re

from gkplan.importing.lexicon.patterns import Wording, cached
from gkplan.importing.text.brackets import without_brackets

_END = Wording(
    r"(?:(?<!^[本我贵])局|(?<!常)委|(?<!型)政府|(?<!时|区)府|(?<!为)中心|<单位词尾>"
    r"|政协办|(?<![申举主承协督交创补代领快即可好经就])(?<![^公]开)(?<!^开)(?<![^交]通)(?<![^商文]联)(?<!马上)办"
    r"|(?<![全内外干局大一各])部|(?<![好用长益到之查惩相])处|(?<=[稽督检调审巡侦勘核]查)处|(?<=[信公费]用)处|(?<=权益)处"
    r"|(?<![学全专百本])科|(?<=安全)科|(?<=[医教督]学)科|(?<!人)股|(?<![教卧温])室"
    r"|(?<![场住厕])所|(?<=^市场)所|(?<![网车油电])站|(?<![平出舞柜后前])台|(?<![住出])院|(?<!母)校|馆|(?<!旅行)社"
    r"|(?<![社机都晚大全座谈布调进证务聚])会|(?<=促进)会|(?<!军)团|(?<![排带车组团梯])队|(?<!分)组"
    r"|(?<![条行业])街|(?<!城|小)镇|(?<![城下返还])(?<!^家)乡|(?<![农乡全帮])村)$"
)
_PLACE = re.compile(
    r"^(?!本(?!溪))[一-鿿]{2,8}(?:自治[区州县]|(?<!社|小|景|地|城|山|库|片|园)[区县州旗盟]|市|省)$"
)
_EACH = re.compile(
    r"^(?:[全区市县省本]{0,2}(?:直|属|级|政府)?)?各(?!项|类|种|方面|环节|阶段|自|界|族|位)"
)
_REGIONS = re.compile(
    "^(?:有关|相关|各有关|各相关|试点|各试点)(?:地区|地方|[省市区县]|省[（(]?区、?市[）)]?|城市)$"
)
_EACH_END = re.compile(r"(?:[市区县镇街乡村级地园校旗州盟场行社]|团体|党派|媒体|队伍|窗口)$")
_HEAD = re.compile(
    r"^(?:牵头|责任|配合|落实|实施|协[办同助]|主办|承办|负责|参与|完成|本|我|用人|贵|工作|任务)?"
    r"(?:落实|责任)?(?:单位|部门|科室|机构|处室|企业)$"
)
_SENTENCE = re.compile(
    r"^(?:加强|推[进动行广](?![科处办股]$)|做好|建立|健全|完善|开展|落实|深化|强化|提[升高]|加[快大]|实施|制定|编制(?![科处办股委])|支持|鼓励|引导|"
    r"培育|打造|构建|优化|严格|认真|积极|充分|深入|进一步|及时|适时|定期|每|根据|依托|依法(?!治[国省市县区州旗])|通过|围绕|针对|配合|协助|"
    r"不?含|包括|新[建增]|改造(?![科处办股]$)|完成|实现|确保|力争|争取|抓[好紧]|贯彻|参照|明确|梳理|整合|打击|查处|督促|"
    r"指导各|组织(?!部|人事|宣传|统战|科|处|办|股)|发挥|帮助|启动|扩大|调整|选派|向(?=[各区市省县上社有])|由|对(?!外|台|口)|"
    r"成立|服务(?!局|中心|大厅|办|科|处|站|股|业[科股处局])|建设(?!局|银行|委|厅|处|科|办|股|交通|环保|管理|工程|集团|公司)|以人民|"
    r"\d{1,2}[.．、]|将|把|并|或|的|了|不|未|已|应(?!急|用|届)|须|要|请|是|有(?!关|色|线)|无(?!线|锡|为|极|棣)|其中|按)"
)
_NOT_INSIDE = re.compile(r"[，。；：、！？《》%…\n\t|,;:!?]|的|了|应当|[？?哪谁]|什么|\d{4}年|\d月")

_BASE = (
    r"(?:国家|中央|[省市区县旗州盟镇乡村委办局部]级?|街道?|乡镇|自治区|直辖市|开发区|园区|高新区)"
)
_LEVELS = re.compile(rf"^各?(?:{_BASE}、)+(?={_BASE})")
_LONGEST = 40
_FARTHEST = 120  # with brackets

_LEVEL = re.compile(
    r"^(?:(?P<level>[省区县州旗盟]|市(?!场|容|民|政(?!府|务|协|法|研)))(?=[^、]{2,})"
    r"|(?P<place>[一-鿿]{2,6}?(?:自治[区州县]|[省州旗盟]|(?<![城超都])市|县|(?<!城)[镇乡]"
    r"|(?<![街社园景山灾地小片库])区)))"
)
_COMMON = re.compile(r"^(?:各|有关|相关|其他|国家|中央|全|本|国网|中国|驻|团|共青团|成员)")
_FIELDS = (
    r"(?:发[展改]|财政|教育|科[技学]|工[业信商科]|经[济信合贸]|信[息访]|民[政宗族]|宗教|司法|公安|人[力社]|自然|国[土资税防]|地税|税务|生态|环[境保]"
    r"|住[房建]|城[乡市建管]|规划|交通|水[利务]|农[业林村]|林[业草]|园林|绿化|商务|文[化广旅]|旅游|卫[生健计]|应急|安监|审计|市场|质监|统计"
    r"|体育|医[疗保药]|金融|扶贫|乡村|机关事务|政务|行政|法制|编办|宣传|组织|统战|网信|政法|粮|物价|药[监品]|食品|知识产权|档案|大数据|数据|投资"
    r"|外[事办经]|侨|退役|海[洋事]|渔业|畜牧|气象|综合|营商|地方金融|能源|烟草|人防|地震|广[电播]|新闻|电影|中医药|疾控|监[狱管]|戒毒|保密"
    r"|口岸|供销|港[口航务]|公路|铁路|邮政|通信|测绘|移民|机构编制|招商|合作|社会工作|党史|地方志|公共资源|房[管产])"
)
_DEPARTMENT = re.compile(rf"^(?:{_FIELDS}[一-鿿]*[局厅委办部]|[编台侨外农经商教科][办委])$")
_OTHER_DEPARTMENT = re.compile(rf"^(?![一-鿿]+{_FIELDS})[一-鿿]{{2,5}}(?<!分)[局厅]$")
"""One of another field; what names a field further on begins with a place of its own."""


@cached(4096)  # the same few names are asked about again and again
def looks_like_unit(name: str) -> bool:
    """Whether a text reads like the name of one responsible body or of a set of them (各镇街)."""
    if len(name) > _FARTHEST:
        return False
    outside = _LEVELS.sub(_run_together, without_brackets(name.strip()))
    if not 1 < len(outside) <= _LONGEST or _NOT_INSIDE.search(outside):
        return False
    if _HEAD.search(outside) or _SENTENCE.search(outside):
        return False
    if _EACH.search(outside):
        return bool(_END.search(outside) or _EACH_END.search(outside))
    return bool(_END.search(outside) or _PLACE.search(outside) or _REGIONS.search(outside))


def _run_together(match: re.Match[str]) -> str:
    return match[0].replace("、", "")


def is_place(name: str) -> bool:
    """Whether a name is that of a place alone: 南沙区."""
    return bool(_PLACE.search(name)) and not _END.search(name)


_BRANCH = re.compile(
    "(?:华[东北南中]|东北|西[南北]|中南|长江|黄河|珠江|淮河|海河|太湖)|^(?:公安|税务|工商|国土|环保|规划|邮政|消防|气象)[一-鿿]{2,4}(?:分局|支队|大队|支行)$"
)
"""A branch that names its own place: 公安清河分局, 税务东北特派办."""


def level(name: str) -> str:
    """What a name begins with that others may share: 省, 南沙区; empty where nothing does."""
    match = _LEVEL.match(name)
    return match[0] if match and not _COMMON.match(name) else ""


def may_lack_level(name: str, *, beside_one: bool = False) -> bool:
    """Whether a department is named as if a shared 省, 市 or 区 had been left out.

    ``beside_one`` says that another one of the list is, so that one of any field may be.
    """
    plain = without_brackets(name)
    known = _DEPARTMENT.search(plain) or (beside_one and _OTHER_DEPARTMENT.search(plain))
    return bool(known) and not level(name) and not (_COMMON.match(name) or _BRANCH.search(plain))
