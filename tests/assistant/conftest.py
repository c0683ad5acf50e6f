"""A small library to ask in: a few papers of one county that every test has, and those that a test brings."""

from contextlib import ExitStack
from datetime import date
from functools import cache

import pytest

from assistant.answer import Assistant
from index.embed import HashEmbedder
from index.search import Index
from index.writer import Writer

COUNTY = (
    """云岭省松泉县2022年老干部工作要点

一、抓好理论学习
组织离休干部、退休干部集中学习12次，由县委老干部局牵头，各支部落实。
二、做好走访慰问
春节前走访慰问老同志，改造活动中心，建设老年大学，招收学员300名。
三、培养骨干
培训党支部书记50名，支持老同志参加志愿服务，开展文体活动。
""",
    """云岭省松泉县关于联系家属的意见

一、父亲、母亲、配偶等家属有生活困难的，由社区负责联系。
二、办理手续须提交身份证、书面申请和证明材料，自受理之日起10日内答复。
三、对抗日战争时期、解放战争时期参加革命工作的老同志，逢生日上门祝贺。
""",
    """云岭省松泉县老年大学经费管理规定

一、办学经费列入年度预算，每年投入40万元，由县财政局拨付。
二、教师课酬按课时发放，每课时120元。
三、不得挪用经费，不得发放各类奖品。
""",
    """云岭省松泉县活动中心值班制度

一、活动中心周一至周五开放，节假日由值班人员负责安全。
二、发现设备损坏的，应当及时报告，并通知维修单位。
三、会议室、阅览室使用前须登记，钥匙由办公室保管。
""",
    """云岭省松泉县信息报送办法

一、各镇每月报送信息2条，被省级刊物采用的加5分。
二、报送内容包括工作动态、经验做法、人物事迹。
三、年终根据得分评选先进单位，颁发证书。
""",
)
"""So many words stand in these that a word which stands nowhere is told from one that stands everywhere."""


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """An assistant, in June 2026, over the papers of the county and the texts given, each of them a document."""
    with ExitStack() as opened:

        @cache
        def library(*texts):
            folder = tmp_path_factory.mktemp("library")
            (folder / "papers").mkdir()
            for number, text in enumerate((*texts, *COUNTY)):
                (folder / "papers" / f"{number}.md").write_text(text, encoding="utf-8")
            embedder = HashEmbedder(64)
            with Writer.open(folder / "store", embedder) as writer:
                report = writer.sync([folder / "papers"])
            assert not report.failed
            index = opened.enter_context(Index.open(folder / "store", embedder))
            return Assistant(index, today=date(2026, 6, 1))

        yield library
