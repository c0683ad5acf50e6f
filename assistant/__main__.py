"""`python -m assistant`: questions answered on the screen or as a letter, and the service that answers on a page."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.letter import command
from assistant.web import backup
from assistant.web.commands import register
from corpus.command import run, tell
from corpus.errors import BadCall
from corpus.settings import Settings

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from assistant.talk.reply import Reply
    from index.types import Filter

EXAMPLE = "例：python -m assistant ask 离休干部护理费是怎么规定的？"


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it is done."""
    args = _parser().parse_args(argv)
    code: int = args.run(args)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant", description="依据文件作答，句句有出处 | cited answers"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("ask", help="回答一个问题 | answer a question", epilog=EXAMPLE)
    ask.add_argument(
        "question", nargs="*", metavar="QUESTION", help="要问的问题；多个依次视为同一谈话 | question, or turns"
    )
    ask.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
    ask.add_argument("--json", action="store_true", help="输出 JSON | print JSON")
    ask.add_argument(
        "--explain", action="store_true", help="说明怎样理解问题、为何作答或不作答 | how the question was understood"
    )
    ask.add_argument("--as-of", metavar="DATE", help="以某日有效的规定为准，如 2018-06-30 | rules in force that day")
    ask.add_argument("--region", metavar="R", help="只看适用于某地的文件 | documents that hold for a place")
    ask.add_argument(
        "--mode",
        choices=("extractive", "llm"),
        help="由文件原文还是大模型组织文字，默认看是否设了 POLICY_LLM_URL | who words it; llm where one is set",
    )
    ask.add_argument(
        "--conversation",
        metavar="ID",
        help="接着某次谈话问；new 另起一个，编号印在标准错误 | go on with a conversation; new begins one",
    )
    ask.add_argument("--strictness", metavar="LEVEL", help="严格、标准或宽松，默认标准 | strict, standard or relaxed")
    ask.add_argument(
        "--file", type=Path, metavar="QUESTIONS.jsonl", help="逐行作答，每行 id 与 question 或 turns | one a line"
    )
    serve = commands.add_parser("serve", help="提供网页和接口 | serve the page and the API")
    mcp = commands.add_parser("mcp", help="经标准输入输出提供 MCP 工具 | serve MCP tools over stdio")
    for each, run_it in ((serve, _serve), (mcp, _mcp)):
        each.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
        each.set_defaults(run=run_it)
    ask.set_defaults(run=_ask)
    letter = commands.add_parser("letter", help="起草答复函件 | draft an answer letter", epilog=command.EXAMPLE)
    command.arguments(letter)
    letter.set_defaults(run=_letter)
    register(commands)
    backup.register(commands)
    return parser


def _letter(args: argparse.Namespace) -> int:
    for line in command.letter(args):
        print(line)
    return 0


def _ask(args: argparse.Namespace) -> int:
    if bool(args.question) == bool(args.file):
        raise BadCall("请给出一个问题，或用 --file 给出问题文件", "give a question, or a file of them with --file")
    if args.as_of and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", args.as_of):
        raise BadCall(f"日期“{args.as_of}”应写作 2018-06-30", f"write the date {args.as_of} as 2018-06-30")
    if args.conversation and len(args.question) != 1:
        raise BadCall("在谈话中一次问一个问题", "ask one question at a time in a conversation")
    from assistant.explain import explain
    from assistant.render import to_json, to_text
    from assistant.wiring import open_assistant
    from index.types import Filter

    filters = Filter(region=args.region)
    questions = list(_questions(args.file)) if args.file else []
    settings = Settings.read()
    settings = replace(settings, strictness=args.strictness or settings.strictness)
    assistant = open_assistant(settings, args.store, args.mode)
    if args.file:
        for key, asked in questions:
            print(to_json(replace(assistant.ask(*asked, day=args.as_of, filters=filters), id=key)), flush=True)
        return 0
    reply = _reply(args, assistant, settings, filters) if args.conversation else None
    turns = reply.turn.resolved.turns if reply else tuple(args.question)
    if args.explain:
        for each in assistant.consider(*turns, day=args.as_of, filters=filters):
            print(explain(each.question, each.decision), end="\n\n", file=sys.stderr)
    answer = reply.answer if reply else assistant.ask(*turns, day=args.as_of, filters=filters)
    print(to_json(answer, reply.conversation if reply else None) if args.json else to_text(answer))
    return 0


def _reply(args: argparse.Namespace, assistant: Assistant, settings: Settings, filters: Filter) -> Reply:
    """Ask in the conversation that the call names; the id of a new one is told."""
    from assistant.talk import reply
    from assistant.wiring import open_history

    with open_history(settings) as history:
        begun = history.new().id if args.conversation == "new" else None
        told = reply.ask(
            assistant, history, begun or args.conversation, args.question[0], day=args.as_of, filters=filters
        )
    if begun:
        tell(f"谈话编号 | conversation: {begun}")
    return told


def _serve(args: argparse.Namespace) -> int:
    from importlib import import_module

    from assistant.web.serve import serve

    settings = _of_store(args.store)
    # The application stands above this layer: it is named here, as it would be on a call of any ASGI server.
    return serve(
        settings, lambda settings: import_module("app").create_app(settings), lambda: _administered(settings)
    )


def _administered(settings: Settings) -> bool:
    """Whether there is an administrator; a service that was never opened has none."""
    from assistant.web.access.access import Access

    service = settings.service
    if not service.database.is_file():
        return False
    with Access.open(service.database, service.secrets) as access:
        return access.accounts.administered()


def _mcp(args: argparse.Namespace) -> int:
    from assistant.web.mcp import stdio

    return stdio(_of_store(args.store))


def _of_store(store: Path | None) -> Settings:
    settings = Settings.read()
    return replace(settings, store=store or settings.store)


def _questions(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(id, turns) of every line.

    Raises:
        BadCall: the file is missing, or a line is not what it should be.
    """
    if not path.is_file():
        raise BadCall(f"找不到问题文件“{path}”", f"no such file of questions: {path}")
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            yield _turns(line, f"{path.name}:{number}", number)


def _turns(line: str, where: str, number: int) -> tuple[str, list[str]]:
    wrong = BadCall(
        f"{where} 应为含 question 或 turns 的 JSON 对象", f"{where}: expected a JSON object with question or turns"
    )
    try:
        record: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise wrong from error
    if not isinstance(record, dict):
        raise wrong
    turns = record.get("turns") or [record.get("question")]
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) and turn.strip() for turn in turns):
        raise wrong
    return str(record.get("id", number)), turns


if __name__ == "__main__":
    run(main)
