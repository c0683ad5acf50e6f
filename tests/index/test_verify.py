"""Whatever is edited behind the program's back is named."""

import sqlite3

import pytest

from corpus.errors import StoreMissing
from index.search import Index
from index.store import DATABASE
from index.verify import verify

EDITS = {
    "the text of a document": "UPDATE document SET text = replace(text, '3000', '9000') WHERE source = '护理费.txt'",
    "what is known of it": "UPDATE document SET metadata = '{}', source = '另名' WHERE source = '护理费.txt'",
    "its outline": "UPDATE document SET structure = 'not json' WHERE source = '护理费.txt'",
    "a context": "UPDATE chunk SET context = context || '。' WHERE id = 1",
    "an offset": "UPDATE chunk SET stop = stop + 1 WHERE id = 1",
    "a path": "UPDATE chunk SET path = '[' WHERE id = 1",
    "a vector": "UPDATE chunk SET vec = zeroblob(length(vec)) WHERE id = 1",
    "the length of a vector": "UPDATE chunk SET vec = x'00' WHERE id = 1",
    "a missing row": "DELETE FROM chunk WHERE id = 1",
    "a row too many": """INSERT INTO chunk SELECT 99, doc_id, version, 99, start, stop, path, context, vec, sha,
                         g_add, g_del FROM chunk WHERE id = 1""",
    "a document that died": "UPDATE document SET g_del = 1 WHERE source = '护理费.txt'",
    "a changed sum": "UPDATE gen SET n_live = n_live + 1",
}


@pytest.mark.parametrize("edit", EDITS)
def test_verify_names_what_was_edited(sync, folder, directory, edit):
    sync(folder)
    assert verify(directory) == []
    raw = sqlite3.connect(directory / DATABASE)
    raw.execute(EDITS[edit])
    raw.commit()
    raw.close()
    problems = verify(directory)
    assert problems
    if "document SET" in EDITS[edit] and "g_del" not in EDITS[edit]:
        assert any("护理费.txt" in line or "另名" in line for line in problems)


def test_verify_names_a_damaged_cache(sync, folder, directory, embedder):
    sync(folder)
    Index.open(directory, embedder).close()
    (path,) = (directory / "cache").glob("*.vec")
    path.write_bytes(path.read_bytes()[:-1])
    (problem,) = verify(directory)
    assert path.name in problem


def test_verify_tells_a_file_that_is_no_database(directory):
    directory.mkdir()
    (directory / DATABASE).write_bytes(b"nothing of the kind" * 999)
    (problem,) = verify(directory)
    assert str(directory) in problem


def test_there_is_nothing_to_verify_without_a_store(directory):
    with pytest.raises(StoreMissing):
        verify(directory)
