"""What callers send about letters, as JSON: a letter to be drafted, values, words, who makes it final.

Knows nothing of what is done with it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.letter.types import Form
from assistant.web.api.ask import Day, Text, Within
from assistant.web.letters import Mode, Ordered

Version = Annotated[int, Field(ge=1, le=1_000_000)]
Letter = Annotated[str, StringConstraints(max_length=20_000)]
Values = dict[Annotated[str, StringConstraints(min_length=1, max_length=40)], Letter]
AnswerId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class IncomingBody(BaseModel):
    """A letter that came in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "局领导：\n我是离休干部，请问护理费每月多少？怎么领取？"}]},
    )

    text: Letter = Field(description="来信全文")


class LetterBody(BaseModel):
    """What a letter is to be made of: one of questions, incoming, answers, conversation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "person",
                    "questions": ["清河市特别困难的离休干部补助多少钱？"],
                    "fields": {"to": "王建国同志", "received": "2026年11月3日"},
                }
            ]
        },
    )

    kind: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(description="种类：名称")
    questions: list[Text] = Field(default=[], max_length=20, description="要答复的问题")
    incoming: Letter = Field(default="", description="来信全文，其中的问题逐一答复")
    answers: list[AnswerId] = Field(default=[], max_length=20, description="不久前得到的回答的编号")
    conversation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = Field(
        default=None, description="谈话编号，与 turn 一起用"
    )
    turn: int = Field(default=1, ge=1, le=1000, description="谈话中第几次提问")
    fields: Values = Field(default={}, max_length=60, description="字段：名称（或中文名）与值")
    as_of: Day | None = Field(default=None, description="以某日有效的规定为准", examples=["2018-06-30"])
    filters: Within = Field(default_factory=Within, description="只看符合条件的文件")
    form: Form | None = Field(default=None, description="另用的格式")
    mode: Mode | None = Field(default=None, description="由文件原文还是大模型组织文字；默认依设置")

    def ordered(self) -> Ordered:
        """The same as it is written."""
        return Ordered(
            kind=self.kind,
            questions=tuple(self.questions),
            incoming=self.incoming,
            answers=tuple(self.answers),
            conversation=self.conversation,
            turn=self.turn,
            fields=self.fields,
            day=self.as_of,
            filters=self.filters.filter(),
            form=self.form,
            mode=self.mode,
        )


class _Change(BaseModel):
    """A change of one version of a draft."""

    version: Version | None = Field(default=None, description="改的是第几稿；不是最新一稿就不改")


class FieldsBody(_Change):
    """Values of fields."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"fields": {"to": "王建国同志"}}]})

    fields: Values = Field(max_length=60, description="名称与值；空值取消一项")


class SentenceBody(_Change):
    """Other words for a sentence."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "每人每年补助3600元。", "version": 1}]}
    )

    text: Text = Field(description="改后的文字；空为取消这一句")


class AddBody(_Change):
    """One more sentence."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": 1, "text": "申请材料交社区。"}]}
    )

    question: int = Field(ge=1, le=1000, description="加在第几个问题的答复之后")
    text: Text


class WeighBody(BaseModel):
    """Words to be weighed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "每人每年补助9600元。"}]})

    text: Text


class FinalBody(_Change):
    """Who makes a letter final, and why although something does not hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "李明"}]})

    by: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(description="定稿人")
    reason: Annotated[str, StringConstraints(max_length=1000)] = Field(
        default="", description="有语句没有出处或与原文不符时必填"
    )
