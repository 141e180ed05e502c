"""gkplan keeps an official work-division plan (分工方案) honest: who owes what, and its proof."""
