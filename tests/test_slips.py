"""Typing mistakes: each key of each file written wrongly at least once, and the remedy.

A row has a file, the correct text, the slip that replaces it, the one problem that is reported,
and the beginning of its remedy: what was meant, wherever only one reading fits.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Bench
from everykey import FILES

from gkplan.domain import fields, guesses
from gkplan.domain.fields import BadValueError, Kind, keys_of
from gkplan.domain.model import (
    CalendarYear,
    Cancellation,
    Collective,
    Extension,
    Group,
    Head,
    Plan,
    Reassignment,
    Record,
    Registry,
    Review,
    Task,
    Unit,
    Withdrawal,
)

TABLE = r"""
data/tasks.yaml
plan: → Plan: → 1:1 unknown-key → 是否 plan？
plan: → 方案: → 1:1 unknown-key → 是否 plan？
  title: 小方案 →   标题: 小方案 → 2:3 unknown-key → 是否 title？
title: 小方案 → titel: 小方案 → 2:3 unknown-key → 是否 title？
title: 小方案 → title: → 2:3 missing-key → 补上 title（方案标题）
number: 1号 → 发文字号: 1号 → 3:3 unknown-key → 是否 number？
issuer: 府办 → 印发机关: 府办 → 4:3 unknown-key → 是否 issuer？
supervisor: 政务办 → supervisior: 政务办 → 5:3 unknown-key → 是否 supervisor？
issued: 2017-08-03 → issued: 2017．8．3 → 6:11 bad-date → 是否写作 2017-08-03？
issued: 2017-08-03 → issued: 2017年8月3日 → 6:11 bad-date → 是否写作 2017-08-03？
issued: 2017-08-03 → issued: 二〇一七年八月三日 → 6:11 bad-date → 是否写作 2017-08-03？
issued: 2017-08-03 → 印发日期: 2017-08-03 → 6:3 unknown-key → 是否 issued？
issued: 2017-08-03 → issued: “2017-08-03” → 6:11 bad-date → 是否写作 2017-08-03？
issued: 2017-08-03 → issued: 2017-08-03。 → 6:11 bad-date → 是否写作 2017-08-03？
issued: 2017-08-03 → issued: 17-8-3 → 6:11 bad-date → 日期写作 2017-09-12 的样子
ends: 2017-12-31 → ends: 20171231 → 7:9 bad-date → 是否写作 2017-12-31？
ends: 2017-12-31 → ends: 2017/12/31 → 7:9 bad-date → 是否写作 2017-12-31？
ends: 2017-12-31 → ends: 2017-12 → 7:9 bad-date → 日期写作 2017-09-12 的样子
ends: 2017-12-31 → ends: 2017-11-31 → 7:9 bad-date → 日历上没有这一天，核对月和日
lag: 20 workdays → lag: 二十个工作日 → 8:8 bad-span → 是否写作 20 workdays？
lag: 20 workdays → lag: ２０ workdays → 8:8 bad-span → 是否写作 20 workdays？
lag: 20 workdays → lag: 20 Workdays → 8:8 bad-span → 是否写作 20 workdays？
lag: 20 workdays → lag: 20 → 8:8 bad-span → 是 20 workdays（工作日）还是 20 days（自然日）？写明单位
lag: 20 workdays → lag: 两周 → 8:8 bad-span → 是否写作 14 days？
lag: 20 workdays → lag: 一个月 → 8:8 bad-span → 写作 20 workdays（工作日）或 30 days（自然日）
lag: 20 workdays → lag: 20个工作日内 → 8:8 bad-span → 是否写作 20 workdays？
notice: 演示数据 → notise: 演示数据 → 9:3 unknown-key → 是否 notice？
groups: → group: → 10:1 unknown-key → 是否 groups？
groups: → 工作任务: → 10:1 unknown-key → 是否 groups？
- id: 1 → - id: １ → 11:7 bad-number → 是否写作 1？
- id: 1 → - id: 一 → 11:7 bad-number → 是否写作 1？
- id: 1 → - id: 第1组 → 11:7 bad-number → 是否写作 1？
- id: 1 → - ID: 1 → 11:3 unknown-key → 是否 id？
label: 一 → 标号: 一 → 12:3 unknown-key → 是否 label？
label: 一 → label：一 → 12:8 yaml-syntax → 改正后再运行 gkplan check
  title: 第一组 →   title:第一组 → 13:8 yaml-syntax → 冒号后面空一格，再写值
  tasks: →   task: → 14:3 unknown-key → 是否 tasks？
id: "1.1" → id: 1,1 → 15:9 bad-task-id → 是否写作 "1.1"？
id: "1.1" → id: 1．1 → 15:9 bad-task-id → 是否写作 "1.1"？
id: "1.1" → id: 1-1 → 15:9 bad-task-id → 是否写作 "1.1"？
id: "1.1" → id: “1.1” → 15:9 bad-task-id → 是否写作 "1.1"？
id: "1.1" → id: 一.1 → 15:9 bad-task-id → 是否写作 "1.1"？
id: "1.1" → id: "1.01" → 15:9 bad-task-id → 写作 "2.10" 的样子（组号.项号，加引号）
id: "1.1" → id: 1.1 → 15:9 unquoted-id → 写作 "2.10" 的样子
id: "1.1" → 编号: "1.1" → 15:5 unknown-key → 是否 id？
text: 按要求公开。 → Text: 按要求公开。 → 16:5 unknown-key → 是否 text？
text: 按要求公开。 → text: → 16:5 missing-key → 补上 text（事项原文，与印发件一字不差）
short: 公开 → 简称: 公开 → 17:5 unknown-key → 是否 short？
lead: 甲局 → lead: [甲、乙局] → 18:12 unknown-unit → 几个单位写成列表：[甲, 乙局]（逗号、括号用半角
lead: 甲局 → lead: 【甲局】 → 18:11 unknown-unit → 是否 甲局？
lead: 甲局 → lead: “甲局” → 18:11 unknown-unit → 是否 甲局？
lead: 甲局 → lead: 甲\u200b局 → 18:11 unknown-unit → 里面有看不见的字符 U+200B，是否 甲局？
lead: 甲局 → lead: "甲局 " → 18:11 unknown-unit → 是否 甲局？
lead: 甲局 → 牵头单位: 甲局 → 18:5 unknown-key → 是否 lead？
lead: 甲局 → leads: 甲局 → 18:5 unknown-key → 是否 lead？
support: 各局 → 配合: 各局 → 19:5 unknown-key → 是否 support？
implement: [甲局] → 落实: [甲局] → 29:5 unknown-key → 是否 implement？
cadence: once → cadence: Once → 20:14 unknown-cadence → 是否写作 once？
cadence: once → cadence: [monthly，quarterly] → 20:15 unknown-cadence → 几个值写成列表：[monthly, qu
cadence: once → cadence: 每个月 → 20:14 unknown-cadence → 是否写作 monthly？
cadence: once → cadence: 每月一次 → 20:14 unknown-cadence → 是否写作 每月？
cadence: once → cadence: montly → 20:14 unknown-cadence → 是否写作 monthly？
cadence: once → cadence: 每周 → 20:14 unknown-cadence → 可用：
cadence: once → 频次: once → 20:5 unknown-key → 是否 cadence？
merged: true → merged: True → 21:13 bad-flag → 是否写作 true？
merged: true → merged: 是 → 21:13 bad-flag → 是否写作 true？
merged: true → merged: no → 21:13 bad-flag → 是否写作 false？
merged: true → merged: 有 → 21:13 bad-flag → 写 true，或删去这一行
due: 2017-11-30 → due: 2017-11-30 17:00 → 22:10 bad-date → 是否写作 2017-11-30？
due: 2017-11-30 → due: 11月30日 → 22:10 bad-date → 日期写作 2017-09-12 的样子
due: 2017-11-30 → 时限: 2017-11-30 → 22:5 unknown-key → 是否 due？
    awaits: 文件出台 →     lag: 5 wordays → 23:10 bad-span → 写作 20 workdays（工作日）或 30 days（
    awaits: 文件出台 →     within: １５日 → 23:13 bad-span → 是否写作 15日？
    awaits: 文件出台 →     await: 文件出台 → 23:5 unknown-key → 是否 awaits？
doubts: 缺句号 → 存疑: 缺句号 → 24:5 unknown-key → 是否 doubts？
doubts: 缺句号 → doubts:\n      －缺句号 → 25:7 missing-dash → 每一项以半角的 “- ” 开头，空一格再写
doubts: 缺句号 → doubts: {缺: 句号} → 24:13 wrong-shape → 应写文字，一个值或列表
tags: → 标签: → 25:5 unknown-key → 是否 tags？
lead: 甲局 → lead: 甲局，乙局 → 18:11 unknown-unit → 几个单位写成列表：[甲局, 乙局]（逗号、括号用半
lead: 甲局 → lead: 甲局 乙局 → 18:11 unknown-unit → 几个单位写成列表：[甲局, 乙局]（逗号、括号用半角
lead: 甲局 → lead:\n      -甲局\n      -乙局 → 19:7 missing-dash → 每一项以半角的 “- ” 开头，空一格
tags:\n    - 预算 → tags: [预算，公开] → 25:12 joined-names → 是几个的，写成列表：[预算, 公开]（逗号
    changes: →     changed: → 30:5 unknown-key → 是否 changes？
    changes: →     职责调整: → 30:5 unknown-key → 是否 changes？
date: 2017-11-01 → date: 2017/11/1 → 31:13 bad-date → 是否写作 2017-11-01？
date: 2017-11-01 → date: 2017-11-21 → 35:13 bad-change → 几次调整按日期先后写
date: 2017-11-01 → date: 2017-08-03 → 31:13 bad-change → 几次调整按日期先后写
basis: 会议纪要1号 → 依据: 会议纪要1号 → 32:7 unknown-key → 是否 basis？
      lead: 乙局 →       牵头单位: 乙局 → 33:7 unknown-key → 是否 lead？
      lead: 乙局 →       lead: 丙局 → 33:13 unknown-unit → 是否 甲局、各局、乙局？
      support: [甲局] →       support: [甲局, 乙局] → 34:21 repeated-unit → 一个单位在一个
      implement: 甲局 →       support: 甲局 → 35:7 no-unit → 写明 lead 或 implement
    cancelled: →     canceled: → 38:5 unknown-key → 是否 cancelled？
date: 2017-12-01 → date: 2017-11-20 → 39:13 bad-change → 几次调整按日期先后写
basis: 会议纪要3号 → basis: → 40:7 missing-key → 补上 basis（依据
data/units.yaml
units: → unit: → 1:1 unknown-key → 是否 units？
units: → 单位: → 1:1 unknown-key → 是否 units？
- name: 甲局 → - Name: 甲局 → 2:3 unknown-key → 是否 name？
- name: 甲局 → - 名称: 甲局 → 2:3 unknown-key → 是否 name？
name: 甲局 → name: 甲\u200b局 → 2:9 control-character → 是否写作 甲局？
name: 甲局 → name: "甲局 " → 2:9 bad-name → 是否写作 甲局？
name: 甲局 → name: 甲/局 → 2:9 bad-name → 不用 / \ : * ? " < > |，首尾不用点和空格，不超过 80 字
aliases: [甲, A局] → alias: [甲, A局] → 3:3 unknown-key → 是否 aliases？
aliases: [甲, A局] → 别名: [甲, A局] → 3:3 unknown-key → 是否 aliases？
kind: government → kind: Government → 4:9 unknown-kind → 是否写作 government？
kind: government → kind: 政府 → 4:9 unknown-kind → 是否写作 government？
kind: government → kind: 党委 → 4:9 unknown-kind → 是否写作 party？
kind: government → kind: goverment → 4:9 unknown-kind → 是否写作 government？
kind: government → 类别: government → 4:3 unknown-key → 是否 kind？
collectives: → collective: → 6:1 unknown-key → 是否 collectives？
members: [甲局] → 成员: [甲局] → 8:3 unknown-key → 是否 members？
members: [甲局] → members: [甲局。] → 8:13 unknown-member → 是否 甲局？
kinds: [government] → kinds: [party、government] → 9:11 unknown-kind → 几个值写成列表：[party, gover
kinds: [government] → kinds: [镇街] → 9:11 unknown-kind → 是否写作 town？
aliases: [甲, A局] → aliases: [甲，A局] → 3:13 joined-names → 是几个的，写成列表：[甲, A局]（逗号、
- name: 乙局 → - {name:乙局} → 5:4 unknown-key → “name:” 用半角冒号，后面空一格。
- name: 乙局 → - {name：乙局} → 5:4 unknown-key → “name:” 用半角冒号，后面空一格。
- name: 乙局 → name: 乙局 → 5:1 unknown-key → 可用：
- name: 乙局 →   name: 乙局 → 5:3 missing-dash → 把这一行开头的两个空格改成 “- ”，前后两项都留下；同
data/progress/甲局.yaml
- task: "1.1" → - Task: "1.1" → 1:3 unknown-key → 是否 task？
- task: "1.1" → - ｔａｓｋ: "1.1" → 1:3 unknown-key → 是否 task？
- task: "1.1" → - 事项: "1.1" → 1:3 unknown-key → 是否 task？
- task: "1.1" → - task: 1.1项 → 1:9 bad-task-id → 是否写作 "1.1"？
- task: "1.1" → - task: 2,10 → 1:9 bad-task-id → 是否写作 "2.10"？
- task: "1.1" → - task："1.1" → 1:7 yaml-syntax → 改正后再运行 gkplan check
- task: "1.1" → -task: "1.1" → 1:1 missing-dash → 在 “-” 后面空一格；以 - 开头的文字加引号
- task: "1.1" → * task: "1.1" → 1:1 yaml-syntax → 改正后再运行 gkplan check
  status: done →   period: 2017-8\n  status: done → 2:11 bad-period → 是否写作 2017-08？
  status: done →   period: 2017年8月\n  status: done → 2:11 bad-period → 是否写作 2017-08？
  status: done →   period: 201708\n  status: done → 2:11 bad-period → 是否写作 2017-08？
  status: done →   period: 2017年第三季度\n  status: done → 2:11 bad-period → 是否写作 2017Q3？
  status: done →   period: 2017q3\n  status: done → 2:11 bad-period → 是否写作 2017Q3？
  status: done →   period: 2017年下半年\n  status: done → 2:11 bad-period → 是否写作 2017H2？
  status: done →   period: 2017年度\n  status: done → 2:11 bad-period → 是否写作 2017？
  status: done →   period: 8月\n  status: done → 2:11 bad-period → 月写作 2017-08，季写作 2017Q3，半
  status: done →   期: 2017-08\n  status: done → 2:3 unknown-key → 是否 period？
  status: done →   event: 2017.9.1\n  status: done → 2:10 bad-date → 是否写作 2017-09-01？
status: done → status: Done → 2:11 unknown-status → 是否写作 done？
status: done → status: DONE → 2:11 unknown-status → 是否写作 done？
status: done → status: ｄｏｎｅ → 2:11 unknown-status → 是否写作 done？
status: done → status: doen → 2:11 unknown-status → 是否写作 done？
status: done → status: 推进中 → 2:11 unknown-status → 是否写作 doing？
status: done → status: 未完成 → 2:11 unknown-status → 可用：
status: done → stauts: done → 2:3 unknown-key → 是否 status？
status: done → 状态: done → 2:3 unknown-key → 是否 status？
status: done → status:done → 2:9 yaml-syntax → 冒号后面空一格，再写值
status: done → status：done → 2:9 yaml-syntax → 改正后再运行 gkplan check
status: done → status: → 2:3 missing-key → 补上 status（状态）
status: done → status： done → 2:9 yaml-syntax → 改正后再运行 gkplan check
  status: done → \tstatus: done → 2:1 yaml-syntax → 换成空格
  status: done → \u3000\u3000status: done → 2:1 yaml-syntax → 改正后再运行 gkplan check
date: 2017-09-12 → date: 2017-9-12 → 3:9 bad-date → 是否写作 2017-09-12？
date: 2017-09-12 → date: 2017.9.12 → 3:9 bad-date → 是否写作 2017-09-12？
date: 2017-09-12 → date: ２０１７-０９-１２ → 3:9 bad-date → 是否写作 2017-09-12？
date: 2017-09-12 → 日期: 2017-09-12 → 3:3 unknown-key → 是否 date？
date: 2017-09-12 → date: 2017-02-29 → 3:9 bad-date → 日历上没有这一天，核对月和日
evidence: [https://a.cn/1] → evidence: https：//a.cn/1 → 4:13 bad-evidence → 是否写作 https://a.cn/1
evidence: [https://a.cn/1] → evidence: [https://a.cn/1，https://a.cn/2] → 4:14 bad-evidence → 几个值
evidence: [https://a.cn/1] → evidence: www.a.cn/1 → 4:13 bad-evidence → 写作 http://www.a.cn/1 或 https://www.a.cn/1
evidence: [https://a.cn/1] → 佐证: https://a.cn/1 → 4:3 unknown-key → 是否 evidence？
note: 已办 → 进展情况: 已办 → 5:3 unknown-key → 是否 note？
note: 已办 → note: 已办: 上网 → 5:11 yaml-syntax → 改正后再运行 gkplan check
note: 已办 → note: *已办 → 5:9 yaml-feature → 把内容直接写出来；以 &、*、! 开头的文字请加引号
problem: 无 → 问题: 无 → 6:3 unknown-key → 是否 problem？
next: 无 → 下一步: 无 → 7:3 unknown-key → 是否 next？
by: 张三 → 填报人: 张三 → 8:3 unknown-key → 是否 by？
by: 张三 → By: 张三 → 8:3 unknown-key → 是否 by？
- task: "1.1" → • task: "1.1" → 1:1 yaml-syntax → 改正后再运行 gkplan check
evidence: [https://a.cn/1] → evidence: [https://a.cn/1, https//b.cn] → 4:30 bad-evidence → 是否写作
entered: 2017-09-13 → entered: 2017.9.13 → 9:12 bad-date → 是否写作 2017-09-13？
entered: 2017-09-13 → entered: 2017-09-11 → 9:12 entered-early → 核对两个日期
status: withdrawn → status: withdraw → 14:11 unknown-status → 可用：withdrawn 撤回
  record: 2017-09-20 →   记录: 2017-09-20 → 16:3 unknown-key → 是否 record？
record: 2017-09-20 → record: 2017-09-19 → 16:11 unknown-record → 可用：2017-09-20
record: 2017-09-20 → record: 2017-09-20\n  digest: "0123456789ab" → 16:11 unknown-record → 核对是
date: 2017-09-21 → date: 2017-09-19 → 15:9 bad-withdrawal → 核对两个日期
data/reviews.yaml
- task: "1.1" → - task: 1，1 → 1:9 bad-task-id → 是否写作 "1.1"？
unit: 甲局 → unit: 甲\u200b局 → 2:9 unknown-unit → 里面有看不见的字符 U+200B，是否 甲局？
unit: 甲局 → 单位: 甲局 → 2:3 unknown-key → 是否 unit？
unit: 甲局 → unit: 甲局，甲 → 2:9 unknown-unit → 是否 甲局？
verdict: accept → period: ２０１７Q3\n  verdict: accept → 3:11 bad-period → 是否写作 2017Q3？
verdict: accept → 起算日: 2017-09-01\n  verdict: accept → 3:3 unknown-key → 是否 event？
verdict: accept → verdict: Accept → 3:12 unknown-verdict → 是否写作 accept？
verdict: accept → verdict: 不通过 → 3:12 unknown-verdict → 是否写作 return？
verdict: accept → 核查结论: accept → 3:3 unknown-key → 是否 verdict？
verdict: accept → verdit: accept → 3:3 unknown-key → 是否 verdict？
date: 2017-09-20 → date: 2017/9/20 → 4:9 bad-date → 是否写作 2017-09-20？
record: 2017-09-12 → record: 2017。9。12 → 5:11 bad-date → 是否写作 2017-09-12？
record: 2017-09-12 → records: 2017-09-12 → 5:3 unknown-key → 是否 record？
  note: 属实 →   digest: ABC\n  note: 属实 → 6:11 bad-digest → 指纹由 gkplan review、mark 写入；手写
  note: 属实 →   意见: 属实 → 6:3 unknown-key → 是否 note？
  by: 李四\n-  →   核查人: 李四\n-  → 7:3 unknown-key → 是否 by？
to: 2017-12-15 → to: 2017年12月15日 → 10:7 bad-date → 是否写作 2017-12-15？
to: 2017-12-15 → To: 2017-12-15 → 10:3 unknown-key → 是否 to？
date: 2017-09-10 → 申请日期: 2017-09-10 → 11:3 unknown-key → 是否 date？
reason: 人手不够 → 理由: 人手不够 → 12:3 unknown-key → 是否 reason？
approved_by: 王五 → approved by: 王五 → 13:3 unknown-key → 是否 approved_by？
approved_by: 王五 → 批准人: 王五 → 13:3 unknown-key → 是否 approved_by？
approved_by: 王五\n  by: 李四 → approved_by: 王五\n  登记人: 李四 → 14:3 unknown-key → 是否 by？
  entered: 2017-09-14 →   登记日期: 2017-09-14 → 19:3 unknown-key → 是否 entered？
entered: 2017-09-14 → entered: 2017-09-12 → 19:12 entered-early → 核对两个日期
correct_by: 2017-09-30 → correct-by: 2017-09-30 → 21:3 unknown-key → 是否 correct_by？
correct_by: 2017-09-30 → correct_by: 2017年9月30日 → 21:15 bad-date → 是否写作 2017-09-30？
correct_by: 2017-09-30 → correct_by: 2017-09-12 → 21:15 bad-ruling-date → 核对两个日期
data/calendar.yaml
year: 2030 → year: 2030年 → 1:9 bad-number → 是否写作 2030？
year: 2030 → 年份: 2030 → 1:3 unknown-key → 是否 year？
holidays: [2030-01-01] → holidays: [2030-1-1] → 2:14 bad-date → 是否写作 2030-01-01？
holidays: [2030-01-01] → holidays: 2030-01-01、2030-01-02 → 2:13 bad-date → 几个值写成列表：[2030-01
holidays: [2030-01-01] → holiday: [2030-01-01] → 2:3 unknown-key → 是否 holidays？
  holidays: [2030-01-01] →   workdays: [1月5日] → 2:14 bad-date → 日期写作 2017-09-12 的样子
  holidays: [2030-01-01] →   workday: [2030-01-05] → 2:3 unknown-key → 是否 workdays？
- year: 2030 → year: 2030 → 2:3 yaml-syntax → 与上一行的键左对齐，接着上一行的文字加引号；上一行是列
"""
"""The slips by file: the correct text → the slip → position and rule → the remedy."""


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    r"""Parse the table; ``\n``, ``\t`` and ``\u200b`` are escapes of the characters."""
    file = ""
    for line in TABLE.strip().split("\n"):
        if line in FILES:
            file = line
        else:
            right, wrong, problem, remedy = line.split(" → ")
            yield file, _unescaped(right), _unescaped(wrong), problem, remedy


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:n|t|u\w{4})", lambda found: str(json.loads(f'"{found.group()}"')), text)


SLIPS = list(rows())


@pytest.mark.parametrize(("file", "right", "wrong", "problem", "remedy"), SLIPS)
def test_a_slip_is_one_problem_whose_remedy_names_what_was_meant(
    empty: Bench, file: str, right: str, wrong: str, problem: str, remedy: str
) -> None:
    assert right in FILES[file]
    for name, text in FILES.items():
        empty.write(name, text.replace(right, wrong, 1) if name == file else text)
    found = re.findall(
        r"^(\S+?):(\d+:\d+): \w+\[([\w-]+)\]: .*\n(?:  .*\n)*?  (\S.*)\n\n",
        empty.run("check").out,
        re.MULTILINE,
    )
    assert [(name, f"{position} {rule}") for name, position, rule, _ in found] == [(file, problem)]
    assert found[0][3].startswith(remedy)


def test_every_key_of_every_file_is_written_wrongly_at_least_once() -> None:
    models = {
        "data/tasks.yaml": (Plan, Head, Group, Task, Reassignment, Cancellation),
        "data/units.yaml": (Registry, Unit, Collective),
        "data/progress/甲局.yaml": (Record, Withdrawal),
        "data/reviews.yaml": (Review, Extension),
        "data/calendar.yaml": (CalendarYear,),
    }
    keys = {
        (file, key) for file, found in models.items() for model in found for key in keys_of(model)
    }
    tried = {
        (file, key)
        for file, right, wrong, _, remedy in SLIPS
        for key in re.findall(r"\w+", f"{right} {wrong} {remedy}")
    }
    assert keys - tried == set()


def test_a_hidden_character_in_a_registered_alias_is_named(empty: Bench) -> None:
    for name, text in FILES.items():
        empty.write(name, text.replace("[甲, ", "[甲\u200b, ").replace("lead: 甲局", "lead: 甲"))
    assert "  登记的 “甲” 里有看不见的字符 U+200B，在 units.yaml 里重新打一遍\n" in (
        empty.run("check").out
    )


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (fields.DATE, "17-8-3"),
        (fields.DATE, "8/3/2017"),
        (fields.DATE, "8月3日"),
        (fields.DATE, "2017-13-01"),
        (fields.PERIOD, "8月"),
        (fields.PERIOD, "第三季度"),
        (fields.PERIOD, "2017-13"),
        (fields.PERIOD, "20178"),
        (fields.PERIOD, "20174"),
        (fields.SPAN, "一个月"),
        (fields.SPAN, "20"),
        (fields.TASK_ID, "1.01"),
        (fields.TASK_ID, "1.1.1"),
        (fields.TASK_ID, "110"),
        (fields.NUMBER, "1-2"),
        (fields.NUMBER, "-1"),
        (fields.FLAG, "有"),
        (fields.STATUS, "未完成"),
        (fields.STATUS, "不办"),
        (fields.STATUS, "基本完成"),
        (fields.VERDICT, "不属实"),
        (fields.CADENCE, "每周"),
        (fields.CADENCE, "每两月"),
        (fields.UNIT_KIND, "部门"),
        (fields.EVIDENCE, "www.a.cn"),
        (fields.EVIDENCE, "https://u:p@a.cn"),
    ],
)
def test_where_several_readings_fit_none_is_named(kind: Kind[Any], value: str) -> None:
    with pytest.raises(BadValueError) as raised:
        kind.parse(value)
    assert guesses.meant(raised.value.rule, kind, value) is None
