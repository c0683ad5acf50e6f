"""The outer lines of a document are told from its text."""

from corpus.metadata.frame import frame

LETTER = """中共清河市委老干部局文件
清委老干〔2022〕8号

# 关于做好某项工作的通知

各县（市、区）委老干部局，市直各单位：
为做好某项工作，现通知如下。
一、认识
正文。
中共清河市委老干部局
2022年6月10日
附件1
某项工作清单
（此件公开发布）
"""


def test_the_lines_on_top_end_before_the_address():
    found = frame(LETTER)
    assert found.top == ("中共清河市委老干部局文件", "清委老干〔2022〕8号", "关于做好某项工作的通知")
    assert found.address == "各县（市、区）委老干部局，市直各单位："


def test_the_end_of_the_body_is_before_the_attachment():
    found = frame(LETTER)
    assert found.end[-2:] == ("中共清河市委老干部局", "2022年6月10日")
    assert found.last == "某项工作清单"
    assert found.opening.startswith("为做好某项工作")


def test_a_text_without_outer_lines_has_none():
    assert frame("同志们：\n今天开会。").top == ()
    assert frame("第一条 为了某事，制定本办法。\n第二条 某事。").top == ()
    assert frame("") == frame("\n \n")
