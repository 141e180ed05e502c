"""Characters that stand for common ones: forms from PDFs, traditional ones, damaged ones."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from gkplan.importing.document import Document, texts_in, with_texts

_SUSPECT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_RADICALS = dict(
    zip(
        "⺃⺋⺎⺕⺝⺟⺠⺢⺥⺩⺬⺯⺰⺱⺼⻁⻄⻅⻆⻉⻋⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾",
        "乚㔾兀彐月母民水爪王示糸纟网肉虎西见角贝车臼长门雨青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟户",
        strict=True,
    )
)
"""The radicals that Unicode gives no plain form of, though fonts draw them as the character."""


def plain_char(char: str) -> str:
    """The common character behind one that looks like it, else the character itself."""
    if char in _RADICALS:
        return _RADICALS[char]
    form = unicodedata.normalize("NFKC", char)
    return form if len(form) == 1 and not form.isspace() else char


def plain(text: str) -> tuple[str, str]:
    """A text with its look-alikes made common, and the ones that were."""
    suspects = dict.fromkeys(_SUSPECT.findall(text))
    found = [char for char in suspects if plain_char(char) != char]
    for char in found:
        text = text.replace(char, plain_char(char))
    return text, "".join(found)


_TRADITIONAL = (
    "區務縣廳發財監環衛計總團聯門黨辦員會鎮鄉農業產質國資稅電網體廣東軍軌運輸規劃設備術開關機構責單組"
    "織檢長華龍鳳灣島濟經貿實驗審醫藥藝廠礦場館學協調處級與為種類從眾優億傳傷價歷壓嚴號興舉舊蘇萬時適"
    "個內後無動態續進報佈達間週極節點終結據統狀況應將於啟頭項領標題編參際負註職來對說這還過話語讀寫書"
    "見視覺親觀訂討論訊記講許訴診詐評詞試詳認誌誤請諮謀謝證識譯議護讓變豐貝貞貢貧貨販貪貫費貸貼買賀賃"
    "賓賞賠賢賣賦賬賴賺購賽贈贊贏車載輕較輔輛輪輻轄轉邊遠違連遲遷選遺郵鄰釋針釘鈣鈔鉛銀銅銜銷鋼錄錢錯"
    "鍋鍛鏈鏡鐘鐵鑒鑑鑽閉閑閘閣閱闊陣陰陳陸陽隊階隨險隱雖雙雜離難雲靈靜響頁頂順須預頑頒頓頗頻額顏願顧"
    "顯風飛飯飲飼飽養餘馬駐駕騎騙騰驅驚魚鮮鳥鴨鹽麗麥麵黃齊齒龜亂亞伕併倉倆們偉側偵偽傑債傾僅僑儀儉償"
    "儲兒兩冊凍凈淨剛創劇劑劍勁勞勢勛勝勵勸匯彙卻厭厲叢吳啞問喪喬嗎嘗嚇囑圍園圓圖執堅堯塊塗塵墊墳墾壇"
    "壘壞壩壯壽夠夢夾奪奮獎妝婦媽孫寧寶寬專尋導屆屬層歲岡峽崗嶺巖幣師帥帳帶幫幹幾庫廟廢彈強彎彌徑徵徹"
    "復複恥悶惡惱愛憑憲憶懇懷懸戀戰戲戶拋掃掛採揀揚換揮損搖搶摟撫撥撲擁擇擊擋擔擠擬擴擺擾攝攤攬敗敘敵"
    "數斃斷曆曉暈暢暫朧條楊榮槍樂樓樞樣樸樹橋橫檔欄權歡歐殘殺毀氣決沒沖洩涼淚淪測湊湯溝溫準滅滯滲滿漁"
    "漢漲漸潔潛潤澤澱濃濕濱濾瀏灘災烏煉煙煩熱燈燒營燦爐爭爺牆牽犧獨獲獻現瑪瓊畝畢畫異當疊痺瘋療癥皺盜"
    "盡盤盧睏矚矯硯碩確碼磚礎禍禦禮禿稱穀穌積穩穫窩窪窮竄競筆筍範築簡簽籃籌籤籬糧糾紀約紅紋納紐純紗紙"
    "紛紡細紹紺絕給絡絲綁綜綠維綱緊緒線緩締緣練縫縮縱績繞繡繩繪繫繳繼纖罰罷羅義習聖聞聰聲聽肅脅脈腦腫"
    "腳膚膠臉臘臟臨臺艙艦艱艷莊莖萊葉蔣蕩薦薩藍蘭虛虧蝕蝦蟲蠶補裝裡裏製襲覽觸詢該誇誠誰課誼諧諸諾謂謹"
    "譜譽豬貯貴跡踐蹟躍軟軸輝輯辭逕遊鄧鄭醜釀鈉鋪錦鍵鎖鑄閃閏閥闖闢陝隸霧靂韓韻飢餓駁駛驟髒髮鬆鬥鬧魯"
    "鳴鴻鵝鷹麼黴灑瀝溼滬潰瀾犢璽甦瘡瘍癢礙祕祿禪秈稟竊簾粵緝縷罈羥翹聳脫舖蓋蕭蔭蘆蠅衝訪託誕誘諒謊譴"
    "讚豎贓踴軀輿遙遞邁郟鄖醬釁鈞鋒鋰錫鎂鎢鑼閩隴雞霑鞏韋頌顆顫饋騷驛鬱鯉鵬齡壋羣衆牀爲啓産綫説証汙麪"
    "慾佔菸儘纔箇兇嶽閒係捨鹼嚮籲麯闆錶鍾檯颱蘊韌瀕隻峯韮"
)
_SIMPLE = (
    "区务县厅发财监环卫计总团联门党办员会镇乡农业产质国资税电网体广东军轨运输规划设备术开关机构责单组"
    "织检长华龙凤湾岛济经贸实验审医药艺厂矿场馆学协调处级与为种类从众优亿传伤价历压严号兴举旧苏万时适"
    "个内后无动态续进报布达间周极节点终结据统状况应将于启头项领标题编参际负注职来对说这还过话语读写书"
    "见视觉亲观订讨论讯记讲许诉诊诈评词试详认志误请咨谋谢证识译议护让变丰贝贞贡贫货贩贪贯费贷贴买贺赁"
    "宾赏赔贤卖赋账赖赚购赛赠赞赢车载轻较辅辆轮辐辖转边远违连迟迁选遗邮邻释针钉钙钞铅银铜衔销钢录钱错"
    "锅锻链镜钟铁鉴鉴钻闭闲闸阁阅阔阵阴陈陆阳队阶随险隐虽双杂离难云灵静响页顶顺须预顽颁顿颇频额颜愿顾"
    "显风飞饭饮饲饱养余马驻驾骑骗腾驱惊鱼鲜鸟鸭盐丽麦面黄齐齿龟乱亚夫并仓俩们伟侧侦伪杰债倾仅侨仪俭偿"
    "储儿两册冻净净刚创剧剂剑劲劳势勋胜励劝汇汇却厌厉丛吴哑问丧乔吗尝吓嘱围园圆图执坚尧块涂尘垫坟垦坛"
    "垒坏坝壮寿够梦夹夺奋奖妆妇妈孙宁宝宽专寻导届属层岁冈峡岗岭岩币师帅帐带帮干几库庙废弹强弯弥径征彻"
    "复复耻闷恶恼爱凭宪忆恳怀悬恋战戏户抛扫挂采拣扬换挥损摇抢搂抚拨扑拥择击挡担挤拟扩摆扰摄摊揽败叙敌"
    "数毙断历晓晕畅暂胧条杨荣枪乐楼枢样朴树桥横档栏权欢欧残杀毁气决没冲泄凉泪沦测凑汤沟温准灭滞渗满渔"
    "汉涨渐洁潜润泽淀浓湿滨滤浏滩灾乌炼烟烦热灯烧营灿炉争爷墙牵牺独获献现玛琼亩毕画异当叠痹疯疗症皱盗"
    "尽盘卢困瞩矫砚硕确码砖础祸御礼秃称谷稣积稳获窝洼穷窜竞笔笋范筑简签篮筹签篱粮纠纪约红纹纳纽纯纱纸"
    "纷纺细绍绀绝给络丝绑综绿维纲紧绪线缓缔缘练缝缩纵绩绕绣绳绘系缴继纤罚罢罗义习圣闻聪声听肃胁脉脑肿"
    "脚肤胶脸腊脏临台舱舰艰艳庄茎莱叶蒋荡荐萨蓝兰虚亏蚀虾虫蚕补装里里制袭览触询该夸诚谁课谊谐诸诺谓谨"
    "谱誉猪贮贵迹践迹跃软轴辉辑辞径游邓郑丑酿钠铺锦键锁铸闪闰阀闯辟陕隶雾雳韩韵饥饿驳驶骤脏发松斗闹鲁"
    "鸣鸿鹅鹰么霉洒沥湿沪溃澜犊玺苏疮疡痒碍秘禄禅籼禀窃帘粤缉缕坛羟翘耸脱铺盖萧荫芦蝇冲访托诞诱谅谎谴"
    "赞竖赃踊躯舆遥递迈郏郧酱衅钧锋锂锡镁钨锣闽陇鸡沾巩韦颂颗颤馈骚驿郁鲤鹏龄垱群众床为启产线说证污面"
    "欲占烟尽才个凶岳闲系舍碱向吁曲板表钟台台蕴韧濒只峰韭"
)
SIMPLIFIED: dict[int, str] = dict(zip(map(ord, _TRADITIONAL), _SIMPLE, strict=True))
"""For each traditional character of official texts its simplified form (《简化字总表》).

Characters that simplified texts use too (著, 乾) are left out.
"""


def simplified(document: Document) -> tuple[Document, Callable[[str], str]]:
    """A document with simplified characters only, and what gives a text its own ones again."""
    texts = [text for block in document.blocks for text in texts_in(block)]
    if not any(traditional(text) for text in texts):
        return document, str
    return with_texts(document, lambda text, _: simple(text)), _Issued("\n".join(texts))


def traditional(text: str) -> str:
    """The traditional characters that are in a text, each once."""
    return "".join(dict.fromkeys(char for char in text if ord(char) in SIMPLIFIED))


def simple(text: str) -> str:
    """A text with simplified characters; each character stays one."""
    return text.translate(SIMPLIFIED)


class _Issued:
    """Gives texts of a document their own characters again.

    A simplified character that the document writes in one way is that; of others the text's
    position in the document decides.
    """

    def __init__(self, whole: str) -> None:
        """Keep the document's text, without blanks, and how it writes each character."""
        self.whole = "".join(whole.split())
        self.simple = simple(self.whole)
        forms: dict[str, set[str]] = {}
        for plain, own in set(zip(self.simple, self.whole, strict=True)):
            forms.setdefault(plain, set()).add(own)
        self.one = {ord(plain): min(own) for plain, own in forms.items() if len(own) == 1}
        self.several = frozenset(plain for plain, own in forms.items() if len(own) > 1)

    def __call__(self, text: str) -> str:
        """The text as it was issued."""
        if self.several.isdisjoint(text):
            return text.translate(self.one)
        key = "".join(text.split())
        place = self.simple.find(key)
        if place < 0:
            return text.translate(self.one)
        own = iter(self.whole[place : place + len(key)])
        return "".join(char if char.isspace() else next(own) for char in text)


_MOJIBAKE = re.compile(r"\ufffd|锟斤拷|[ÃÂ][\u0080-\u00ff]|[\u00c0-\u00ff]{3}|烫烫烫|屯屯屯")
_TORN_OUT = re.compile(
    r"(?<![\d\s])\s+(?=[年月日号条](?!度)|个工作日)|第\s*[条号期](?=[^\d])|〔\s*〕"
)


def repair(document: Document) -> tuple[Document, dict[str, str]]:
    """Put plain characters for the radicals and variants that copying out of a PDF makes.

    Also returned is which of them there were at which places.
    """
    found: dict[str, str] = {}

    def repaired(text: str, place: str) -> str:
        text, signs = plain(text)
        if signs:
            found[place] = signs
        return text

    return with_texts(document, repaired), found


def garbled(text: str) -> bool:
    """Whether a text holds what a wrong conversion leaves."""
    return _MOJIBAKE.search(text) is not None


def damage_doubts(text: str, look_alikes: str) -> Iterator[str]:
    """What looks damaged in a text, and what was repaired in it."""
    if look_alikes:
        yield f"文字里的“{look_alikes}”是形近字，已换成通用字"
    if match := _MOJIBAKE.search(text):
        yield f"文字里有乱码“{match[0]}”"
    if signs := traditional(text):
        yield f"文字里有繁体字“{signs}”，照印"
    if _TORN_OUT.search(text):
        yield "文字里疑有数字脱落"
