"""``python -m commands``, where no script is installed."""

from commands.start import main

main()
