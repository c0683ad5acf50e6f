"""The commands of the service's administrator: users, keys and the audit log, on the machine itself.

A password is asked for, or read from the standard input; it never stands on the command line, which others can see.
Knows nothing of HTTP; what it needs is imported when a command is carried out.
"""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, get_args

from assistant.web.types import RIGHTS, Action, Caller
from corpus.command import tell, writable
from corpus.errors import BadCall

if TYPE_CHECKING:
    from assistant.web.access.access import Access
    from assistant.web.access.accounts import User
    from assistant.web.access.keys import Key
    from assistant.web.records.audit import Audit
    from corpus.settings import Service

    Family = argparse._SubParsersAction[argparse.ArgumentParser]

Command = Callable[[argparse.Namespace], int]


def register(commands: Family) -> None:
    """Add `user`, `key` and `audit`; each sets `run`, which takes what was parsed and gives an exit code."""
    user = _family(commands, "user", "用户 | users")
    add = _verb(user, "add", _user_add, "新建用户；密码另行输入 | add a user; the password is asked for")
    add.add_argument("name", metavar="NAME", help="用户名 | name")
    add.add_argument("--role", choices=tuple(RIGHTS), default="reader", help="角色，默认 reader | role")
    _groups(add)
    _verb(user, "list", _user_list, "列出用户 | list users").add_argument("--json", action="store_true")
    change = _verb(user, "change", _user_change, "更改用户 | change a user")
    change.add_argument("name", metavar="NAME", help="用户名 | name")
    change.add_argument("--role", choices=tuple(RIGHTS), help="新角色 | new role")
    _groups(change)
    change.add_argument("--no-groups", action="store_true", help="不属于任何组 | in no group")
    change.add_argument("--password", action="store_true", help="另设密码，随后输入 | a new password, asked for")
    change.add_argument("--disable", action="store_true", help="停用 | disable")
    change.add_argument("--enable", action="store_true", help="恢复使用 | enable")
    change.add_argument(
        "--unlock", action="store_true", help="解除密码错误后的锁定 | lift the lock after wrong passwords"
    )
    _verb(user, "remove", _user_remove, "删除用户 | remove a user").add_argument("name", metavar="NAME")

    key = _family(commands, "key", "程序用的密钥 | keys of programs")
    make = _verb(key, "make", _key_make, "新建密钥，只显示一次 | make a key, shown once")
    make.add_argument("user", metavar="USER", help="以谁的身份 | as whom it acts")
    make.add_argument("--name", required=True, help="用途 | what it is for")
    make.add_argument("--scope", action="append", required=True, choices=get_args(Action), help="可多次 | repeatable")
    make.add_argument("--days", type=float, default=90, help="有效天数，默认 90 | days it holds")
    _verb(key, "list", _key_list, "列出密钥 | list keys").add_argument("--json", action="store_true")
    _verb(key, "revoke", _key_revoke, "撤销密钥 | revoke a key").add_argument("id", metavar="ID")

    audit = _family(commands, "audit", "审计记录 | audit log")
    verify = _verb(audit, "verify", _audit_verify, "检查记录有无改动 | check that nothing was changed")
    verify.add_argument(
        "--against", type=Path, metavar="FILE.jsonl", help="与以前导出的记录核对 | compare with an earlier export"
    )
    export = _verb(audit, "export", _audit_export, "导出为 JSON 行 | export as JSON lines")
    export.add_argument("--out", type=Path, metavar="FILE", help="写入文件，默认标准输出 | a file; else stdout")
    export.add_argument("--since", metavar="DATE", help="自何日起，如 2026-01-31 | first day")
    export.add_argument("--until", metavar="DATE", help="至何日止 | last day")
    prune = _verb(audit, "prune", _audit_prune, "清理已导出的旧记录 | take out old records that were exported")
    prune.add_argument("--days", type=int, help="保存天数，至少 180，默认 400 | days to keep, at least 180")
    _verb(audit, "anchor", _audit_anchor, "查明原因后重设校验值 | note the last record anew, once it is known why")


def _family(commands: Family, name: str, help: str) -> Family:
    return commands.add_parser(name, help=help).add_subparsers(dest="verb", required=True)


def _verb(family: Family, name: str, run: Command, help: str) -> argparse.ArgumentParser:
    parser = family.add_parser(name, help=help)
    parser.add_argument("--home", type=Path, metavar="DIR", help="服务所用文件夹 | folder of the service")
    parser.set_defaults(run=run)
    return parser


def _groups(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--group", action="append", metavar="GROUP", help="所属的组，可多次 | group, repeatable")


def _user_add(args: argparse.Namespace) -> int:
    with _access(args) as access, _audit(args) as audit:
        if args.role != "administrator" and not access.accounts.administered():
            raise BadCall(
                "先建立管理员：加上 --role administrator", "add an administrator first: use --role administrator"
            )
        password = _password(args.name)
        detail = {"role": args.role, "groups": " ".join(args.group or ())}
        with audit.recorded("user-added", _operator(), args.name, detail=detail):
            made = access.accounts.add(args.name, password, args.role, args.group or ())
    tell(f"已新建用户“{made.name}”，角色 {made.role} | added {made.name}, {made.role}")
    return 0


def _user_list(args: argparse.Namespace) -> int:
    with _access(args) as access:
        users = access.accounts.list()
    if args.json:
        _say(json.dumps([_user_json(each) for each in users], ensure_ascii=False))
        return 0
    for each in users:
        marks = [each.role, *sorted(each.groups), *(["停用 disabled"] if each.disabled else [])]
        _say(f"{each.name}  {'  '.join(marks)}")
    return 0


def _user_change(args: argparse.Namespace) -> int:
    if (args.disable and args.enable) or (args.group and args.no_groups):
        raise BadCall("这两个选项互相矛盾", "these two options contradict each other")
    disabled = True if args.disable else False if args.enable else None
    groups = () if args.no_groups else args.group
    if not (args.role or args.password or args.unlock) and disabled is None and groups is None:
        raise BadCall("没有说明要改什么", "say what to change")
    with _access(args) as access, _audit(args) as audit:
        user = access.accounts.named(args.name)
        password = _password(user.name) if args.password else None
        kind = "role-changed" if args.role else "password-changed" if args.password else "user-changed"
        given = {"role": args.role, "groups": groups and " ".join(groups), "disabled": disabled}
        detail = {key: str(value) for key, value in given.items() if value is not None}
        if args.unlock:
            with audit.recorded("unlocked", _operator(), user.id):
                access.accounts.unlock(user.id)
        if args.role or args.password or disabled is not None or groups is not None:
            with audit.recorded(kind, _operator(), user.id, detail=detail):
                access.accounts.change(user.id, role=args.role, groups=groups, disabled=disabled, password=password)
    tell(f"已更改用户“{user.name}” | changed {user.name}")
    return 0


def _user_remove(args: argparse.Namespace) -> int:
    with _access(args) as access, _audit(args) as audit:
        user = access.accounts.named(args.name)
        with audit.recorded("user-removed", _operator(), user.id, detail={"name": user.name}):
            access.accounts.remove(user.id)
    tell(f"已删除用户“{user.name}” | removed {user.name}")
    return 0


def _key_make(args: argparse.Namespace) -> int:
    with _access(args) as access, _audit(args) as audit:
        user = access.accounts.named(args.user)
        detail = {"name": args.name, "scopes": " ".join(sorted(args.scope)), "days": f"{args.days:g}"}
        with audit.recorded("key-made", _operator(), user.id, detail=detail):
            key, secret = access.keys.make(user.id, args.name, args.scope, args.days)
    tell(f"密钥 {key.id} 有效至 {key.ends}，只显示这一次 | key {key.id}, until {key.ends}, shown only now")
    _say(secret)
    return 0


def _key_list(args: argparse.Namespace) -> int:
    with _access(args) as access:
        keys, names = access.keys.list(), {each.id: each.name for each in access.accounts.list()}
    if args.json:
        _say(json.dumps([_key_json(each) for each in keys], ensure_ascii=False))
        return 0
    for each in keys:
        _say(f"{each.id}  {names[each.user]}  {each.name}  {' '.join(sorted(each.scopes))}  {each.ends}")
    return 0


def _key_revoke(args: argparse.Namespace) -> int:
    with _access(args) as access, _audit(args) as audit:
        key = access.keys.get(args.id)
        with audit.recorded("key-revoked", _operator(), key.id):
            access.keys.revoke(key.id)
    tell(f"已撤销密钥“{key.name}” | revoked {key.name}")
    return 0


def _audit_verify(args: argparse.Namespace) -> int:
    noted = _noted(args.against) if args.against else {}
    with _audit(args) as audit:
        broken = audit.verify(noted)
        count = next((each.number for each in audit.list(1)), 0)
    if broken:
        _say(str(broken))
        return 1
    tell(f"完好，最后一条为第 {count} 条 | sound; the last record is number {count}")
    return 0


def _audit_export(args: argparse.Namespace) -> int:
    if args.out:
        writable(args.out)
    with _audit(args) as audit:
        if args.out:
            with _fresh(args.out) as file:
                count = audit.export(file, args.since, args.until, caller=_operator())
        else:
            count = audit.export(sys.stdout, args.since, args.until, caller=_operator())
    tell(f"导出 {count} 条 | {count} records exported")
    return 0


def _fresh(path: Path) -> TextIO:
    try:
        return path.open("x", encoding="utf-8")
    except FileExistsError as error:
        raise BadCall(f"文件“{path}”已存在，请另取名称", f"{path} exists; give another name") from error
    except OSError as error:
        raise BadCall(f"写不了“{path}”：{error.strerror}", f"cannot write {path}: {error.strerror}") from error


def _noted(path: Path) -> dict[int, str]:
    """Number and hash of every record of an earlier export."""
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return {int(each["number"]): str(each["hash"]) for each in records}
    except OSError as error:
        raise BadCall(f"“{path}”打不开：{error.strerror}", f"{path} cannot be opened: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadCall(f"“{path}”不是导出的审计记录", f"{path} is no export of the audit log") from error


def _audit_prune(args: argparse.Namespace) -> int:
    with _audit(args) as audit:
        count = audit.prune(args.days, caller=_operator())
    tell(f"清理 {count} 条 | {count} records taken out")
    return 0


def _audit_anchor(args: argparse.Namespace) -> int:
    with _audit(args) as audit:
        made = audit.anchor(_operator())
    tell(f"已重设，最后一条为第 {made.number} 条 | noted anew; the last record is number {made.number}")
    return 0


def _access(args: argparse.Namespace) -> Access:
    from assistant.web.access.access import Access

    service = _service(args)
    return Access.open(service.database, service.secrets)


def _audit(args: argparse.Namespace) -> Audit:
    from assistant.web.records.audit import Audit

    service = _service(args)
    return Audit.open(service.audit, service.audit_days)


def _service(args: argparse.Namespace) -> Service:
    from corpus.settings import Settings

    service = Settings.read().service
    return replace(service, home=args.home.expanduser()) if args.home else service


def _operator() -> Caller:
    """Whoever may run commands here: a person of the machine, by the name that the machine knows."""
    return Caller("local", getpass.getuser(), "administrator", via="local")


def _password(name: str) -> str:
    """A password typed twice, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"“{name}”的密码 | password of {name}: ")
    if getpass.getpass("再输入一次 | once more: ") != first:
        raise BadCall("两次输入的密码不同", "the two passwords differ")
    return first


def _user_json(user: User) -> dict[str, object]:
    return {**asdict(user), "groups": sorted(user.groups)}


def _key_json(key: Key) -> dict[str, object]:
    return {**asdict(key), "scopes": sorted(key.scopes)}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
