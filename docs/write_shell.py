"""Write what shells and `man` need: docs/man/ (one page a command) and docs/completion/ (bash, zsh and fish).

python docs/write_shell.py            writes it
python docs/write_shell.py --check    exits with 1 if a file is stale, missing or too many

They are made from the command itself, by click and click-man, and `pip install` puts them where shells and `man` look.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
from click.shell_completion import get_completion_class
from click_man.man import ManPage

from sayso.cli import main as sayso_command
from sayso.version import __version__

FOLDER = Path(__file__).resolve().parent
COMPLETIONS = {"bash": "sayso.bash", "zsh": "_sayso", "fish": "sayso.fish"}
NO_DATE = "(no date)"
EXIT_STATUS = """\
.SH EXIT STATUS
.TP
0
all was read
.TP
1
nothing could be done
.TP
2
the command was not understood
.TP
3
done, with notices
.TP
4
\\fBsayso check\\fP: one of the labels of \\fB\\-\\-fail\\-on\\fP was found
.TP
130
stopped by Ctrl\\-C
.TP
143
stopped by SIGTERM""".split("\n")
MACROS = re.compile(r"\.(?:TH|SH|PP|TP|B)\b")


def make_files() -> dict[Path, str]:
    """Every file with what belongs into it."""
    files = {FOLDER / "completion" / name: write_completion(shell) for shell, name in COMPLETIONS.items()}
    context = click.Context(sayso_command, info_name="sayso", **sayso_command.context_settings)
    for inner in list_contexts(context):
        files[FOLDER / "man" / f"{name_page(inner)}.1"] = write_man(inner)
    return files


def write_completion(shell: str) -> str:
    """The script that completes the words of `sayso` in a shell."""
    found = get_completion_class(shell)
    if found is None:
        raise LookupError(f"click completes no {shell}")
    made = found(sayso_command, {}, "sayso", "_SAYSO_COMPLETE")
    # Not made.source(), which asks the bash of this machine for its version.
    return (made.source_template % made.source_vars()).strip() + "\n"


def list_contexts(context: click.Context) -> Iterator[click.Context]:
    """Yield the context of a command and of each command below it."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            child = context.command.get_command(context, name)
            if child is not None:
                yield from list_contexts(click.Context(child, context, info_name=name, **child.context_settings))


def write_man(context: click.Context) -> str:
    """The man page of a command. It has no date, so that the same command always gives the same page."""
    command = context.command
    page = ManPage(context.command_path)
    page.version = f"sayso {__version__}"
    page.date = NO_DATE
    page.short_help = shorten_help(command)
    page.synopsis = " ".join(command.collect_usage_pieces(context))
    page.description = cleandoc(command.help or "")
    page.options = list(filter(None, (option.get_help_record(context) for option in list_options(context))))
    children = [child for child in list_contexts(context) if child.parent is context]
    page.commands = sorted((str(child.info_name), f"{shorten_help(child.command)}.") for child in children)
    text = (
        str(page)
        .replace("\b", "")
        .replace(NO_DATE, "")
        .replace(context.command_path.upper(), name_page(context).upper(), 1)
    )
    others = [it for it in list_contexts(context.find_root()) if it.command_path != context.command_path]
    see = ", ".join(f"\\fB{name_page(it)}\\fP(1)" for it in others)
    lines = [*text.rstrip("\n").split("\n"), *EXIT_STATUS, ".SH SEE ALSO", see, ""]
    return "\n".join(protect(line.strip()) for line in lines)


def list_options(context: click.Context) -> Iterator[click.Option]:
    """Yield the options of a command that its help shows."""
    for param in context.command.get_params(context):
        if isinstance(param, click.Option) and not param.hidden:
            yield param


def shorten_help(command: click.Command) -> str:
    """The first sentence of a command's help, whole."""
    return command.get_short_help_str(limit=1_000).rstrip(".")


def name_page(context: click.Context) -> str:
    """The name of a command's page: "sayso-read"."""
    return context.command_path.replace(" ", "-")


def protect(line: str) -> str:
    """A line that is not taken for an instruction where it begins like one, as ".vtt" does."""
    return f"\\&{line}" if line[:1] in (".", "'") and not MACROS.match(line) else line


def main(arguments: list[str]) -> int:
    """Write the files, or with --check only report which are stale; the exit code."""
    files = make_files()
    present = {path for folder in ("man", "completion") for path in (FOLDER / folder).glob("*")}
    stale = [path for path, text in files.items() if path not in present or path.read_text("utf-8") != text]
    others = sorted(present - set(files))
    if arguments == ["--check"]:
        for path in (*stale, *others):
            print(f"docs/{path.relative_to(FOLDER)} is stale; run: python docs/write_shell.py", file=sys.stderr)  # noqa: T201
        return int(bool(stale or others))
    for path in others:
        path.unlink()
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
