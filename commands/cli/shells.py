"""The scripts that make bash, zsh and fish complete: click's, but for what they do to blanks and commas.

1. In bash a word with a blank or a bracket is escaped, unless it is typed in quotes.
2. In fish a value may have commas, and what it is stands beside it.
3. What goes wrong is not printed into the line that somebody types.
"""

from __future__ import annotations

from click.shell_completion import BashComplete, CompletionItem, FishComplete, ZshComplete

_BASH = r"""%(complete_func)s() {
    local kind value word=${COMP_WORDS[COMP_CWORD]} words
    words=$(printf '%%s\n' "${COMP_WORDS[@]}")
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case $word in
                    [\"\']*) ;;
                    *) printf -v value '%%q' "$value" ;;
                esac
                COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_WORDS=$words COMP_CWORD=$COMP_CWORD %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_FISH = """function %(complete_func)s
    set -l words (commandline -cp)
    set -l word (commandline -t)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS="$words" COMP_CWORD="$word" \
%(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 , -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo -- $parts[2]
        end
    end
end

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Bash(BashComplete):
    """Bash, from 4.4 on."""

    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """Click would start a bash of its own, which need not be the one that reads the script."""


class Fish(FishComplete):
    """Fish."""

    source_template = _FISH

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The value, and what it is behind a tab."""
        return f"{item.type},{item.value}\t{item.help or ''}".rstrip("\t")


SHELLS = {"bash": Bash, "zsh": ZshComplete, "fish": Fish}
