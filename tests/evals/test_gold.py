"""Where the facts of a case stand in a store, and what of them is gone."""

import pytest

from evals.gold import Place, fewest, locate, missing, targets
from evals.types import Case, Fact, Gold


def text_of(place, library):
    return library.document(place.document_id).text[place.start : place.end]


def case(**fields):
    return Case(**{"id": "a", "turns": ("甲？",), "facts": (Fact(any_of=("6000元",), id="f1"),), **fields})


@pytest.mark.parametrize(
    "name", ["补助规定.txt", "补助", "补助规定", "*规定*", "关于困难补助的规定", "《关于困难补助的规定》"]
)
def test_a_document_is_known_by_its_file_name_a_beginning_a_pattern_or_its_title(library, name):
    assert [entry.source for entry in library.named(name)] == ["补助规定.txt"]


def test_a_name_that_nothing_bears_names_nothing(library):
    assert library.named("没有") == ()


@pytest.mark.parametrize("quote", ["每人每年6000元", "每人 每年６０００元。", "“每人每年6000元”"])
def test_a_quote_is_found_whatever_its_width_space_and_punctuation(library, quote):
    (place,), lost = locate(Gold("补助规定.txt", quote=quote), library)
    assert lost is None
    assert "6000元" in text_of(place, library)


def test_a_section_without_a_quote_is_the_whole_section(library):
    (place,), _ = locate(Gold("补助规定.txt", section="办理时限"), library)
    assert "15个工作日" in text_of(place, library)
    assert "6000元" not in text_of(place, library)


def test_a_lost_quote_is_told_with_the_sentence_most_like_it(library):
    places, lost = locate(Gold("补助规定.txt", quote="离休干部困难补助每人每年5000元"), library)
    assert places == ()
    assert lost.what == "引文"
    assert lost.nearest == "离休干部困难补助每人每年6000元。"
    assert 0.9 < lost.alike < 1
    assert "补助标准" in lost.where


@pytest.mark.parametrize(
    ("gold", "what"), [(Gold("没有.txt"), "文件"), (Gold("补助规定.txt", section="附则"), "章节")]
)
def test_a_lost_document_or_section_is_told(library, gold, what):
    assert locate(gold, library)[1].what == what


def test_everything_lost_of_a_case_is_told(library):
    lost = missing(case(sources=(Gold("没有.txt"),), docs=("也没有",)), library)
    assert [each.gold.document for each in lost] == ["没有.txt", "也没有"]


def test_without_a_quote_a_fact_stands_in_the_lines_that_say_it(library):
    (target,) = targets(case(docs=("补助规定.txt",)), library)
    assert [text_of(place, library)[:4] for place in target.places] == ["离休干部"]


def test_facts_that_stand_in_one_place_are_one_target(library):
    both = (Fact(any_of=("6000元",)), Fact(any_of=("3000元",)))
    assert len(targets(case(facts=both, docs=("补助规定.txt",)), library)) == 1


def test_a_source_proves_only_the_facts_it_names(library):
    facts = (Fact(any_of=("6000元",), id="f1"), Fact(any_of=("15个工作日",), id="f2"))
    sources = (
        Gold("补助规定.txt", quote="每人每年6000元", facts=("f1",)),
        Gold("补助规定.txt", quote="15个工作日内提出意见", facts=("f2",)),
    )
    first, second = targets(case(facts=facts, sources=sources), library)
    assert "6000元" in text_of(first.places[0], library)
    assert "15个工作日" in text_of(second.places[0], library)


def test_where_every_document_is_wanted_each_is_a_target(library):
    wanted = targets(case(docs=("补助规定.txt", "总结-2023.txt"), all_docs=True), library)
    assert [target.name for target in wanted] == ["补助规定.txt", "总结-2023.txt"]


def test_an_unanswerable_case_and_one_that_names_no_document_have_no_target(library):
    assert targets(case(facts=(), docs=("补助规定.txt",), unanswerable="near_miss"), library) == ()
    assert targets(case(), library) == ()


def test_the_fewest_chunks_that_show_every_target_are_counted(library):
    facts = (Fact(any_of=("6000元",), id="f1"), Fact(any_of=("120人次",), id="f2"))
    wanted = targets(case(facts=facts, docs=("补助规定.txt", "总结-2023.txt")), library)
    assert fewest(wanted, library) == 2
    assert fewest(wanted[:1], library) == 1
    assert fewest((), library) == 0


def test_the_fingerprint_of_the_documents_is_that_of_the_same_documents_in_another_store(library, tmp_path):
    from evals.gold import Library
    from index.embed import open_embedder
    from index.search import Index
    from index.writer import Writer
    from tests.evals.conftest import REPORT, RULES

    def fingerprint(store, **files):
        folder = tmp_path / f"{store}-documents"
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        with Writer.open(tmp_path / store, open_embedder("hash")) as writer:
            writer.sync([folder])
        with Index.open(tmp_path / store, open_embedder("hash")) as opened:
            return Library(opened).fingerprint

    assert fingerprint("a", **{"补助规定.txt": RULES, "总结-2023.txt": REPORT}) == library.fingerprint
    assert fingerprint("b", **{"补助规定.txt": RULES, "总结-2023.txt": REPORT + "又一句。"}) != library.fingerprint


def test_spans_meet_only_where_they_share_a_character():
    place = Place("d", 10, 20)
    assert place.meets("d", 19, 25)
    assert not place.meets("d", 20, 25)
    assert not place.meets("e", 10, 20)
