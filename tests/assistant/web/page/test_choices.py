"""What the page offers comes from the documents and can be answered from them."""

from assistant.web.page.choices import EXAMPLES, choices, examples


def test_places_years_and_kinds_are_those_of_the_documents(sample):
    offered = choices(sample._index.entries())
    assert offered.regions[:2] == ("全国", "云岭省")
    assert "云岭省清河市松泉县" in offered.regions
    assert list(offered.years) == sorted(offered.years, reverse=True)
    assert offered.kinds[0] == "通知"


def test_every_example_is_answered_from_a_document_of_its_own(sample):
    offered = examples(sample._index, sample)
    assert len(offered) == EXAMPLES
    for question in offered:
        assert sample.ask(question).status == "answered"


def test_examples_of_other_documents_are_other_questions(library):
    assistant = library(
        "# 松泉县住房维修补助办法\n\n一、维修补助标准\n住房维修补助每户2000元。\n\n二、申请维修补助的时限\n每年5月底前申请。\n"
    )
    assert any("维修补助" in each for each in examples(assistant._index, assistant))
