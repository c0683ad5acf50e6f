"""Personal data: what is masked, what is not, and the way back."""

import pytest

from assistant.letter.mask import Mask, is_card, is_identity


def identity(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


ID = identity("32050119350712001")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"我的身份证是{ID}，", "身份证号"),
        ("身份证" + "".join(chr(ord(c) + 0xFEE0) for c in ID) + "。", "身份证号"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "身份证号"),
        ("老号320501350712001", "身份证号"),
        ("卡号6222021234567890128", "银行卡号"),
        ("卡号6222 0212 3456 7890 128", "银行卡号"),
        ("手机13800138000", "手机号"),
        ("手机+86 138-0013-8000", "手机号"),
        ("电话0512-65221234", "电话"),
        ("电话（0512）65221234", "电话"),
        ("信箱wang.jg@example.com.cn", "邮箱"),
    ],
)
def test_personal_data_are_masked_and_come_back_to_the_letter(text, kind):
    mask = Mask()
    masked = mask.put(text)
    assert f"【{kind}1】" in masked
    assert not any(char.isdigit() for char in masked.replace("1】", ""))
    assert mask.take(masked) == text
    assert mask.counts == {kind: 1}


@pytest.mark.parametrize(
    "text",
    [
        "320501193507120018" if identity("32050119350712001") != "320501193507120018" else "320501193507120019",
        "清委老干函〔2026〕3号",
        "每人每月2000元，共12345678元",
        "2026年11月20日",
        "20261120093000",
        "组通字〔2019〕10号第1380013800号",
        "1111111111111111",
    ],
)
def test_what_only_looks_like_it_stays(text):
    assert Mask().put(text) == text


def test_the_same_number_has_the_same_mark_and_another_has_another():
    mask = Mask()
    assert mask.put("13800138000、138 0013 8000、13900139000") == "【手机号1】、【手机号1】、【手机号2】"
    assert mask.counts == {"手机号": 2}


def test_another_mask_does_not_give_the_number_away():
    masked = Mask().put("13800138000")
    assert Mask().take(masked) == masked


def test_checks_of_digits():
    assert is_identity(ID)
    assert not is_identity(ID[:-1] + ("0" if ID[-1] != "0" else "1"))
    assert is_card("6222021234567890128")
    assert not is_card("6222021234567890129")


def test_a_mask_made_later_makes_no_mark_that_stands_in_the_text_already():
    later = Mask({"手机号": 1})
    assert later.put("13900139000") == "【手机号2】"
    assert later.take("【手机号1】") == "【手机号1】"
    assert later.counts == {"手机号": 2}
