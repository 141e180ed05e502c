"""What PyInstaller makes a program of: see .github/workflows/release.yml."""

from gkplan.__main__ import main

main()
