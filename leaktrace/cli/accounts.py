"""``user``."""

import secrets
import sys
from typing import Annotated

import typer

from leaktrace.cli.context import JsonOption, print_json, print_table
from leaktrace.domain.account import Role

__all__ = ["register"]

user = typer.Typer(help="Console accounts.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(user, name="user")


@user.command(
    "add",
    epilog="Example: leaktrace user add li.wei --role reviewer --password-stdin < password.txt",
)
def user_add(
    context: typer.Context,
    login: Annotated[str, typer.Argument()],
    role: Annotated[
        Role, typer.Option(help="viewer: masked only; reviewer: may ask for personal data.")
    ] = Role.VIEWER,
    password_stdin: Annotated[
        bool,
        typer.Option(
            help="Read the password from standard input; otherwise one is made and printed."
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add an account."""
    from leaktrace.services import accounts

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else secrets.token_urlsafe(12)
    with context.obj.tenant().writes.begin() as session:
        accounts.add_user(session, login, password, role)
    shown = None if password_stdin else password
    if as_json:
        print_json({"login": login, "role": role, "password": shown})
        return
    typer.echo(f"{login} added as {role}")
    if shown:
        typer.echo(f"password  {shown}  (shown only now)")


@user.command("list", epilog="Example: leaktrace user list")
def user_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List accounts."""
    from leaktrace.services import accounts

    with context.obj.tenant().reads.begin() as session:
        rows = [
            {
                "login": row.login,
                "role": row.role,
                "created_at": row.created_at,
                "disabled_at": row.disabled_at,
            }
            for row in accounts.list_users(session)
        ]
    if as_json:
        print_json(rows)
        return
    columns = ("login", "role", "created_at", "disabled_at")
    print_table(
        "Accounts", columns, [[row[name] for name in columns] for row in rows], ids=("login",)
    )


@user.command("disable", epilog="Example: leaktrace user disable li.wei")
def user_disable(context: typer.Context, login: Annotated[str, typer.Argument()]) -> None:
    """Close an account and end its sessions."""
    from leaktrace.services import accounts

    with context.obj.tenant().writes.begin() as session:
        accounts.disable_user(session, login)
    typer.echo(f"{login} disabled")
