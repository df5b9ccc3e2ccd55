"""The command line: `python -m portal COMMAND`. What Flask-Migrate offers stands under `db`."""

import os

import click
from flask.cli import FlaskGroup

from portal import create_app
from portal.config import MissingConfiguration, instance_folder
from portal.launch import port_from, supervise


class Commands(FlaskGroup):
    """Flask's group, but ours come first: asking every installed extension takes it a second."""

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return self.commands.get(name) or super().get_command(ctx, name)


@click.group(
    cls=Commands,
    create_app=create_app,
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    help="Run and look after the portal.",
)
def cli() -> None:
    """Group of all commands; Flask makes the application when one needs it."""


@cli.command(with_appcontext=False)  # the parent of all stays small
@click.option("--with-parent", is_flag=True, help="Stop also when the process that started this one ends.")
def run(with_parent: bool) -> None:
    """Start web, worker and beat in the foreground (PORTAL_PORT, 8000)."""
    port = port_from(os.environ.get("PORTAL_PORT", "8000"))
    supervise(instance_folder(os.environ), port, with_parent=with_parent)


@cli.command(with_appcontext=False)
def prepare() -> None:
    """Bring the database up to date before a start; `run` does it by itself."""
    from knowledge import BrokenKnowledge
    from portal import preparation

    try:
        preparation.prepare(create_app())
    except (BrokenKnowledge, MissingConfiguration) as error:
        raise click.ClickException(str(error)) from error


@cli.command()
def sweep() -> None:
    """Send again what is due, once, without the worker's help."""
    from portal.services import jobs

    click.echo(f"{jobs.sweep()} jobs sent")


@cli.command("repair-clocks")
@click.option("--write", is_flag=True, help="Put the cached clocks right; without it they are only compared.")
def repair_clocks(write: bool) -> None:
    """Compare the clocks of every ticket with its log, after a corrected calendar or policy."""
    from portal.services import clocks

    changed = 0
    for reference, found in clocks.repair(write=write):
        changed += 1
        for name, (cached, right) in found.items():
            click.echo(f"{reference} {name}: {cached} -> {right}")
    click.echo(f"{changed} tickets {'repaired' if write else 'differ'}")


@cli.command()
def demo() -> None:
    """Fill an empty database with demonstration data."""
    from portal.preparation import fill

    fill()


@cli.command("add-user")
@click.argument("email")
@click.argument(
    "role", type=click.Choice(["client", "distributor", "developer", "agent", "lead", "administrator"])
)
@click.option("--name", default="", help="The person's name.")
def add_user(email: str, role: str, name: str) -> None:
    """Make an account with a role: how the first administrator comes to be. The password is set by mail."""
    from portal.extensions import db
    from portal.services import accounts

    try:
        accounts.create(email, name, role)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    db.session.commit()
    click.echo(f"{email} is {role}. The password is set at /cuenta/recuperar")


@cli.command()
def check() -> None:
    """Say whether this installation could serve. Making the application checks settings and knowledge."""
    from portal.services.installation import problems

    click.echo("ok      settings, knowledge")
    failed = False
    for part, problem in problems():
        failed = failed or problem is not None
        click.echo(f"{'FAILED' if problem else 'ok':7} {part} {problem or ''}".rstrip())
    if failed:
        raise SystemExit(1)
