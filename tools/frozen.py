"""The script that PyInstaller packs into a program: see .github/workflows/release.yml."""

from gkplan.__main__ import main

main()
