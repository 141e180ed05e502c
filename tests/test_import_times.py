"""Time phrases: what the texts and columns of plans say of cadence, due date and conditions."""

from datetime import date
from typing import Any

import pytest
import yaml
from conftest import REPO, examples
from hypothesis import given
from hypothesis import strategies as st

from gkplan.domain.fields import Span
from gkplan.domain.vocabulary import Cadence
from gkplan.importing.times.timing import Timing, read_time

pytestmark = pytest.mark.no_cover  # hundreds of phrases; the fixtures reach the same lines
STATED = (
    ("5月底前", "due 2018-05-31"),
    ("2018年9月30日前", "due 2018-09-30"),
    ("2018年11月", "due 2018-11-30"),
    ("11月15日", "due 2018-11-15"),
    ("10月下旬", "due 2018-10-31"),
    ("10月中旬", "due 2018-10-20"),
    ("第二季度", "due 2018-06-30"),
    ("四季度", "due 2018-12-31"),
    ("三季度末", "due 2018-09-30"),
    ("2018年三季度", "due 2018-09-30"),
    ("2018年上半年", "due 2018-06-30"),
    ("下半年完成", "due 2018-12-31"),
    ("2018年底前", "due 2018-12-31"),
    ("2018年年底前", "due 2018-12-31"),
    ("今年年底前", "due 2018-12-31"),
    ("年内完成", "due 2018-12-31"),
    ("2018年内", "due 2018-12-31"),
    ("全年", "ongoing · ? “全年”是持续推进还是年底前完成待核，现按持续推进计"),
    ("全年推进", "ongoing"),
    ("长期坚持", "ongoing"),
    ("长期", "ongoing"),
    ("持续推进", "ongoing"),
    ("持续整改", "ongoing"),
    ("常态化", "ongoing"),
    (
        "立行立改，长期坚持",
        "once+ongoing · due 2018-03-27 · ? “立行立改”未写明日期，现按印发后5个工作日计",
    ),
    ("6月底前完成，并长期坚持", "once+ongoing · due 2018-06-30"),
    ("立即整改", "due 2018-03-27 · ? “立即”未写明日期，现按印发后5个工作日计"),
    ("即知即改", "due 2018-03-27 · ? “即知即改”未写明日期，现按印发后5个工作日计"),
    ("每月", "monthly"),
    ("每月5日前", "monthly · ? “每月5日前”写明了每期的日子，现每期按方案的 lag 到期，须核定"),
    ("每月底前", "monthly · ? “每月底前”写明了每期的日子，现每期按方案的 lag 到期，须核定"),
    ("次月10日前", "monthly · ? “次月10日前”写明了每期的日子，现每期按方案的 lag 到期，须核定"),
    ("每季度", "quarterly"),
    ("每季度一次", "quarterly"),
    (
        "每季度末月20日前",
        "quarterly · ? “每季度末月20日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每季度第二周前",
        "quarterly · ? “每季度第二周前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "季度结束后10日内",
        "quarterly · ? “季度结束后10日内”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    ("每半年", "halfyearly"),
    ("每半年一次", "halfyearly"),
    ("每年", "yearly"),
    ("每年12月", "yearly · ? “每年12月”写明了每期的日子，现每期按方案的 lag 到期，须核定"),
    ("每年的12月", "yearly · ? “每年的12月”写明了每期的日子，现每期按方案的 lag 到期，须核定"),
    (
        "每年1月31日前",
        "yearly · ? “每年1月31日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每年3月31日前",
        "yearly · ? “每年3月31日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每年6月、12月",
        "halfyearly · ? “每年6月、12月”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每年1月、4月、7月、10月",
        "quarterly · ? “每年1月、4月、7月、10月”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每年3月、5月",
        "yearly · ? “每年3月、5月”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    ("每两个月", "ongoing · ? “每两个月”没有对应的频次，现按持续推进计"),
    ("每两年一次", "ongoing · ? “每两年”没有对应的频次，现按持续推进计"),
    ("每周", "ongoing · ? “每周”没有对应的频次，现按持续推进计"),
    ("每周五", "ongoing · ? “每周五”没有对应的频次，现按持续推进计"),
    ("每天", "ongoing · ? “每天”没有对应的频次，现按持续推进计"),
    ("每月至少2次", "monthly · ? “每月至少2次”一期不止一次，现按一期一次计"),
    ("每年不少于4次", "yearly · ? “每年不少于4次”一期不止一次，现按一期一次计"),
    ("每季度不少于1次", "quarterly"),
    ("月度", "monthly"),
    ("季度", "quarterly"),
    ("年度", "yearly"),
    ("年报", "yearly"),
    ("按月", "monthly"),
    ("按季", "quarterly"),
    ("按年度", "yearly"),
    ("及时", "event"),
    ("及时公开", "event"),
    ("按进展情况及时公开", "event"),
    ("适时", "event"),
    ("实时公开", "event"),
    ("即时", "event"),
    ("动态更新", "event"),
    ("动态调整，及时更新", "event"),
    ("同步", "event"),
    ("第一时间", "event"),
    ("根据工作需要", "event"),
    ("视情况而定", "event"),
    ("不定期", "event"),
    ("定期", "ongoing · ? “定期”未写明间隔"),
    ("定期公开", "ongoing · ? “定期”未写明间隔"),
    ("20个工作日", "event · within 20 workdays"),
    ("15个工作日内公开", "event · within 15 workdays"),
    ("自该政府信息形成或者变更之日起20个工作日内及时公开", "event · within 20 workdays"),
    ("自信息形\n成或者变\n更之日起\n20个工作\n日内予以\n公开", "event · within 20 workdays"),
    ("信息形成之日起7个工作日内", "event · within 7 workdays"),
    ("更改内容后一周内", "event · within 7 days"),
    ("收到申请后5日内", "event · within 5 days"),
    ("批准后2个工作日内", "event · within 2 workdays"),
    ("受理之日起三十日内", "event · within 30 days"),
    ("事件发生后24小时内", "event · within 1 days"),
    ("事件发生后5小时内", "event · within 1 days · ? “事件发生后5小时内”不是整日，现按1日计"),
    ("印发之日起1个月内", "due 2018-04-20"),
    ("自本方案印发之日起20个工作日内", "due 2018-04-18"),
    ("方案印发后10日内", "due 2018-03-30"),
    ("收到文件后1个月内", "event · within 30 days · ? “收到文件后1个月内”以月计，现按30日计"),
    ("3个月内", "? “3个月内”没有写明从哪一日算起"),
    ("6个月内", "? “6个月内”没有写明从哪一日算起"),
    ("按上级要求", "awaits 上级要求"),
    ("按省统一安排", "awaits 省统一安排"),
    ("待省实施细则出台后3个月内", "awaits 省实施细则出台 · ? “3个月内”没有写明从哪一日算起"),
    ("2018", ""),
    ("2019", "? 时限“2019”未能全部读懂"),
    ("待定", "? 时限“待定”未能全部读懂"),
    ("视省里安排", "? 时限“视省里安排”未能全部读懂"),
    ("同上", "? 时限“同上”未能全部读懂"),
    ("详见方案", "? 时限“详见方案”未能全部读懂"),
    ("尽快", "? 时限“尽快”未能全部读懂"),
    ("近期", "? 时限“近期”未能全部读懂"),
    ("春节前", "? “春节前”没有写明日期"),
    ("国庆节前完成", "? “国庆节前”没有写明日期"),
    ("两会前", "? “两会前”没有写明日期"),
    ("汛期前", "? “汛期前”没有写明日期"),
    ("2018.10", "due 2018-10-31"),
    ("2018.10.31", "due 2018-10-31"),
    ("2018-10-31", "due 2018-10-31"),
    ("2018/10/31", "due 2018-10-31"),
    ("2018-10-31 00:00:00", "due 2018-10-31"),
    ("2018年4月-10月", "due 2018-10-31"),
    ("4-10月", "due 2018-10-31"),
    ("4月至10月", "due 2018-10-31"),
    ("2018年4月1日至2018年12月31日", "due 2018-12-31"),
    ("2018年4—6月", "due 2018-06-30"),
    ("2018-2020年", "due 2020-12-31"),
    ("2018年—2020年", "due 2020-12-31"),
    ("2018年至2020年底", "due 2020-12-31"),
    ("2020年", "due 2020-12-31"),
    ("2020年底", "due 2020-12-31"),
    ("2020年底前", "due 2020-12-31"),
    ("2020年前", "due 2020-12-31 · ? “2020年前”含不含所说的那一期未写明，现按含计"),
    ("2019年6月", "due 2019-06-30"),
    ("明年6月底前", "due 2019-06-30"),
    ("次年1月31日前", "due 2019-01-31"),
    ("2018年9月起", "? 时限“2018年9月起”未能全部读懂"),
    ("4月启动，10月完成", "due 2018-10-31 · ? 写了几个时限：“4月”、“10月”，现取最后一个"),
    (
        "4月底前制定方案，10月底前完成",
        "due 2018-10-31 · ? 写了几个时限：“4月底前”、“10月底前”，现取最后一个",
    ),
    (
        "3月、6月、9月、12月",
        "due 2018-12-31 · ? 写了几个时限：“3月”、“6月”、“9月”、“12月”，现取最后一个",
    ),
    ("6月底、12月底", "due 2018-12-31 · ? 写了几个时限：“6月底”、“12月底”，现取最后一个"),
    (
        "①2018年6月底；②10月底",
        "due 2018-10-31 · ? 写了几个时限：“2018年6月底”、“10月底”，现取最后一个",
    ),
    ("二〇一八年十月底前", "due 2018-10-31"),
    ("十月底前", "due 2018-10-31"),
    ("十二月三十一日前", "due 2018-12-31"),
    ("１２月底前", "due 2018-12-31"),
    ("12⽉底前", "due 2018-12-31"),
    ("12 月底前", "due 2018-12-31"),
    ("2018 年 12 月", "due 2018-12-31"),
    ("2月底前", "? “2月底前”（2018-02-28）早于方案印发日期，未作时限"),
    ("1月", "? “1月”（2018-01-31）早于方案印发日期，未作时限"),
    ("2017年12月", "? “2017年12月”（2017-12-31）早于方案印发日期，未作时限"),
    ("2018年1-2月", "? “2018年1-2月”（2018-02-28）早于方案印发日期，未作时限"),
    ("/", ""),
    ("—", ""),
    ("无", ""),
    ("全天24小时", "? 时限“全天24小时”未能全部读懂"),
    ("办理时限", "? 时限“办理时限”未能全部读懂"),
    ("三年内", "? “三年内”没有写明从哪一日算起"),
    ("待机构改革到位后", "awaits 机构改革到位"),
    ("待审批后", "awaits 审批"),
    ("待批复后", "awaits 批复"),
    ("待办", "? 时限“待办”未能全部读懂"),
    ("待改革方案出台后", "awaits 改革方案出台"),
    ("長期堅持", "ongoing"),
    ("適時", "event"),
    ("及時", "event"),
    ("每個月", "monthly"),
    ("信息形成之日起20個工作日內", "event · within 20 workdays"),
    ("2020年年底", "due 2020-12-31"),
    (
        "2019年3月底前试点，年底前推开",
        "due 2019-12-31 · ? 写了几个时限：“2019年3月底前”、“年底前”，现取最后一个",
    ),
)
"""What stands in a column of deadlines, or in brackets."""

RUNNING = (
    ("完成投资8亿元，12月底前2栋厂房封顶。", "due 2018-12-31"),
    ("实时监测困难群众动态。", "event"),
    ("持续清理房前屋后垃圾。", "ongoing"),
    ("县财政每年安排500万元，支持集聚区建设。", "yearly"),
    ("每人每年接受培训不少于1次。", "yearly"),
    ("对车辆开展动态监控，发现违法行为即时处理。", "event"),
    ("惠企资金自公示结束之日起10个工作日内拨付。", "event · within 10 workdays"),
    ("三年内基本消除大班额。", "? “三年内”没有写明从哪一日算起"),
    ("每周五前更新菜价信息。", "ongoing · ? “每周五”没有对应的频次，现按持续推进计"),
    ("2018年6月底前，完成权责清单修订并公开。", "due 2018-06-30"),
    ("年底前建成统一的信息平台。", "due 2018-12-31"),
    ("力争10月底前上线试运行。", "due 2018-10-31"),
    ("于9月15日前将自查报告报送区政务办。", "due 2018-09-15"),
    ("确保2018年11月完成验收。", "due 2018-11-30"),
    ("到2020年，基本实现政务服务“一网通办”。", "due 2020-12-31"),
    ("到2018年底，政务服务事项网上可办率达到80%。", "due 2018-12-31"),
    ("2018年年底前实现全覆盖。", "due 2018-12-31"),
    ("2018年内完成100个小区改造。", "due 2018-12-31"),
    ("第三季度组织一次培训。", "due 2018-09-30"),
    (
        "上半年完成目录编制，下半年组织评估。",
        "due 2018-12-31 · ? 写了几个时限：“上半年”、“下半年”，现取最后一个",
    ),
    (
        "6月、12月底前各公开一次进展情况。",
        "due 2018-12-31 · ? 写了几个时限：“6月”、“12月底前”，现取最后一个",
    ),
    (
        "①6月底前拨付资金；②10月底前完成评价",
        "due 2018-10-31 · ? 写了几个时限：“6月底前”、“10月底前”，现取最后一个",
    ),
    (
        "做好保障②9月底前完成评价；③2020年完成验收",
        "due 2020-12-31 · ? 写了几个时限：“9月底前”、“2020年”，现取最后一个",
    ),
    ("编制16月底前的计划。", ""),
    ("按月公布空气质量排名。", "monthly"),
    ("每月公开水质监测结果。", "monthly"),
    ("每季度公布饮用水监测信息。", "quarterly"),
    ("每半年通报一次。", "halfyearly"),
    ("每年向社会公布预算和决算。", "yearly"),
    (
        "每年底前报告落实情况。",
        "yearly · ? “每年底前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    ("每年新增公办学位5000个以上。", "yearly"),
    ("按季度、按年度公开用水情况。", "quarterly+yearly"),
    ("开展月度通报、季度点评、年度考核。", "monthly+quarterly+yearly"),
    ("实行月度调度、季度通报。", "monthly+quarterly"),
    ("建立定期会商机制，每季度会商一次。", "quarterly"),
    ("定期开展自查，发现问题及时整改。", "ongoing · ? “定期”未写明间隔"),
    ("定期或不定期开展抽查。", "ongoing · ? “定期或不定期”未写明间隔"),
    ("每季度定期公布抽检结果。", "quarterly"),
    ("根据需要及时调整目录。", "event"),
    ("及时、准确、全面公开信息。", "event"),
    ("适时组织评估。", "event"),
    ("突发事件发生后第一时间发布权威信息。", "event"),
    ("实时更新办件进度。", "event"),
    ("持续推进简政放权。", "ongoing"),
    ("长期坚持政务公开。", "ongoing"),
    ("常态化开展政策宣讲。", "ongoing"),
    ("全年开展活动12场以上。", "ongoing"),
    ("每年公布新增科技企业数量。", "yearly"),
    ("政策文件印发后3个工作日内公开解读材料。", "event · within 3 workdays"),
    ("自信息形成或者变更之日起20个工作日内予以公开。", "event · within 20 workdays"),
    (
        "收到申请之日起20个工作日内予以答复，需延长的最长不超过20个工作日。",
        "event · within 20 workdays",
    ),
    ("突发事件24小时内举行新闻发布会。", "event · within 1 days"),
    ("重大舆情5小时内回应。", "event · within 1 days · ? “5小时内”不是整日，现按1日计"),
    ("本方案印发之日起15个工作日内制定实施细则。", "due 2018-04-11"),
    ("2个月内完成自查。", "? “2个月内”没有写明从哪一日算起"),
    ("待省级目录印发后，修订我市目录。", "awaits 省级目录印发"),
    ("等国家标准出台后再行调整。", "awaits 国家标准出台"),
    ("须待上级批复后实施。", "awaits 上级批复"),
    ("按照省统一部署，推进数据开放。", "awaits 省统一部署"),
    ("按照全市统一安排组织培训。", "awaits 全市统一安排"),
    ("按国家和省有关工作安排开展普查。", "awaits 国家和省有关工作安排"),
    ("发现问题立即整改。", "event"),
    ("立即开展专项清理。", "due 2018-03-27 · ? “立即”未写明日期，现按印发后5个工作日计"),
    ("春节前完成慰问物资发放情况公开。", "? “春节前”没有写明日期"),
    ("公开过程要及时", "event"),
    ("加强会后宣传，会议结束后及时公开会议内容。", "event"),
    (
        "每月10日前公布上月数据。",
        "monthly · ? “每月10日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "每年第一季度公布上年度情况。",
        "yearly · ? “每年第一季度”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    ("每两个月召开一次联席会议。", "ongoing · ? “每两个月”没有对应的频次，现按持续推进计"),
    ("待办事项要及时处理。", "event"),
    ("待审计结束后公开。", "awaits 审计结束"),
    ("待业务规范出台后实施。", "awaits 业务规范出台"),
    (
        (
            "加强财政政策信息公开,按月公开全市财政收支情况,解读财政收支增减变化情况及原因、"
            "预判财政收入走势,主动解释说明收支运行中可能引发社会关注的热点问题,引导社会各方面正确认识财政形势。"
        ),
        "monthly",
    ),
    (
        (
            "加强市内外舆情收集研判,针对涉及我市经济发展的误导和不实信息,及时通过有效公开渠道发布权威消息,"
            "解疑释惑,澄清事实。"
        ),
        "event",
    ),
    ("加大货币和金融业改革发展政策的宣传和预期引导,及时准确将政策意图传递给市场", "event"),
    ("严格规范政府信息公开专栏,及时、集中、规范发布法定主动公开内容。", "event"),
    (
        (
            "依据国家和省行政许可事项清单,2022年10月底前编制并公布市、县两级行政许可事项清单,"
            "将依法设定的行政许可事项全部纳入清单管理。"
        ),
        "due 2022-10-31",
    ),
    ("到2023年底,市、县(区)两级政务公开工作机制趋于完善", "due 2023-12-31"),
    ("2020年年底前,我市初步建成26个试点领域基层政务公开事项目录体系", "due 2020-12-31"),
    (
        "2022年6月底前,制定完成公开事项科学全面、工作流程规范高效的基层政务公开标准和规范",
        "due 2022-06-30",
    ),
    (
        (
            "各牵头单位的具体推进实施方案务于2021年2月3日前报送各位分管市领导,经分管市领导审核把关后于2月7日前报送市政府。"
        ),
        "due 2021-02-07 · ? 写了几个时限：“2021年2月3日前”、“2月7日前”，现取最后一个",
    ),
    (
        "各牵头单位要于每月28日前将各项工作任务进展情况报送市政府督考办。",
        "monthly · ? “每月28日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        (
            "各牵头单位要于2019年4月15日、7月15日、10月15日及2020年1月15日前,将第一、第二、"
            "第三季度及全年责任事项完成情况报送"
        ),
        (
            "due 2020-01-15 · ? 写了几个时限：“2019年4月15日”、“7月15日”、“10月15日”"
            "、“2020年1月15日前”，现取最后一个"
        ),
    ),
    (
        (
            "各部门各单位要在每季度末(分别在6月、9月和12月底),将本部门(单位)完成任务的进展情况报区督查组"
        ),
        (
            "quarterly · ? “每季度末(分别在6月、9月和12月底)”"
            "写明了每期的日子，现每期按方案的 lag 到期，"
            "须核定"
        ),
    ),
    (
        "三年行动过程中,每季度报送一次工作进展情况,每半年报送一次阶段性工作总结。",
        "quarterly+halfyearly",
    ),
    (
        (
            "在全面公开省级政府工作部门权力清单和责任清单的基础上,大力推动市县两级政府工作部门全面公开权力清单和责任清单,"
            "并通过政府门户网站集中展示,及时动态更新,方便公众获取和监督。"
        ),
        "event",
    ),
    ("区委区政府督查室要根据各项工作任务完成时限要求,适时开展督查督办工作。", "event"),
    ("实施棚户区改造3000套,年内开工率100%。", "due 2018-12-31"),
    (
        "推动轨道交通3号线年底通车,4号线上半年开工。",
        "due 2018-12-31 · ? 写了几个时限：“年底”、“上半年”，现取最后一个",
    ),
    ("力争12月建成投用。", "due 2018-12-31"),
    ("确保一季度实现开门红。", "due 2018-03-31"),
    ("一季度末完成项目入库。", "due 2018-03-31"),
    ("实行周调度、月通报。", "monthly"),
    ("坚持每日一报。", "ongoing · ? “每日”没有对应的频次，现按持续推进计"),
    (
        "信息公开年度报告于每年1月31日前向社会公布。",
        "yearly · ? “每年1月31日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",
    ),
    (
        "2018年1月31日前公布上年度报告,3月31日前报送区政府。",
        "due 2018-03-31 · ? “2018年1月31日前”（2018-01-31）早于方案印发日期，未作时限",
    ),
    ("除依法需要保密的外,应在20个工作日内公开。", "event · within 20 workdays"),
    ("经批准后20日内公开预决算。", "event · within 20 days"),
    ("政府预算、决算在本级人大或其常委会批准后20日内公开。", "event · within 20 days"),
    ("对重要政策,3日内完成解读。", "event · within 3 days"),
    ("文件印发之日起3个工作日内,解读材料同步公开。", "event · within 3 workdays"),
    (
        "投诉举报5个工作日内转办,15个工作日内办结。",
        (
            "event · within 15 workdays · ? 写了几个办理时限：“5个工作日内”、“15个工作日内”"
            "，现取最后一个"
        ),
    ),
    ("企业开办3个工作日内办结。", "event · within 3 workdays"),
    (
        "重特大突发事件发生后,最迟5小时内发布权威信息,24小时内举行新闻发布会。",
        "event · within 1 days · ? “最迟5小时内”不是整日，现按1日计",
    ),
    ("在2小时内响应。", "event · within 1 days · ? “2小时内”不是整日，现按1日计"),
    ("网站信息每两周更新一次。", "ongoing · ? “每两周”没有对应的频次，现按持续推进计"),
    ("首页信息两周内更新。", "event · within 14 days"),
    ("会后3日内印发纪要。", "event · within 3 days"),
    ("项目批复后及时公开。", "event"),
    (
        "在省里方案出台后1个月内制定我市方案。",
        "event · within 30 days · ? “在省里方案出台后1个月内”以月计，现按30日计",
    ),
    ("国家政策明确后,及时跟进。", "event"),
    ("根据上级统一部署适时推进。", "event · awaits 上级统一部署"),
    ("按市委统一部署要求,积极稳妥推进。", "awaits 市委统一部署要求"),
    ("按照上级安排完成工作。", "awaits 上级安排"),
    ("根据工作安排,适时组织培训。", "event"),
    ("按照省委、省政府安排,抓好落实。", "awaits 省委、省政府安排"),
    ("2020年年底前建成平台。", "due 2020-12-31"),
    ("8月通报一次。", "due 2018-08-31"),
    (
        "各单位在每季度末（分别在6月、9月和12月底）报送进展。",
        (
            "quarterly · ? “每季度末（分别在6月、9月和12月底）”"
            "写明了每期的日子，现每期按方案的 lag 到期，"
            "须核定"
        ),
    ),
    ("推动3号线年底通车。", "due 2018-12-31"),
    (
        "投诉举报5个工作日内转办，15个工作日内办结。",
        (
            "event · within 15 workdays · ? 写了几个办理时限：“5个工作日内”、“15个工作日内”"
            "，现取最后一个"
        ),
    ),
    (
        "突发事件发生后5小时内发布信息，24小时内举行发布会。",
        "event · within 1 days · ? “突发事件发生后5小时内”不是整日，现按1日计",
    ),
    ("每个工作日更新菜价。", "ongoing · ? “每个工作日”没有对应的频次，现按持续推进计"),
    ("每5个工作日通报一次。", "ongoing · ? “每5个工作日”没有对应的频次，现按持续推进计"),
    ("坚持月调度、季点评。", "monthly+quarterly"),
    ("公布月度环境空气质量状况。", "monthly"),
    ("发布季度经济运行数据。", "quarterly"),
    (
        "2019年3月底前完成试点，年底前全面推开。",
        "due 2019-12-31 · ? 写了几个时限：“2019年3月底前”、“年底前”，现取最后一个",
    ),
    (
        "2019年3月底前完成试点，12月底前全面推开。",
        "due 2019-12-31 · ? 写了几个时限：“2019年3月底前”、“12月底前”，现取最后一个",
    ),
    (
        "到2020年，全面建成体系；年底前完成试点。",
        "due 2020-12-31 · ? 写了几个时限：“2020年”、“年底前”，现取最后一个",
    ),
    ("落实2016年12月印发的通知要求，6月底前完成整改。", "due 2018-06-30"),
    ("根据2017年3月召开的会议精神，年底前完成编制。", "due 2018-12-31"),
    ("按照国务院办公厅2017年5月部署，12月底前完成。", "due 2018-12-31"),
)
"""What a task's own text says."""

SILENT = (
    "近三年内的违法信息。",
    "2018年公开预算执行情况。",
    "落实2018年公开要点，做好2017年度报告编制。",
    "完善2017年出台的管理办法。",
    "自2018年5月1日起执行新标准。",
    "《2018年6月底前整改清单》中的事项由各单位认领。",
    "截至2018年12月底，累计建成30个站点。",
    "推广2018年6月印发的工作指引。",
    "对2016年底前建成的小区开展排查。",
    "在2018年的基础上扩大范围。",
    "十三五期间完成改造。",
    "推进前期工作，提前谋划。",
    "12月底前到期的许可证件要提前提醒。",
    "每人每月补助300元。",
    "拟认定名单公示5个工作日。",
    "公示期为7个工作日内的项目除外。",
    "最低工资标准每月提高到2100元。",
    "居民收入每年增长7%以上。",
    "将公开情况纳入年度绩效考核。",
    "纳入季度考核结果。",
    "编制年度报告并公布。",
    "制定年度培训计划。",
    "公开2018年度预算。",
    "公布年度重大行政决策事项目录。",
    "建立健全月度例会制度。",
    "落实季度分析报告制度。",
    "执行定期报告制度。",
    "不定期开展暗访。",
    "提高信息发布的及时性和准确性。",
    "解决更新不及时的问题。",
    "确保答复及时率达到100%。",
    "做到准确及时的发布。",
    "建设实时监测系统。",
    "实现可持续发展。",
    "经济持续健康发展。",
    "落实中长期规划。",
    "解决长期以来存在的问题。",
    "完善常态化机制。",
    "将企业开办时间压缩至5个工作日以内。",
    "办理时限由20个工作日缩短到10个工作日内。",
    "公示时间不少于7日。",
    "在会议召开前3个工作日内发出通知。",
    "在规定时限内办结信访事项。",
    "做好接待群众工作，提高待遇水平。",
    "对待群众热情，期待改进。",
    "落实待岗培训后的安置政策。",
    "按照党中央、国务院决策部署，深化改革。",
    "按照预算安排拨付资金。",
    "根据职责分工做好工作。",
    "按照本方案要求抓好落实。",
    "遵循及时原则",
    "完善后续监管，落实后置审批。",
    "建立“按月公开、按季通报”机制。",
    "每年一度的政务开放日活动。",
    "按年龄段分类公布。",
    "按季节特点发布预警。",
    "2018年3月市政府出台办法后，各区跟进。",
    "梳理待办、待审文件，逐项销号。",
    "待办事项、待审文件，逐项销号。",
    "对行政规范性文件进行全面清理,并向社会公布现行有效行政规范性文件目录。",
    (
        "规范做好政府信息公开工作年度报告编制发布工作,将年度重点工作任务落实情况纳入年报,"
        "确保体例规范、数据准确,接受社会监督。"
    ),
    "对权力清单进行动态调整,公布2016年版市政府部门权力清单。",
    "以季度为节点,按照“三清单三制度”管理模式,建立任务清单和责任清单",
    "新增托位数400个以上,公办园在园幼儿占比60%以上。",
    "保障芜职院现代物流智造学院秋季开学,支持芜湖科技工程学校发展。",
    "地区生产总值增长8%以上,一般公共预算收入增长6%左右。",
    "全年空气质量优良天数比例达到85%以上。",
    "每年新增科技企业数量",
    "每年水质达标率（%）",
    "2021年全市新增就业10万人。",
    "做好2021年度高校毕业生就业工作。",
    "实现2018年脱贫摘帽目标。",
    "全面完成“十四五”规划纲要中期评估。",
    "5月1日起施行新规定。",
    "自今年1月1日起,按规定公示。",
    "6·18前完成。",
    "认真落实月调度、季通报、年考核制度。",
    "建立周报告、月会商机制。",
    "每逢重大节假日开展检查。",
    "逐步实现全覆盖。",
    "分批分期公开。",
    "每批次抽检结果公开。",
    "做到日清月结。",
    "严格执行“三重一大”决策制度。",
    "决策草案公开征求意见期限一般不少于30日。",
    "将一般企业投资项目审批时限控制在50个工作日内。",
    "不动产登记办理时间压缩至5个工作日内。",
    '推进"证照分离"改革后续工作。',
    "健全事中事后监管。",
    "做好后续跟踪。",
    "疫情结束后恢复。",
    "按照国家统一标准建设。",
    "按照财政部的要求公开。",
    "依据项目进度安排资金。",
    "当月公开，次月通报。",
    "发布一季度经济运行数据。",
    "公开月度例会纪要。",
)
"""Texts with words of time that state no time of the task."""

REPLY = "“法定时限”未写明天数，现按《政府信息公开条例》（2008年施行）第二十四条计15个工作日"

ISSUED = date(2018, 3, 20)
SHIPPED = date(2017, 8, 3)
TASKS = REPO / "data" / "tasks.yaml"
DECIDED = {
    # A person took the mechanism to be the result, once; the text alone says 及时.
    "4.1": "event",
}
"""What the shipped plan holds otherwise than its texts say, and what the texts say."""


def said(timing: Timing) -> str:
    """Everything that was read but the phrases, on one line; a doubt begins with ``?``."""
    parts = (
        "+".join(timing.cadence),
        f"due {timing.due}" if timing.due else "",
        f"within {timing.within}" if timing.within else "",
        f"awaits {timing.awaits}" if timing.awaits else "",
        *(f"? {doubt}" for doubt in timing.doubts),
    )
    return " · ".join(part for part in parts if part)


@pytest.mark.parametrize(("text", "expected"), STATED)
def test_a_text_about_time_is_read_whole_or_doubted(text: str, expected: str) -> None:
    assert said(read_time(text, ISSUED, stated=True)) == expected


@pytest.mark.parametrize(("text", "expected"), RUNNING)
def test_a_task_says_in_passing_when_it_is_due(text: str, expected: str) -> None:
    assert said(read_time(text, ISSUED, stated=False)) == expected


@pytest.mark.parametrize("text", SILENT)
def test_words_of_time_that_are_names_or_facts_say_nothing(text: str) -> None:
    assert read_time(text, ISSUED, stated=False) == Timing()


PLAN: dict[str, Any] = yaml.safe_load(TASKS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "task",
    [task for group in PLAN["groups"] for task in group["tasks"]],
    ids=lambda task: task["id"],
)
def test_the_shipped_plan_is_read_from_its_texts(task: dict[str, Any]) -> None:
    cadence = task.get("cadence", "once")
    parts = (
        DECIDED.get(task["id"]) or "+".join([cadence] if isinstance(cadence, str) else cadence),
        f"due {task['due']}" if "due" in task else "",
        f"within {task['within']}" if "within" in task else "",
        f"awaits {task['awaits']}" if "awaits" in task else "",
    )
    timing = read_time(task["text"], SHIPPED, stated=False)._replace(doubts=())
    timing = timing._replace(cadence=timing.cadence or (Cadence.ONCE,))
    assert said(timing) == " · ".join(part for part in parts if part)


def test_the_shipped_plan_gets_the_doubts_about_time_that_people_noted() -> None:
    doubts = {
        task["id"]: read_time(task["text"], SHIPPED, stated=False).doubts
        for group in PLAN["groups"]
        for task in group["tasks"]
    }
    assert {name: found for name, found in doubts.items() if found} == {
        "10.1": ("“定期”未写明间隔",),
        "14.4": ("“定期”未写明间隔",),
        "14.6": ("“定期”未写明间隔",),
        "22.1": (f"{REPLY}，依法延长的，最长再加15个工作日",),
    }


def test_phrases_are_the_pieces_of_the_text_in_its_order() -> None:
    text = "待省方案 印发后，每月 10日前报送，12 月底前完成，并在变更之日起 5 个工作日内 公开。"
    assert read_time(text, ISSUED, stated=False) == Timing(
        cadence=(Cadence.ONCE, Cadence.MONTHLY, Cadence.EVENT),
        due=date(2018, 12, 31),
        within=Span(5, workdays=True),
        awaits="省方案 印发",
        doubts=("“每月 10日前”写明了每期的日子，现每期按方案的 lag 到期，须核定",),
        phrases=("待省方案 印发后", "每月 10日前", "12 月底前", "并在变更之日起 5 个工作日内"),
    )


@pytest.mark.parametrize(
    ("text", "issued", "days", "law"),
    [
        ("对申请在法定时限内答复。", date(2019, 5, 14), 15, "2008年施行）第二十四条计15个工作日"),
        ("对申请在法定时限内答复。", date(2019, 5, 15), 20, "2019年修订）第三十三条计20个工作日"),
        ("在法定时限内主动公开。", date(2019, 5, 14), 20, "2008年施行）第十八条计20个工作日"),
        ("在法定时限内主动公开。", date(2019, 5, 15), 20, "2019年修订）第二十六条计20个工作日"),
    ],
)
def test_the_law_of_the_day_of_issue_sets_the_legal_time(
    text: str, issued: date, days: int, law: str
) -> None:
    longer = f"，依法延长的，最长再加{days}个工作日" if "答复" in text else ""
    assert read_time(text, issued, stated=False) == Timing(
        cadence=(Cadence.EVENT,),
        within=Span(days, workdays=True),
        doubts=(f"“法定时限内”未写明天数，现按《政府信息公开条例》（{law}{longer}",),
        phrases=("法定时限内",),
    )


def test_a_day_in_a_year_without_a_published_calendar_is_doubtful() -> None:
    assert read_time("立即", date(2031, 1, 6), stated=True) == Timing(
        due=date(2031, 1, 13),
        doubts=("“立即”暂按周末和法定节假日算到2031-01-13：工作日历里没有2031年",),
        phrases=("立即",),
    )


def test_calendar_days_need_no_published_calendar() -> None:
    assert said(read_time("印发之日起30日内", date(2031, 1, 6), stated=True)) == "due 2031-02-05"


def test_a_month_shorter_than_the_day_named_ends_with_its_last() -> None:
    assert said(read_time("2月30日前", date(2019, 1, 1), stated=True)) == "due 2019-02-28"


WORDS = st.sampled_from(
    [
        *(
            "待",
            "后",
            "每",
            "月",
            "季度",
            "年",
            "底",
            "前",
            "12",
            "2018",
            "3",
            "第",
            "一",
            "二",
            "日",
        ),
        *("内", "之日起", "个工作日", "定期", "及时", "按", "统一部署", "上半年", "立即", "长期"),
        *"，。、至-《》“”（）的⽉",
        *("法定时限", "答复", "出台", "完成"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=24).map("".join))
LAWS = examples(75)


@LAWS
@given(TEXTS, st.dates(), st.booleans())
def test_any_text_is_read_into_a_schedule_that_fits_together(
    text: str,
    issued: date,
    stated: bool,  # noqa: FBT001  (hypothesis hands it over)
) -> None:
    timing = read_time(text, issued, stated=stated)
    assert timing.due is None or timing.due >= issued
    assert not timing.due or not timing.cadence or Cadence.ONCE in timing.cadence
    assert not timing.within or Cadence.EVENT in timing.cadence
    assert len(set(timing.cadence)) == len(timing.cadence)
    assert all(phrase in text for phrase in timing.phrases)
    assert all("{" not in doubt or "{" in text for doubt in timing.doubts)


@LAWS
@given(TEXTS)
def test_blanks_and_line_breaks_change_nothing(text: str) -> None:
    spread = " ".join(text)
    bare = read_time("".join(text.split()), ISSUED, stated=False)
    wide = read_time(spread, ISSUED, stated=False)
    assert wide._replace(doubts=(), phrases=(), awaits="") == bare._replace(
        doubts=(), phrases=(), awaits=""
    )


@pytest.mark.parametrize(
    "piece", ["每月", "（", "待", "按市", "定期", "12月", "一", "后", "1", "年"]
)
def test_a_text_without_end_is_read_to_its_end(piece: str) -> None:
    """A reading that went back and forth in it would not come back before CI gives up."""
    text = piece * (20_000 // len(piece))
    for stated in (True, False):
        assert all(phrase in text for phrase in read_time(text, ISSUED, stated=stated).phrases)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        (
            "新建食堂，公共数据7个工作日内完成授权，建设站点100个。",
            ("“7个工作日内”只在一句里，全项是否都按此办待核",),
        ),
        ("信息生成后7个工作日内公开，接受监督，改进工作。", ()),
        ("公共数据7个工作日内公开，改进工作。", ()),
    ],
)
def test_a_length_of_time_in_one_of_several_clauses_is_doubtful(
    text: str, doubts: tuple[str, ...]
) -> None:
    assert read_time(text, ISSUED, stated=False).doubts == doubts
