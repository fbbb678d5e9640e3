"""Write docs/cli.md from the command's own --help.

python docs/write_cli.py            writes it
python docs/write_cli.py --check    exits with 1 if it is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from sayso.cli import main as sayso_command

TARGET = Path(__file__).resolve().parent / "cli.md"
COLUMNS = 100
SHELLS = """
## Shell completion and man pages

`pip install` puts man pages into `share/man/man1` of the environment, where `man sayso` and `man sayso-read` find them
as long as its `bin` folder is in `PATH`. Commands and options are completed by the shell once one of these lines is in
its start-up file:

```sh
eval "$(_SAYSO_COMPLETE=bash_source sayso)"     # bash, in ~/.bashrc
eval "$(_SAYSO_COMPLETE=zsh_source sayso)"      # zsh, in ~/.zshrc
_SAYSO_COMPLETE=fish_source sayso | source      # fish, in ~/.config/fish/config.fish
```

With `pip install --user` or as part of a system, no line is needed: the same scripts are installed where
bash-completion and fish look (`share/bash-completion/completions`, `share/fish/vendor_completions.d`), and zsh has them
in `share/zsh/site-functions`.
"""


def describe_cli() -> str:
    """The whole page: a section with the help of each command."""
    parts = ["# The command line", "", "Made from `--help` by `docs/write_cli.py`; change the command, not this page."]
    for title, help_text in _helps(sayso_command, "sayso"):
        parts += ["", f"## {title}", "", "```", *(line.rstrip() for line in help_text.splitlines()), "```"]
    return "\n".join(parts) + "\n" + SHELLS


def _helps(command: click.Command, name: str, parent: click.Context | None = None) -> Iterator[tuple[str, str]]:
    width = {"terminal_width": COLUMNS, "max_content_width": COLUMNS}
    context = click.Context(
        command, parent, info_name=name.rsplit(maxsplit=1)[-1], **{**command.context_settings, **width}
    )
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _helps(found, f"{name} {child}", context)


def write_page(target: Path, page: str, arguments: list[str]) -> int:
    """Write the page, or with --check only report whether it is stale; the exit code."""
    if arguments == ["--check"]:
        is_stale = not target.exists() or target.read_text("utf-8") != page
        if is_stale:
            print(f"docs/{target.name} is stale; run: python docs/write_{target.stem}.py", file=sys.stderr)  # noqa: T201
        return int(is_stale)
    target.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(write_page(TARGET, describe_cli(), sys.argv[1:]))
