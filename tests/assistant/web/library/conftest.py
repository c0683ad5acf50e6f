"""A library of its own: a store with two county papers that lie elsewhere, an empty folder, and people."""

import io
import time
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace

import pytest

from assistant.answer import Assistant
from assistant.database import Database
from assistant.web.access.permissions import Permissions
from assistant.web.access.schema import SCHEMA, TABLES
from assistant.web.library.assistants import Assistants
from assistant.web.library.build import Builder
from assistant.web.library.intake import Intake
from assistant.web.library.library import Library
from assistant.web.library.shelf import Shelf
from assistant.web.library.stage import Stage
from assistant.web.library.work import Librarian
from assistant.web.types import Caller
from corpus.command import code_of
from index.__main__ import main as index_command
from index.embed import open_embedder
from index.search import Index
from index.writer import Writer

ELSEWHERE = {
    "老年大学.md": "云岭省松泉县老年大学经费管理规定\n\n一、办学经费每年投入40万元，由县财政局拨付。\n二、教师课酬每课时120元。\n",
    "值班.md": "云岭省松泉县活动中心值班制度\n\n一、活动中心周一至周五开放，节假日由值班人员负责安全。\n",
}
EDITOR = Caller("e1", "编辑", "editor", frozenset(["甲组"]))
READER = Caller("r1", "读者", "reader", frozenset(["乙组"]))
ADMINISTRATOR = Caller("a1", "管理员", "administrator")


class Near(Builder):
    """Carries out the same commands in this process: starting another one takes longer than all the rest."""

    def _once(self, arguments):
        said = io.StringIO()
        with redirect_stderr(said), redirect_stdout(io.StringIO()):
            code = code_of(lambda: index_command(arguments))
        return code, said.getvalue().splitlines()


@pytest.fixture(scope="session")
def bundled():
    return open_embedder("bundled")


@pytest.fixture
def room(request, tmp_path, bundled):
    """Everything that stands behind the page for documents, and a way to wait for a job.

    With the parameter `Builder` the store is changed by a process of its own, as in the service.
    """
    (tmp_path / "别处").mkdir()
    for name, text in ELSEWHERE.items():
        (tmp_path / "别处" / name).write_text(text, "utf-8")
    with Writer.open(tmp_path / "store", bundled) as writer:
        assert not writer.sync([tmp_path / "别处"]).failed
    permissions = Permissions(Database.open(None, TABLES, SCHEMA))
    shelf, stage = Shelf(tmp_path / "library"), Stage(tmp_path / "staging")
    with Assistants(Index.open(tmp_path / "store", bundled), Assistant, permissions) as assistants:
        work = SimpleNamespace(do=None)
        with Intake(tmp_path / "jobs.db", lambda order, progress: work.do(order, progress)) as intake:
            builder = getattr(request, "param", Near)(tmp_path / "store", "bundled", intake.stopping)
            work.do = Librarian(shelf, stage, builder, assistants, permissions).carry_out
            intake.start()
            library = Library(shelf, stage, assistants, permissions, intake)

            def wait(job, seconds=300):
                until = time.monotonic() + seconds
                while job.state in ("waiting", "running"):
                    assert time.monotonic() < until, job
                    time.sleep(0.02)
                    job = intake.job(job.id)
                return job

            def add(caller, files, groups=frozenset()):
                staged = [stage.put([content], name) for name, content in files.items()]
                return wait(library.add(caller, staged, groups))

            yield SimpleNamespace(
                library=library,
                assistants=assistants,
                permissions=permissions,
                shelf=shelf,
                stage=stage,
                intake=intake,
                builder=builder,
                wait=wait,
                add=add,
                path=tmp_path,
            )
