"""Hidden documents: an index without some is the index of a store that never had them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import BadCall
from index.embed import HashEmbedder
from index.lexical import Lexical, Part, largest
from index.search import Index
from index.types import Filter
from index.writer import Writer

TEXTS = {
    "护理费一.txt": "云岭省关于护理费的通知\n一、生活不能自理的，护理费每人每月3000元。\n二、其他人每人每月1000元。",
    "护理费二.txt": "云岭省清河市关于护理费的通知\n一、护理费按月发放，护理费由财政承担。",
    "医药费.txt": "河北省关于医药费的通知\n一、医药费按规定实报实销，2019年起执行。",
    "学习.txt": "河北省关于学习的意见\n一、组织学习十二次。\n二、护理人员也参加学习。",
    "走访.txt": "关于走访慰问的通知\n一、春节前走访慰问，发放慰问金500元。",
    "活动.txt": "关于活动中心的规定\n一、周一至周五开放。二、2026年起周六开放。",
    "旧规定.txt": "关于走访慰问的通知\n一、走访由支部负责，医药费另行规定。" + "走访慰问老同志。" * 30,
}
DECLARED = """
[[document]]
file = "活动.txt"
supersedes = ["关于走访慰问的通知"]
plan_year = 2026
[[document]]
file = "护理费一.txt"
region = "云岭省"
[[document]]
file = "护理费二.txt"
region = "云岭省清河市"
"""
QUERIES = ("护理费每人每月多少元", "走访慰问", "2026年周六开放吗", "医药费怎么报销")


def stored(folder: Path, names) -> Index:
    (folder / "文件").mkdir(parents=True)
    for name in names:
        (folder / "文件" / name).write_text(TEXTS[name], "utf-8")
    kept = [part for part in DECLARED.split("[[document]]") if any(f'"{name}"' in part for name in names)]
    (folder / "文件" / "documents.toml").write_text("".join("[[document]]" + part for part in kept), "utf-8")
    embedder = HashEmbedder(64)
    with Writer.open(folder / "store", embedder) as writer:
        assert not writer.sync([folder / "文件"]).failed
    return Index.open(folder / "store", embedder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    with stored(tmp_path_factory.mktemp("whole"), TEXTS) as index:
        yield index


def ids(index, *names):
    return frozenset(entry.id for entry in index.entries() if entry.source in names)


def told(index):
    """Everything that an index says of itself and to a few questions, scores to five digits."""
    said = [index.entries(), index.replacing(), index.namesakes(), index.regions(), len(index), dict(index.sources())]
    said += [index.named("关于走访慰问的通知"), index.passing(Filter(region="云岭省清河市"))]
    for query in QUERIES:
        for mode in ("hybrid", "lexical", "dense"):
            for filters in (
                Filter(),
                Filter(region="清河市"),
                Filter(documents=frozenset(["护理费一.txt", "走访.txt"])),
            ):
                hits = index.search(query, k=5, mode=mode, filters=filters)
                said.append([(hit.chunk, hit.rank, round(hit.lexical, 4), round(hit.score, 4)) for hit in hits])
    said.append([round(index.idf(gram), 9) for gram in ("护理", "走访", "费", "2026", "从未")])
    said.append([index._view.occurs(words) for words in ("护理费", "走访", "周六开放", "三千")])
    return said


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(hidden=st.sets(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=len(TEXTS) - 1))
def test_an_index_without_documents_says_what_a_store_without_them_says(whole, tmp_path_factory, hidden):
    with stored(tmp_path_factory.mktemp("rest"), TEXTS.keys() - hidden) as never:
        assert told(whole.without(ids(whole, *hidden))) == told(never)


def test_hidden_documents_are_read_by_nobody(whole):
    (hidden,) = ids(whole, "医药费.txt")
    index = whole.without(frozenset([hidden]))
    for read in (index.document, index.origin):
        with pytest.raises(BadCall) as unseen:
            read(hidden)
        with pytest.raises(BadCall) as unknown:
            read("0" * 16)
        assert str(unseen.value).replace(hidden, "0" * 16) == str(unknown.value)
    assert index.chunks(hidden) == []
    assert hidden not in index.sources()
    assert index.search("医药费实报实销", filters=Filter(documents=frozenset([hidden, "医药费.txt"]))) == []


def test_hiding_nothing_costs_nothing(whole):
    assert whole.without(frozenset())._view is whole._view
    assert whole.without(frozenset(["0" * 16]))._view is whole._view


def test_hiding_more_hides_all(whole):
    first, second = ids(whole, "医药费.txt"), ids(whole, "学习.txt")
    assert told(whole.without(first).without(second)) == told(whole.without(first | second))
    assert whole.without(first).without(first)._view.hidden == first


def test_hiding_everything_leaves_an_index_that_finds_nothing(whole):
    index = whole.without(ids(whole, *TEXTS))
    assert [index.search(query) for query in QUERIES] == [[]] * len(QUERIES)
    assert (len(index), index.entries(), index.regions()) == (0, [], frozenset())


def test_what_is_hidden_stays_hidden_in_the_next_generation(tmp_path):
    with stored(tmp_path, ["护理费一.txt", "走访.txt"]) as index:
        hidden = ids(index, "护理费一.txt")
        part = index.without(hidden)
        (tmp_path / "文件" / "医药费.txt").write_text(TEXTS["医药费.txt"], "utf-8")
        with Writer.open(tmp_path / "store", HashEmbedder(64)) as writer:
            writer.sync([tmp_path / "文件"])
        assert part.refresh()
        assert {entry.source for entry in part.entries()} == {"走访.txt", "医药费.txt"}
        assert not part.refresh()


def test_a_view_outlives_the_index_that_it_was_made_from(tmp_path):
    index = stored(tmp_path, ["护理费一.txt", "走访.txt"])
    part = index.without(ids(index, "护理费一.txt"))
    index.close()
    assert [hit.chunk.text for hit in part.search("走访慰问")]


def test_a_text_in_two_files_is_known_by_both(tmp_path):
    with stored(tmp_path, ["走访.txt"]) as index:
        (tmp_path / "文件" / "又.txt").write_text(TEXTS["走访.txt"], "utf-8")
        with Writer.open(tmp_path / "store", HashEmbedder(64)) as writer:
            writer.sync([tmp_path / "文件"])
        (names,) = index.sources().values()
        assert set(names) == {"走访.txt", "又.txt"}
        (entry,) = index.entries()
        assert names[0] == entry.source
        assert index.origin(entry.id) == tmp_path / "文件" / entry.source


words = st.text(alphabet="护理费走访慰问医药开放一二 ", max_size=40)


@settings(max_examples=150, deadline=None)
@given(texts=st.lists(words, min_size=1, max_size=12), data=st.data(), query=words)
def test_words_are_counted_among_the_texts_that_remain(texts, data, query):
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))), np.bool_)
    part = Part.of(Lexical.build(texts), kept)
    rest = Lexical.build([text for text, stays in zip(texts, kept, strict=True) if stays])
    terms = {gram: 1.0 + at / 3 for at, gram in enumerate(dict.fromkeys(query.replace(" ", "")))}
    assert part.scores(terms)[kept] == pytest.approx(rest.scores(terms), rel=1e-4, abs=1e-6)
    rows = np.flatnonzero(kept)[::-1]
    assert part.score(terms, rows) == pytest.approx(rest.scores(terms)[::-1], rel=1e-4, abs=1e-6)
    assert part.best(terms) == pytest.approx(rest.best(terms))
    assert part.idfs(tuple(terms)) == pytest.approx(rest.idfs(tuple(terms)))
    assert [len(part.holders(gram)) for gram in terms] == [len(rest.holders(gram)) for gram in terms]
    for k in (1, 3, 12):
        found = part.top(terms, k, kept)[0]
        assert kept[found].all()
        assert len(found) >= min(k, np.count_nonzero(rest.scores(terms)))
        assert list(found) == list(largest(np.where(kept, part.scores(terms), 0), k))


def test_a_refresh_reads_only_what_is_new_and_lists_all_the_same(tmp_path):
    with stored(tmp_path, TEXTS) as index:
        before = index.entries()
        (tmp_path / "文件" / "走访.txt").unlink()
        (tmp_path / "文件" / "活动.txt").write_text(TEXTS["活动.txt"] + "三、节假日另行通知。", "utf-8")
        declared = (tmp_path / "文件" / "documents.toml").read_text("utf-8").replace("云岭省清河市", "云岭省松泉市")
        (tmp_path / "文件" / "documents.toml").write_text(declared, "utf-8")
        with Writer.open(tmp_path / "store", HashEmbedder(64)) as writer:
            writer.sync([tmp_path / "文件"])
        index.refresh()
        with Index.open(tmp_path / "store", HashEmbedder(64)) as fresh:
            assert index.entries() == fresh.entries()
        kept = {id(entry) for entry in before}
        assert [entry.source for entry in index.entries() if id(entry) not in kept] == ["护理费二.txt", "活动.txt"]
