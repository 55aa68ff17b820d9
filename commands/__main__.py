"""``python -m commands``, where no script is installed."""

from commands.root import main

main()
