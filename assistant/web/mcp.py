"""The tools that other programs' models are given: ask, search, read a passage, by the Model Context Protocol.

What they return is typed and carries where it stands; each call is made for the caller that the gate has found, and
sees what that caller may read. Knows nothing of how an answer is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import BaseRoute, Route

from assistant.types import Answer, Citation, Notice, Statement, Status
from assistant.web.asking import Asked, Asking, Found
from assistant.web.library.assistants import Assistants
from assistant.web.types import Action, Caller, allow
from corpus.errors import BadCall, NotAllowed, NotFound, PolicyError
from corpus.settings import Settings
from corpus.types import Metadata
from index.types import Entry, Filter

PATH = "/mcp"
LONGEST = 4000
"""Characters of one passage that is read; more is asked for anew."""
BODY = 64 * 1024
"""Bytes of a request."""
OFFERED: frozenset[Action] = frozenset({"ask", "search", "read"})
"""What the tools let a caller do, and no more."""
HINTS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = (
    "政策问答：依据本单位收存的文件作答，句句有出处。先用 ask 提问；引文逐字出自文件，引用时请保留文件名和文号。"
    "status 为 not_found 时，文件没有写，不要自行补充。search 找原文段落，read_passage 读某文件的一段。 | "
    "Answers from the documents of this office, every statement with its source. Begin with ask. Quotes are the "
    "documents' own words; where status is not_found the documents do not say it, and nothing is to be made up."
)

CallerOf = Callable[[Context[Any, Any]], Caller]
"""Who stands behind a call."""
Note = Callable[[Caller, str], None]
"""Keeps on record what somebody did, and to what."""


def _nowhere(*_: object) -> None:
    """Keep nothing: who runs the tools alone is the only one there."""


class _Told(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True, extra="forbid")


class ToldAnswer(_Told):
    """An answer, each of its statements with the citations that prove it."""

    id: str
    question: str
    status: Status
    """answered: the documents say it; uncertain: related passages only; not_found: nothing relevant."""
    text: str
    """The whole answer, with [1] marks."""
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    """What must be known before the answer is used."""
    elapsed_ms: float
    written_by: str
    conversation: str | None = None
    """Id by which the next question goes on with this one."""


class Passage(_Told):
    """A passage of a document; `text` is the document's own from `start` to `end`, characters from 0."""

    document_id: str
    document: str
    """File name as it was added."""
    title: str | None
    doc_number: str | None
    issuer: str | None
    region: str | None
    year: int | None
    validity: str | None
    path: tuple[str, ...] = ()
    """Headings above it."""
    start: int
    end: int
    text: str
    characters: int
    """Length of the whole document."""
    score: float | None = None


class Passages(_Told):
    """What a search found, best first."""

    passages: tuple[Passage, ...]


Question = Annotated[str, Field(min_length=1, max_length=2000, description="要问的问题 | the question")]
Region = Annotated[str | None, Field(max_length=50, description="只看适用于某地的文件，如 云岭省清河市 | a place")]
Day = Annotated[
    str | None, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$", description="以某日有效的规定为准，如 2018-06-30 | as of")
]


def tools(
    asking: Asking, assistants: Assistants, caller: CallerOf, note: Note = _nowhere, refused: Note = _nowhere
) -> MCPServer[Any]:
    """The server with its three tools, for either way in.

    `note` is told who read which document, `refused` who asked in vain for what is not allowed, and where.
    """

    def limited(context: Context[Any, Any]) -> Caller:
        return _limited(caller(context))

    server: MCPServer[Any] = MCPServer(
        "policy-assistant", title="政策问答", instructions=INSTRUCTIONS, log_level="WARNING", subscriptions=False
    )

    @server.tool(title="提问", annotations=HINTS)
    def ask(
        context: Context[Any, Any],
        question: Question,
        conversation: Annotated[
            str | None,
            Field(max_length=64, description="接着某次谈话问；new 另起一个 | id of a conversation, or new"),
        ] = None,
        region: Region = None,
        as_of: Day = None,
    ) -> ToldAnswer:
        """依据文件回答问题，句句有出处 | Answer a question from the documents, with citations."""
        who = limited(context)
        with _plainly(who, refused):
            asked = Asked(question, conversation or None, day=as_of, filters=Filter(region=region))
            reply = asking.ask(who, asked)
        return _answer(reply.answer, reply.conversation.id if reply.conversation else None)

    @server.tool(title="检索", annotations=HINTS)
    def search(
        context: Context[Any, Any],
        query: Question,
        k: Annotated[int, Field(ge=1, le=50, description="要几段 | how many passages")] = 10,
        region: Region = None,
    ) -> Passages:
        """检索文件原文段落 | Find passages of the documents, best first."""
        who = limited(context)
        with _plainly(who, refused):
            found = asking.search(who, query, k=k, filters=Filter(region=region))
        return Passages(passages=tuple(map(_found, found)))

    @server.tool(title="读原文", annotations=HINTS)
    def read_passage(
        context: Context[Any, Any],
        document_id: Annotated[str, Field(min_length=1, max_length=200, description="文件编号 | id of the document")],
        start: Annotated[int, Field(ge=0, description="从第几个字起 | first character, from 0")] = 0,
        end: Annotated[int | None, Field(ge=1, description="到第几个字止 | one after the last")] = None,
    ) -> Passage:
        """读某文件的一段原文，一次至多 4000 字 | Read a part of a document, at most 4,000 characters at once."""
        who = limited(context)
        with _plainly(who, refused):
            passage = _read(assistants, who, document_id, slice(start, end))
            note(who, passage.document_id)
            return passage

    return server


def of_request(context: Context[Any, Any]) -> Caller:
    """The caller that the gate has put into the request."""
    request = context.request_context.request
    caller = request.scope["state"]["caller"] if request is not None else None
    if not isinstance(caller, Caller):
        raise ToolError("请先登录 | sign in first")
    return caller


def routes(server: MCPServer[Any]) -> list[BaseRoute]:
    """The tools over HTTP at `PATH`, each request by itself: there is no session that somebody else could take over.

    `server.session_manager.run()` must surround the life of the application. Names of hosts are the gate's affair.
    """
    open_to_gate = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    made = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=BODY,
        transport_security=open_to_gate,
    ).routes
    for route in made:
        if isinstance(route, Route):
            route.methods = {"POST"}  # a GET would wait for messages that never come, and hold its place for ever
    return made


def stdio(settings: Settings) -> int:
    """Serve the tools over standard input and output until the other side goes; who may read the files may ask."""
    from assistant.wiring import asking_alone

    with asking_alone(settings) as (asking, assistants):
        caller = Caller("local", "本机", "administrator", via="local")
        tools(asking, assistants, lambda _: caller).run("stdio")
    return 0


def _limited(caller: Caller) -> Caller:
    """The caller with no more rights than the tools need."""
    return replace(caller, scopes=OFFERED if caller.scopes is None else caller.scopes & OFFERED)


@contextmanager
def _plainly(caller: Caller, refused: Note) -> Iterator[None]:
    """What a person must know goes to the other side as the tool's own message."""
    try:
        yield
    except PolicyError as problem:
        if isinstance(problem, NotAllowed):
            refused(caller, PATH)
        raise ToolError(str(problem)) from problem


def _answer(answer: Answer, conversation: str | None) -> ToldAnswer:
    told = {name: getattr(answer, name) for name in ToldAnswer.model_fields if name != "conversation"}
    return ToldAnswer(**told, conversation=conversation)


def _found(found: Found) -> Passage:
    chunk = found.hit.chunk
    return Passage(
        **_document(found.entry),
        path=chunk.path,
        start=chunk.start,
        end=chunk.end,
        text=chunk.text,
        characters=found.entry.characters,
        score=round(found.hit.score, 6),
    )


def _document(entry: Entry) -> dict[str, Any]:
    """What a passage says of its document."""
    known: Metadata = entry.metadata
    return {
        "document_id": entry.id,
        "document": entry.source,
        "title": known.title.value,
        "doc_number": known.doc_number.value,
        "issuer": known.issuer.value,
        "region": known.region.value,
        "year": known.year,
        "validity": known.validity.value,
    }


def _read(assistants: Assistants, caller: Caller, document_id: str, wanted: slice) -> Passage:
    allow(caller, "read")
    index = assistants.index(caller)
    entry = index.listed({document_id}).get(document_id)
    if entry is None or not assistants.may_read(caller, document_id):
        raise NotFound("没有这份文件，或您无权查阅", "there is no such document, or it is not for you")
    document = index.document(document_id)
    end = min(wanted.stop or len(document.text), wanted.start + LONGEST, len(document.text))
    if wanted.start >= end:
        raise BadCall(f"这份文件有 {len(document.text)} 字", f"the document has {len(document.text)} characters")
    return Passage(
        **_document(entry),
        path=section.path if (section := document.section_of(wanted.start)) else (),
        start=wanted.start,
        end=end,
        text=document.text[wanted.start : end],
        characters=len(document.text),
    )
