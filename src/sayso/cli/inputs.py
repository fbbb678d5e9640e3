"""What the commands share: loading the analyser, checking the output, fetching, and reporting errors."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from sayso.cli.complete import FiniteRange
from sayso.cli.output import silence_stdout
from sayso.errors import SaysoError, SettingsError
from sayso.read import is_passed_over
from sayso.report.harmless import make_harmless_line
from sayso.settings import MAX_SECONDS, SCHEMES, AnalyseSettings, ReadSettings
from sayso.workflow import Analyses, Fetch

__all__ = [
    "Verb",
    "find_loader",
    "limit",
    "limit_options",
    "load_analyser",
    "make_fetch",
    "min_score_option",
    "model_option",
    "proxy_option",
    "quiet_options",
    "refuse_output",
    "report_errors",
    "scheme_option",
    "text_options",
]

Decorated = TypeVar("Decorated", bound=Callable[..., object])
Limited = TypeVar("Limited", ReadSettings, AnalyseSettings)
_GIGABYTE = 1_000_000_000
_MODEL = "sayso.model"  # where the context keeps what --model names


class Verb(click.Command):
    """A command with inputs; if one begins with a dash and is taken for an option, the error says how to write it."""

    def get_help_option_names(self, _ctx: click.Context) -> list[str]:
        """Return the names of --help, the same whether the command is called alone or as a part of sayso."""
        return ["-h", "--help"]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of the command line; see `click.Command.parse_args`."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as err:
            name = next((it for it in given if it.startswith("-") and Path(it).exists()), None)
            if name is None:
                raise
            message = f"{err.message.rstrip('.')}; if you mean the file {name}, write ./{name}, or -- before it"
            raise click.UsageError(make_harmless_line(message), ctx) from err


def min_score_option(command: Decorated) -> Decorated:
    """The command with the option --min-score."""
    return click.option(
        "--min-score",
        type=FiniteRange(0, 1),
        default=AnalyseSettings().min_score,
        show_default=True,
        help="Leave out statements with a lower score: fewer are found, and more of them are right. Reported words "
        "without quotation marks need a third more, up to 0.4.",
    )(command)


def scheme_option(command: Decorated) -> Decorated:
    """The command with the option --scheme."""
    return click.option(
        "--scheme",
        type=click.Choice(SCHEMES),
        default=AnalyseSettings().scheme,
        show_default=True,
        help="Whose habits of marking to follow: guide is this project's own, polnear that corpus's.",
    )(command)


def model_option(command: Decorated) -> Decorated:
    """The command with the option --model, which `find_loader` looks up."""
    return click.option(
        "--model",
        metavar="NAME|FOLDER",
        expose_value=False,
        callback=_keep_model,
        help="Read with the model of the package sayso-accurate (--model accurate: more is right, at a third of the"
        " speed), or with the model in a folder.",
    )(command)


def _keep_model(context: click.Context, _: click.Parameter, value: str | None) -> None:
    context.meta[_MODEL] = value


def find_loader(context: click.Context) -> Callable[[AnalyseSettings], Analyses]:
    """The function that loads the analyser: a test's own, or one with the model that --model names."""
    return context.obj or partial(load_analyser, model=context.meta.get(_MODEL))


def proxy_option(command: Decorated) -> Decorated:
    """The command with the option --use-proxy."""
    return click.option("--use-proxy", is_flag=True, help="Follow the proxy variables of the environment.")(command)


def text_options(command: Decorated) -> Decorated:
    """The command with the options of how a plain text is read: --no-title and --every-line."""
    title = click.option("--no-title", is_flag=True, help="Do not take a short first paragraph for the title.")
    lines = click.option("--every-line", is_flag=True, help="Read the menus, buttons and footers of a pasted page too.")
    return title(lines(command))


def quiet_options(command: Decorated) -> Decorated:
    """The command with the options of what it writes beside its output: --quiet and --no-progress."""
    notices = click.option(
        "-q", "--quiet", is_flag=True, help="Write neither notices nor totals to stderr; the exit code is the same."
    )
    progress = click.option("--no-progress", is_flag=True, help="Show no progress on long runs.")
    return notices(progress(command))


def limit_options(command: Decorated) -> Decorated:
    """The command with the options --max-seconds and --max-memory."""
    seconds = click.option(
        "--max-seconds",
        type=FiniteRange(0, min_open=True),
        default=MAX_SECONDS,
        show_default=True,
        help="Longest time that a core may work on one article; of a longer one the first part is read.",
    )
    memory = click.option(
        "--max-memory",
        type=FiniteRange(0, min_open=True),
        default=AnalyseSettings().max_memory / _GIGABYTE,
        show_default=True,
        help="Most memory that one article may take, in gigabytes.",
    )
    return seconds(memory(command))


def limit(settings: Limited, max_seconds: float, max_memory: float) -> Limited:
    """The settings with their share of the time for an article, and with its memory, which is given in gigabytes."""
    seconds = settings.max_seconds * max_seconds / MAX_SECONDS
    # The default number must give the default setting, without rounding errors of the multiplication.
    return replace(settings, max_seconds=round(seconds, 6), max_memory=max(1, round(max_memory * _GIGABYTE)))


def load_analyser(settings: AnalyseSettings, *, model: str | None = None) -> Analyses:
    """Load the analyser with its model."""
    # What is loaded stays until the end. Searching it for garbage would take a tenth of a short run.
    gc.disable()
    try:
        from sayso.analyse import Analyser  # noqa: PLC0415  the model takes time to load

        analyser = Analyser(settings, model=model)
        gc.freeze()
    finally:
        gc.enable()
    return analyser


def refuse_output(context: click.Context, inputs: Iterable[str], output: Path | None) -> None:
    """Raise a usage error if the output would be read as one of the inputs."""
    for given in inputs:
        if output is not None and _reads_output(given, output):
            message = f"--output {output} would be read as an input, from {given}; write it to another place"
            raise click.UsageError(make_harmless_line(message), context)


@contextmanager
def report_errors(context: click.Context) -> Iterator[None]:
    """Turn errors inside into messages that end the command; if the reader of stdout is gone, end without an error."""
    try:
        yield
    except SettingsError as err:
        raise click.UsageError(make_harmless_line(str(err)), context) from err
    except SaysoError as err:
        raise click.ClickException(make_harmless_line(str(err))) from err
    except OSError as err:
        if not silence_stdout(err):
            raise click.ClickException(make_harmless_line(f"cannot write: {err}")) from err
        context.exit(0)


def _reads_output(given: str, output: Path) -> bool:
    """Whether the output is this input, or a file that would be read in this folder."""
    try:
        path, target = Path(given).resolve(), output.resolve()
    except (OSError, ValueError):
        return False
    if given == "-" or not path.exists() or (target.exists() and not target.is_file()):
        return False
    return target == path or (path in target.parents and not is_passed_over(target.name))


def make_fetch(inputs: Sequence[str], settings: ReadSettings, *, use_proxy: bool = False) -> Fetch | None:
    """A function that fetches the addresses among the inputs; None if there are none, so that nothing is loaded."""
    if not any(given.lower().startswith(("http://", "https://")) for given in inputs):
        return None
    from sayso.fetch import Fetcher, FetchSettings  # noqa: PLC0415  only where addresses are given
    from sayso.watch import fetch_articles, is_address  # noqa: PLC0415

    fetcher = Fetcher(FetchSettings(use_proxy=use_proxy))
    return lambda given: fetch_articles([given], fetcher, settings) if is_address(given) else None
