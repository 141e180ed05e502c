"""The commands, one thin module each: options become plain values, one call, an exit code.

``COMMANDS`` is the one list of them, in the order of the help; a command's module is imported
only when it is asked for.
"""

COMMANDS = {
    "status": "gkplan.commands.status",
    "due": "gkplan.commands.due",
    "list": "gkplan.commands.list",
    "show": "gkplan.commands.show",
    "mark": "gkplan.commands.mark",
    "review": "gkplan.commands.review",
    "extend": "gkplan.commands.extend",
    "form": "gkplan.commands.form",
    "collect": "gkplan.commands.collect",
    "remind": "gkplan.commands.remind",
    "log": "gkplan.commands.log",
    "diff": "gkplan.commands.diff",
    "trend": "gkplan.commands.trend",
    "units": "gkplan.commands.units",
    "report": "gkplan.commands.report",
    "check": "gkplan.commands.check",
    "init": "gkplan.commands.init",
    "import": "gkplan.commands.import_",
    "export": "gkplan.commands.export",
    "schema": "gkplan.commands.schema",
}
