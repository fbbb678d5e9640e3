"""`sayso serve`: look at it in a browser."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.complete import FiniteRange
from sayso.cli.inputs import Verb, find_loader, model_option, report_errors
from sayso.cli.output import report
from sayso.settings import AnalyseSettings

if TYPE_CHECKING:
    from sayso.serve.serve_settings import ServeSettings

__all__ = ["serve_command"]

_EXAMPLES = """\b
Examples:
  sayso serve                               paste an article, or drop a file
  sayso serve news.db                       look at a collection
  sayso serve --open                        and open the browser
  sayso serve --host 0.0.0.0                let others in your network see it

\b
Exit codes: 0 stopped by Ctrl-C; 1 it could not begin; 2 wrong usage.
"""
_MEGABYTE = 1_000_000
_TOKEN_BYTES = 16


@click.command("serve", cls=Verb, epilog=_EXAMPLES)
@click.argument("collection", required=False, type=click.Path(dir_okay=False, path_type=Path), metavar="[COLLECTION]")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen at. At another one than this machine's own, others can reach it: then a token is asked"
    " for.",
)
@click.option(
    "--token",
    envvar="SAYSO_TOKEN",
    show_envvar=True,
    metavar="TOKEN",
    help="Ask each reader for this token. [default: none; with --host, a new one]",
)
@click.option("--allow-fetch", "may_fetch", is_flag=True, help="Let readers give addresses, which are then fetched.")
@click.option(
    "--max-upload",
    type=FiniteRange(0, min_open=True),
    default=20,
    show_default=True,
    metavar="MB",
    help="The most that may be given at once, in megabytes.",
)
@model_option
@click.option("--open", "is_opened", is_flag=True, help="Open the page in the browser.")
@click.pass_context
def serve_command(
    context: click.Context,
    /,
    collection: Path | None,
    *,
    port: int,
    host: str,
    token: str | None,
    may_fetch: bool,
    max_upload: float,
    is_opened: bool,
) -> None:
    """Show in a browser who says what in an article that is given there, and in the articles of a COLLECTION.

    Paste a text or drop a file. Give sources beside it, and its quotations are held against them. What was given is
    kept in memory only.

    It listens on this machine alone, fetches nothing, and changes nothing.
    """
    from sayso.serve.serve_settings import ServeSettings, is_own_machine  # noqa: PLC0415

    if token is None and not is_own_machine(host):
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    settings = ServeSettings(
        host=host,
        port=port,
        may_fetch=may_fetch,
        token=token,
        max_bytes=max(1, round(max_upload * _MEGABYTE)),
    )
    with report_errors(context):
        _serve(settings, collection, context, is_opened=is_opened)


def _serve(settings: ServeSettings, path: Path | None, context: click.Context, *, is_opened: bool) -> None:
    try:
        from sayso.serve.app import make_app  # noqa: PLC0415  what it stands on takes time to load
        from sayso.serve.run import listen, run_app  # noqa: PLC0415
        from sayso.serve.stored import Stored  # noqa: PLC0415
    except ImportError as err:
        reason = f"`sayso serve` needs more than is installed ({err}); install it with: pip install 'sayso[serve]'"
        raise click.ClickException(reason) from err

    def say(address: str) -> None:
        report(f"sayso: {address}")
        if path is None:
            home, _, token = address.partition("?")
            report(f"sayso: an example: {home}example{token and f'?{token}'}")
        report("sayso: open this address in a browser; end with Ctrl-C")
        if is_opened:
            click.launch(address)

    with nullcontext() if path is None else Stored(path) as stored, listen(settings) as heard:
        make_analyser = find_loader(context)
        run_app(make_app(make_analyser(AnalyseSettings()), settings, stored), heard, settings, say)
