"""``python -m commands``, where no script is installed."""

from commands.cli import main

main()
