"""A plan folder of five files with nearly every key of the format, one key per line."""

UNITS = """\
units:
- name: 甲局
  aliases: [甲, A局]
  kind: government
- name: 乙局
collectives:
- name: 各局
  members: [甲局]
  kinds: [government]
"""
TASKS = """\
plan:
  title: 小方案
  number: 1号
  issuer: 府办
  supervisor: 政务办
  issued: 2017-08-03
  ends: 2017-12-31
  lag: 20 workdays
  notice: 演示数据
groups:
- id: 1
  label: 一
  title: 第一组
  tasks:
  - id: "1.1"
    text: 按要求公开。
    short: 公开
    lead: 甲局
    support: 各局
    cadence: once
    merged: true
    due: 2017-11-30
    awaits: 文件出台
    doubts: 缺句号
    tags:
    - 预算
  - id: "1.2"
    text: 公开。
    implement: [甲局]
    changes:
    - date: 2017-11-01
      basis: 会议纪要1号
      lead: 乙局
      support: [甲局]
    - date: 2017-11-20
      basis: 会议纪要2号
      implement: 甲局
    cancelled:
      date: 2017-12-01
      basis: 会议纪要3号
"""
JOURNAL = """\
- task: "1.1"
  status: done
  date: 2017-09-12
  evidence: [https://a.cn/1]
  note: 已办
  problem: 无
  next: 无
  by: 张三
  entered: 2017-09-13
- task: "1.2"
  status: doing
  date: 2017-09-20
- task: "1.2"
  status: withdrawn
  date: 2017-09-21
  record: 2017-09-20
  note: 报错了
  by: 张三
"""
REVIEWS = """\
- task: "1.1"
  unit: 甲局
  verdict: accept
  date: 2017-09-20
  record: 2017-09-12
  note: 属实
  by: 李四
- task: "1.1"
  unit: 甲局
  to: 2017-12-15
  date: 2017-09-10
  reason: 人手不够
  approved_by: 王五
  by: 李四
- task: "1.1"
  unit: 甲局
  verdict: return
  date: 2017-09-13
  entered: 2017-09-14
  record: 2017-09-12
  correct_by: 2017-09-30
  note: 链接打不开
  by: 李四
"""
FILES = {
    "data/units.yaml": UNITS,
    "data/tasks.yaml": TASKS,
    "data/progress/甲局.yaml": JOURNAL,
    "data/reviews.yaml": REVIEWS,
    "data/calendar.yaml": "- year: 2030\n  holidays: [2030-01-01]\n",
}
