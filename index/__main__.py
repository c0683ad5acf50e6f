"""`python -m index build|remove|info|verify|search`: everything a person does with a store."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command import run
from corpus.errors import BadCall
from corpus.settings import Settings

if TYPE_CHECKING:
    from index.types import Filter, Hit
    from index.writer import Report

LISTED = 20
"""Notes of one build that are printed before the rest is only counted."""
_MODES = ("hybrid", "lexical", "dense")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 `verify` found something, 2 nothing could be read."""
    args = _parser(Settings.read()).parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.run
    return command(args)


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index", description="建立和检索索引库 | build and search a store"
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument(
            "--store", type=Path, default=settings.store, metavar="DIR", help=f"索引库 | the store ({settings.store})"
        )
        command.set_defaults(run=run)
        return command

    def embedder(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--embedder",
            default=settings.embedder,
            metavar="NAME",
            help="向量模型：bundled，或 sentence-transformers 模型的名称、路径 | the embedding model",
        )

    build = add(
        "build",
        _build,
        "读取并索引文件和文件夹：没变的跳过，变了的替换，没了的移出 | read and index files and folders",
    )
    build.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹 | a file or a folder")
    build.add_argument(
        "--rebuild",
        action="store_true",
        help="从头重建：之后库里只有 PATH 的内容 | start anew, with PATH and nothing else",
    )
    embedder(build)

    remove = add("remove", _remove, "移出文件 | take documents out")
    remove.add_argument("names", nargs="+", metavar="DOCUMENT", help="文件名或编号 | file name or id")

    info = add("info", _info, "文件数、大小、代数 | counts, sizes, generation")
    info.add_argument("--json", action="store_true", help="输出 JSON | print JSON")

    add("verify", _verify, "核对全部校验和与引用位置 | recheck every checksum and every citation offset")

    search = add("search", _search, "检索，最相关的在前 | the hits, best first")
    search.add_argument("query", metavar="QUERY", help="问题 | what to look for")
    search.add_argument("--k", type=int, default=10, metavar="N", help="最多几条 | at most so many (10)")
    search.add_argument(
        "--mode", choices=_MODES, default="hybrid", help="按词、按义，或两者 | by words, by meaning, or both"
    )
    search.add_argument("--region", metavar="R", help="地区 | a place")
    search.add_argument("--level", metavar="L", help="层级：中央 省 市 县 乡 | level of the issuer")
    search.add_argument("--year", type=int, metavar="Y", help="年度 | year")
    search.add_argument("--kind", metavar="K", help="文种 | kind, as 通知")
    search.add_argument("--validity", metavar="V", help="效力 | validity, as 现行")
    search.add_argument(
        "--document", action="append", metavar="D", help="文件名或编号，可多次 | file name or id; repeatable"
    )
    search.add_argument("--json", action="store_true", help="输出 JSON | print JSON")
    embedder(search)
    search.add_argument(
        "--reranker",
        default=settings.reranker,
        metavar="NAME",
        help="重排模型：none，或 CrossEncoder 模型的名称、路径 | the model that puts hits in order",
    )
    return parser


def _build(args: argparse.Namespace) -> int:
    from corpus.read import discover
    from index import snapshot
    from index.embed import open_embedder
    from index.store import Store
    from index.writer import Writer

    discover(args.paths)  # a mistyped path is told before a store is made
    with Writer.open(args.store, open_embedder(args.embedder)) as writer:
        report = writer.sync(args.paths, progress=_bar() if sys.stderr.isatty() else None, rebuild=args.rebuild)
    for _, message in report.failed:
        print(message, file=sys.stderr)
    for note in report.notes[:LISTED]:
        print(note, file=sys.stderr)
    if len(report.notes) > LISTED:
        print(f"……另有 {len(report.notes) - LISTED} 条 | and {len(report.notes) - LISTED} more", file=sys.stderr)
    if report.changed:
        store = Store.to_read(args.store)
        snapshot.load(store)  # so that the first search need not compute it
        store.close()
    print(_summary(report))
    return 2 if report.failed and not report.changed + report.unchanged else 0


def _remove(args: argparse.Namespace) -> int:
    from index.writer import Writer

    with Writer.open(args.store) as writer:
        print(_summary(writer.remove(args.names)))
    return 0


def _info(args: argparse.Namespace) -> int:
    from index.store import Store, explained

    with explained(args.store):
        store = Store.to_read(args.store)
        stamp, model = store.stamp(), store.model()
        entries = store.entries(stamp.generation)
        store.close()
    facts = {
        "store": str(args.store),
        "generation": stamp.generation,
        "documents": len(entries),
        "chunks": stamp.chunks,
        "characters": sum(entry.characters for entry in entries),
        "bytes": sum(path.stat().st_size for path in args.store.rglob("*") if path.is_file()),
        "model": model.name if model else None,
        "fingerprint": model.fingerprint if model else None,
        "dimension": model.dimension if model else None,
    }
    if args.json:
        listed = [
            {"id": entry.id, "source": entry.source, "title": entry.metadata.title.value, "chunks": entry.chunks}
            for entry in entries
        ]
        print(json.dumps(facts | {"entries": listed}, ensure_ascii=False))
        return 0
    for name, value in facts.items():
        print(f"{name}: {value}")
    for entry in entries:
        print(f"{entry.id}  {entry.source}  {entry.metadata.title.value or ''}".rstrip())
    return 0


def _verify(args: argparse.Namespace) -> int:
    from index.verify import verify

    problems = verify(args.store)
    print("\n".join(problems) if problems else "没有问题 | sound")
    return 1 if problems else 0


def _search(args: argparse.Namespace) -> int:
    from index.embed import open_embedder
    from index.rerank import open_reranker
    from index.search import Index

    if not args.query.strip():
        raise BadCall("请写出要找什么", "say what to look for")
    embedder, reranker = open_embedder(args.embedder), open_reranker(args.reranker)
    with Index.open(args.store, embedder, reranker) as index:
        hits = index.search(args.query, k=args.k, mode=args.mode, filters=_filters(args))
        sources = {hit.chunk.document_id: index.document(hit.chunk.document_id).source for hit in hits}
    if args.json:
        print(json.dumps([_as_json(hit, sources) for hit in hits], ensure_ascii=False))
        return 0
    for hit in hits:
        print(f"{hit.rank}. {hit.score:.3f}  {sources[hit.chunk.document_id]}  {' '.join(hit.chunk.path)}".rstrip())
        print(f"   {hit.chunk.text}".replace("\n", "\n   "))
    if not hits:
        print("没有找到 | nothing found", file=sys.stderr)
    return 0


def _filters(args: argparse.Namespace) -> Filter:
    from index.types import Filter

    documents = frozenset(args.document) if args.document else None
    return Filter(args.region, args.level, args.year, args.kind, args.validity, documents)


def _as_json(hit: Hit, sources: dict[str, str]) -> dict[str, object]:
    chunk = hit.chunk
    return {
        "rank": hit.rank,
        "score": hit.score,
        "lexical": hit.lexical,
        "dense": hit.dense,
        "reranked": hit.reranked,
        "document_id": chunk.document_id,
        "document": sources[chunk.document_id],
        "path": chunk.path,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
    }


def _summary(report: Report) -> str:
    counts = (
        *(("新增", report.added), ("替换", report.replaced), ("改名", report.renamed), ("未变", report.unchanged)),
        *(("移出", report.removed), ("未能读取", len(report.failed))),
    )
    told = "，".join(f"{word} {count}" for word, count in counts if count) or "没有变化"
    return f"{told}；第 {report.generation} 代，{report.seconds:.1f} 秒"


def _bar() -> Callable[[int, int, int], None]:
    """Draw progress on a terminal, at most ten times a second."""
    last = 0.0

    def draw(done: int, files: int, documents: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == files or now - last > 0.1:
            last, full = now, 24 * done // max(files, 1)
            ends = "\n" if done == files else ""
            print(
                f"\r[{'█' * full}{'·' * (24 - full)}] {done}/{files} 个文件 {documents} 件", end=ends, file=sys.stderr
            )

    return draw


if __name__ == "__main__":
    run(main)
