"""The official client talks to the tools: over standard input and output, and over HTTP for whom the gate let in."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager

import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from starlette.applications import Starlette

from assistant.web.mcp import LONGEST, PATH, of_request, routes, tools
from assistant.web.types import Caller
from assistant.wiring import asking_alone
from corpus.settings import Settings
from index.embed import open_embedder
from index.writer import Writer
from tests.conftest import ROOT

QUESTION = "云岭省离休干部护理费是怎么规定的？"
FOLLOWING = "依据是哪个文件？"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mcp")
    with Writer.open(folder / "store", open_embedder()) as writer:
        writer.sync([ROOT / "corpus" / "documents"])
    return Settings(store=folder / "store", conversations=folder / "conversations.db")


async def converse(client):
    """A conversation of two turns, a search, and the passage behind the first citation, read and compared."""
    offered = {each.name: each for each in (await client.list_tools()).tools}
    assert offered.keys() == {"ask", "search", "read_passage"}
    assert all(each.annotations.read_only_hint and each.output_schema for each in offered.values())
    first = told(await client.call_tool("ask", {"question": QUESTION, "conversation": "new"}))
    assert first["status"] == "answered"
    assert all(each["citations"] for each in first["statements"])
    second = told(await client.call_tool("ask", {"question": FOLLOWING, "conversation": first["conversation"]}))
    assert second["conversation"] == first["conversation"]
    assert {each["document_id"] for each in second["citations"]} <= {
        each["document_id"] for each in first["citations"]
    }
    cited = first["citations"][0]
    wanted = {"document_id": cited["document_id"], "start": cited["start"], "end": cited["end"]}
    read = told(await client.call_tool("read_passage", wanted))
    assert read["text"] == cited["quote"]
    found = told(await client.call_tool("search", {"query": "离休干部 护理费", "k": 3}))
    assert 0 < len(found["passages"]) <= 3
    for each in found["passages"]:
        again = {"document_id": each["document_id"], "start": each["start"], "end": each["end"]}
        assert told(await client.call_tool("read_passage", again))["text"] == each["text"]
    return first


def told(result):
    """What a tool returned; the same stands in its text, for clients that read only that."""
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_a_program_started_by_another_holds_a_conversation_with_citations(settings):
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp", "--store", str(settings.store)],
        cwd=str(ROOT),
        env={"POLICY_CONVERSATIONS": str(settings.conversations)},
    )

    async def talk():
        async with Client(server) as client:
            return await converse(client)

    assert asyncio.run(talk())["citations"]


@asynccontextmanager
async def over_http(settings, caller):
    """The address of a server whose gate takes everybody for `caller`."""
    with asking_alone(settings) as (asking, assistants):
        server = tools(asking, assistants, of_request)

        @asynccontextmanager
        async def life(app):
            async with server.session_manager.run():
                yield

        inner = Starlette(routes=routes(server), lifespan=life)

        async def gate(scope, receive, send):
            if scope["type"] == "http":
                scope["state"] = {"caller": caller}
            await inner(scope, receive, send)

        config = uvicorn.Config(gate, port=0, log_level="error", http="h11", ws="none")
        running = uvicorn.Server(config)
        task = asyncio.create_task(running.serve())
        while not running.started:
            await asyncio.sleep(0.01)
        try:
            port = running.servers[0].sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{port}{PATH}"
        finally:
            running.should_exit = True
            await task


def test_the_same_over_http(settings):
    async def talk():
        async with over_http(settings, Caller("u1", "李", "reader")) as url, Client(url) as client:
            return await converse(client)

    assert asyncio.run(talk())["citations"]


@pytest.mark.parametrize(
    ("tool", "given", "says"),
    [
        ("ask", {"question": "？？"}, "请写出问题"),
        ("ask", {"question": "护理费", "conversation": "none"}, "没有这个谈话"),
        ("ask", {"question": "护理费", "as_of": "昨天"}, "as_of"),
        ("search", {"query": "护理费", "k": 1000}, "k"),
        ("read_passage", {"document_id": "none"}, "没有这份文件"),
    ],
)
def test_what_cannot_be_done_is_said_by_the_tool(settings, tool, given, says):
    async def talk():
        async with over_http(settings, Caller("u1", "李", "reader")) as url, Client(url) as client:
            return await client.call_tool(tool, given)

    result = asyncio.run(talk())
    assert result.is_error
    assert says in result.content[0].text


def test_a_caller_whose_key_is_for_searching_only_may_not_ask(settings):
    async def talk():
        caller = Caller("u1", "李", "administrator", scopes=frozenset({"search"}), via="key")
        async with over_http(settings, caller) as url, Client(url) as client:
            found = await client.call_tool("search", {"query": "护理费"})
            return found, await client.call_tool("ask", {"question": QUESTION})

    found, asked = asyncio.run(talk())
    assert not found.is_error
    assert asked.is_error
    assert "权限" in asked.content[0].text


def test_a_document_is_read_a_part_at_a_time_and_not_beyond_its_end(settings):
    async def talk():
        async with over_http(settings, Caller("u1", "李", "reader")) as url, Client(url) as client:
            found = told(await client.call_tool("search", {"query": "护理费", "k": 1}))["passages"][0]
            whole = told(await client.call_tool("read_passage", {"document_id": found["document_id"]}))
            past = {"document_id": found["document_id"], "start": found["characters"]}
            return found, whole, await client.call_tool("read_passage", past)

    found, whole, past = asyncio.run(talk())
    assert whole["end"] == min(LONGEST, found["characters"])
    assert len(whole["text"]) == whole["end"]
    assert past.is_error
