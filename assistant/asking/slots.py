"""What kind of answer a question wants, and whether a passage holds that kind. Pure, Chinese and English.

Knows nothing of what the question is about: an amount is an amount, whosoever it is paid to.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, cast

from assistant.wording import times, wants
from corpus.fold import blanked, fold
from corpus.numerals import to_int

Want = Literal[
    "amount", "count", "date", "organ", "name", "list", "documents", "rule", "any", "share", "reason", "sum", "hours"
]

_CN = "〇零一二三四五六七八九十百千万两"
_HIDDEN = r"[x*〇_]"
_NUMBER = rf"(?:\d[\d,]*(?:\.\d+)?|{_HIDDEN}{{1,5}}|[{_CN}]+)"
_UNITS = (
    "个工作日|工作日|个百分点|百分点|平方米|公里|亩|吨|户|床|人次|名(?!额)|人|位|个月|个(?!人)|项(?!目)|场次|场|次|回|趟|件|条(?!件)|份|篇|张|所"
    "|家(?!庭|属)|支(?!出|部|付|持|援)|期(?!限)|届|类|种|章(?!程)|部(?!门|队)|本(?!人)|岁|周岁|周年|年|天|日|小时"
    "|级|档|步|倍|方面"
)

_OFFICE_ASKED = re.compile(
    r"(?:哪几?个?|什么)(?:单位|部门|机关|机构|科室|局|家)|责任单位|牵头单位|which (?:unit|office|department)"
)
_DONE_BY = re.compile(r"[由归]谁|谁(?:来|去|负责|牵头|管|办|亲自|抓|批|审|签|盖)")
_CARED_FOR = re.compile(
    r"(?:离退休|离休|退休|老)的?(?:老?干部|老?同志|党员|人员)(?!局|处|科|股|工作|活动|大学|学校|党|工委|办|服务|管理)"
)
_RECEIVED = re.compile(r"(?:领|拿到)(?:到)?(?:多少|几)|[该能可]以?领|[该能可]以?拿多少|给我")
"""Who asks what he gets asks what one person gets."""
_SPENT = re.compile(
    r"财政[^,。;?]{0,8}(?:拿|出|安排|拨)|一共|总共|全年|累计|共计|合计|(?:花|发放?|支出|投入|拨付|用)(?:出去?)?了|资金(?:是|有|共)?多少"
)
"""What was spent is told in reports; what is due to a person in rules."""
_NOUNS = "方面|方向|部分|字|内容|要求|措施|问题|更加|步|档|环节|任务|原则|机制"
_NUMBERED = re.compile(
    rf"哪(?P<m>[二三四五六七八九十]{{1,2}}|\d{{1,2}})[个项条类种大点步档]?(?:{_NOUNS})?"
    rf"|(?P<n>[二三四五六七八九十]{{1,2}}|\d{{1,2}})(?:个|项|条|类|种|大|点)?(?:{_NOUNS}|[\"])"
)

_CONGRESS = re.compile("(?:十[一二三四五六七八九]?|二十[一二]?)大(?![点类项])")
"""A congress of the party: 党的二十大 counts nothing."""
_SLOGAN = re.compile(
    r"\"(?P<n>[二三四五六七八九十]{1,2})[个项条]?[^\"]{1,6}\"(?=[^,。;?]{0,6}(?:[是指包含有分怎哪都各,。;?]|$))"
)
"""“六有”, “十项制度”: the number says how many members there are."""
_NAMED_SO = re.compile(r"\"[二三四五六七八九十]个[^\"\d]{1,8}\"")
"""A name that counts what it stands for: “四个规范化” are no four of anything else."""
ONE_OF_A_SORT = "一[类种项个]"
"""What stands behind 哪 where one thing is asked for, and no list: 属于哪一类."""
_LISTING = re.compile(rf"哪(?!天|月|年|日|{ONE_OF_A_SORT})|(?<![做干为])什么(?!时)|啥(?!时)|分别|逐[条项一]|列|都有")

_WHETHER = re.compile(r"吗(?=[?。]|$)")
_WHAT = re.compile("多少|几|什么|啥|哪|何|多[久长大]|谁|怎")
_MEASURE = re.compile(
    rf"(?:有|是|共)?(?:多少|几|哪几|哪[一二三四五六七八九十]{{1,2}})(?:{_UNITS}|方面|月|号|点|[百千万亿]*元|块钱?|钱)?"
)
AMOUNT = re.compile(
    rf"{_NUMBER}\s*(?:余|多)?\s*[百千万亿]{{0,2}}\s*(?:余|多)?元|元[^:]{{0,8}}:\s*\d"
    rf"|\d[\d.]*\s*(?:%|‰)|百分之[{_CN}点]+|\d+(?:\.\d+)?个月(?:的)?(?:基本|标准|本人)"
)
PER_PERSON = re.compile(r"每人|人均|每名|每位|每月|每户|本人|元/人|/月|/人|个人")
_EACH = re.compile(r"每|人均|[一1][名位]|各(?:自|联系|结对)")
_ONE_OF = re.compile(r"每[名位人]|每个(?!月|季|年|星期)|一[名位个人][^,。;?]{0,10}(?:最多|至多|最少|至少|可以?|能)")
"""Who asks of one of them, and not of all: 一名老干部最多结对几个."""
TOTAL = re.compile(r"全年|总[额计共]|合计|共(?:计|安排|发放|投入)?|累计|余万元|多万元|安排.{0,8}资金")
DATE = re.compile(
    rf"(?:\d{{4}}|{_HIDDEN}{{2,4}}|[〇零一二三四五六七八九]{{4}}|今|明|去|当|次|上|前)年|(?:\d{{1,2}}|{_HIDDEN}{{1,2}}|[{_CN}]{{1,2}}|元|每|当|次)月|\d{{1,2}}\s*-\s*\d{{1,2}}月|(?:上|下)半年|全年|年[内底初末]|季度|"
    rf"(?:{_NUMBER})(?:个)?(?:工作日|日|天|个月|月|年|小时|周)|春节|七一|国庆|老年节|重阳|中秋|之日|每[年月周日]|期间|届满|立即|当[场天日]"
)
_CALENDAR = re.compile(
    rf"(?:(?:19|20)\d\d年)?(?:\d{{1,2}}|[{_CN}]{{1,2}})月(?:\d{{1,2}}|[{_CN}]{{1,3}})日|(?:19|20)\d\d年"
)
"""A day or a year of the calendar: no span, and no count of days or years."""
_RATE = re.compile(r"每人每[年月次]|每[年月](?=[\dx*][\dx*,.]*[百千万亿]?元)|元/[年月]")
"""What something costs by the month is no time."""
ORGAN = re.compile(
    r"(?:局|委|部|企业(?![离退职干])|财政|(?<![举补代兴创承督])办(?![理法好事证])|厅|(?<!住)(?<!出)(?<!入)院|中心|处|科|股|单位|部门|组织|机关|政府|党委|党组|党工委|支部|学校|大学(?!生)|社区|乡镇|街道|协会|小组|领导|书记|同志|干部|人员|公司|银行|县市区|为单位)"
)
SHARE = re.compile(
    rf"\d[\d.]*\s*(?:∶|比|:(?!\d\d))\s*\d|\d[\d.]*\s*(?:%|‰|成)|[百千]分之|[{_CN}]成(?![员立果为本])|{_HIDDEN}{{1,4}}%"
)
REASON = re.compile(
    r"受[^,。;]{1,20}(?:限制|影响|制约)|导致|造成|使得|源于|缘于|因为|由于|为了|为(?!止|准|主|期|基)[^,。;]{2,30},|原因|鉴于|考虑到|以便|目的|旨在|所以|因此"
)
OFFICE = re.compile(
    r"(?<![大全格布结])局|[编委府信外侨]办|委(?!托|员(?!会))|(?<![干全内外])部(?!分|署)|办公室|厅|院|中心"
    r"|(?<!到)处(?!理|置|于|分|罚)|科(?!学|技)|股|单位|部门|组织(?!开|实)"
    r"|机关|机构|政府|党组|支部|大学|学校|社区|街道|乡镇|小组|公司|银行|工会|协会"
)
"""Offices, and no persons: what is meant by 哪个部门."""
HOURS = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日末天]|每[周天日]|工作日(?!内)|[\d一二三四五六七八九十]{1,2}[点时](?!期|间|候)"
    r"|\d{1,2}:\d\d|[上下]午"
)
NAME = re.compile(r"《[^》]+》|“[^”]{2,20}”|(?:名称|全称|题目|标题)[:：为是]")
_TIMES = frozenset(("次", "回", "趟", "年", "天", "日", "个月", "届", "岁", "期", "小时"))
"""Of these 一 is a number: 一次 is once, while 一名 is no more than an article."""
SPANS = frozenset(("天", "日", "个工作日", "工作日", "个月", "年", "周", "小时"))
"""Units of how long something takes."""
_OF_TIME = frozenset(("年", "天", "日"))
"""Units of which the calendar has numbers too."""
_BESIDE = 4
"""At most so many characters stand between a count and the name of what is counted, and no comma."""
_TURNS = "人次"
"""Who is visited twice is counted twice: so many are no number of people."""
_ITEMS = re.compile(r"、|[;；]|\"\"|\n")
"""What stands between the items of a list."""
_AND_LAST = re.compile(r"、[^、,。;]{1,16}?(?:以及|[和与及])[^、,。;]{2}")
"""And before its last: 定额调整、挂钩调整和适当倾斜."""
_PAID = "(?:经费|费|金|补贴|补助|津贴|工资)"
FEE = re.compile(rf"[^\W\d_a-z]{{0,2}}{_PAID}")
"""A word that names money paid for something."""
BARE_FEE = re.compile(_PAID)
"""One that does not say for what."""
_FEES = re.compile(rf"[^\W\d_a-z]{{2}}{_PAID}")
_ANY_FEE = re.compile(r"次性|定期|相应|适当|一定|上述|[该此本]项|给予|发给|享受|领取|补发|增发")
"""What stands before 补助 and names none: 一次性补助 is whichever is spoken of."""
_COUNTING = re.compile(r"^[二三四五六七八九十\d]{1,2}[个项条类种大点步档股]?")
_KINDS = {"学校": "大学|学院|学校|中学|小学|党校", "医院": "医院|卫生院|卫生服务中心"}
"""What an office of a sort is called."""
_SENTENCE = re.compile(r"[。!?\n]")
_STOP = re.compile(r"[,;。、:]")
_ROUGHLY = "[数上近]?[十百千万]余|[数上近][十百千万]"
_COUNTED = rf"(?:\d[\d,]*(?:\.\d+)?|{_ROUGHLY}|{_HIDDEN}{{1,5}}|[{_CN}]{{2,}}|[二三四五六七八九十两])"
"""一名, 一个 is an article more often than a count."""
_ANY_COUNT = re.compile(rf"{_COUNTED}\s*(?:余|多)?\s*(?:[百千万]?(?:{_UNITS})|[百千万亿]{{0,2}}元|%)")
_ALIKE_UNITS = {
    "人": "人|名|位|人次",
    "名": "名|人(?!次)|位",
    "位": "名|人(?!次)|位",
    "个": "个|名|位|人(?!次)|项|家|所",
    "场": "场次|场|次",
    "次": "次|场次|场|人次",
    "回": "次|场次|场|回",
    "趟": "次|场次|场|趟",
    "岁": "岁|周岁",
    "日": "日|天|个?工作日",
    "天": "日|天|个?工作日",
    "工作日": "个?工作日",
    "百分点": "个?百分点|%",
    "个百分点": "个?百分点|%",
}


_FORMS: dict[str, re.Pattern[str]] = {
    "sum": AMOUNT,
    "share": SHARE,
    "reason": REASON,
    "hours": HOURS,
    "name": NAME,
}
"""What a value of a kind looks like, where one pattern tells."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question wants to be told."""

    want: Want
    unit: str | None = None
    """The measure word asked for, as 名 in 多少名; of a time its sort, as span in 多久."""
    size: int | None = None
    """How many items the question says there are, as 5 in 哪五个方面."""
    label: str = ""
    """How it names them, folded, as 五个方面."""
    per_person: bool = False
    """True when it asks what one person gets."""
    kind: str = ""
    """What sort of office is asked for, as 医院 in 哪家医院."""
    doer: bool = False
    """True when it asks by whom something is done: 由谁发放. No one for whom it is done is told for that."""

    def filled(self, passage: str) -> bool:
        """Say whether `passage` holds the kind of value that is wanted; kinds without a form are always held."""
        folded = fold(passage)
        if self.want == "amount":
            return bool(AMOUNT.search(folded)) and not (self.per_person and only_total(folded))
        if self.want == "count":
            counted = bool(_count(self.unit).search(self._counting(folded)))
            # How many one of them takes on is not told by how many there are of all.
            return counted and (not self.per_person or bool(_EACH.search(folded)))
        if self.want == "date":
            return self._timed(folded)
        if self.kind:
            return bool(re.search(rf"[^\W\d_]{{2}}(?:{_KINDS.get(self.kind, self.kind)})", folded))
        if self.want == "organ":
            told = blanked(_CARED_FOR, folded) if self.doer else folded
            return bool((OFFICE if self.unit else ORGAN).search(told))
        if self.want == "list" and self.size is not None and not self.label.endswith("字"):
            noun = _COUNTING.sub("", self.label).strip('"')
            repeated = len(noun) > 1 and folded.count(noun) >= self.size  # 带头出席，带头联系，带头通报
            items = len(_ITEMS.findall(folded)) + bool(_AND_LAST.search(folded))
            return repeated or items >= self.size - 1
        if self.want == "sum" and PER_PERSON.search(folded) and not TOTAL.search(folded):
            return False  # what one person gets is no sum of what was spent
        form = _FORMS.get(self.want)
        return form is None or bool(form.search(passage if self.want == "name" else folded))

    def _counting(self, folded: str) -> str:
        """A text without what is no count: of days and years, those of the calendar; of all, names in quotes."""
        told = blanked(_NAMED_SO, folded)
        return blanked(_CALENDAR, told) if self.unit in _OF_TIME else told

    def _timed(self, folded: str) -> bool:
        """Say whether a text tells a time of the sort that is wanted: 每人每月 is none, and 2019年 no span."""
        told = blanked(_RATE, folded)
        if self.unit == "span":
            told = blanked(_CALENDAR, told)
        sort = times(_CN).get(self.unit or "")
        return bool(DATE.search(told)) and (sort is None or bool(sort[1].search(told)))

    def beside(self, passage: str, names: Collection[str]) -> bool:
        """Say whether a count of the wanted unit stands right beside one of `names`: 28个学习组, 党员12名."""
        folded = self._counting(fold(passage))
        counts = [match.span() for match in _count(self.unit).finditer(folded)]
        return any(
            0 <= start - at - len(name) <= _BESIDE or 0 <= at - end <= _BESIDE
            for name in names
            for at in _places(folded, name)
            for start, end in counts
            if self.unit is not None or not folded.startswith(_TURNS, end - 2)
            if not _STOP.search(folded[min(at + len(name), end) : max(at, start)])
        )

    def valued(self, passage: str) -> bool:
        """Say whether `passage` states a value: of the wanted kind, or for a rule an amount, a share or a time."""
        if self.want == "rule":
            folded = fold(passage)
            return bool(AMOUNT.search(folded) or DATE.search(folded))
        return self.filled(passage)


def attributed(passage: str, asked: Collection[str]) -> bool:
    """Say whether an amount in `passage` may be of the fee that is asked for, and not plainly of another.

    Of an amount counts the fee that is named last before it in its sentence: 完善医疗费保障机制，将护理费提高为500元
    says nothing of 医疗费. So counts the one that heads the sentence: 大病补助:医疗费超过2万元的，给予一次性补助.
    An amount before which none is named may be of any.

    >>> attributed("完善医疗费保障，护理费提高为500元", ["医疗费"]), attributed("困难补助500元", ["生活困难补助"])
    (False, True)
    """
    fees = [name for name in asked if _FEES.search(name)]
    if not fees:
        return True
    for sentence in _SENTENCE.split(fold(passage)):
        for amount in AMOUNT.finditer(sentence):
            named = [match for match in _FEES.finditer(sentence, 0, amount.start()) if not _ANY_FEE.match(match[0])]
            heads = [match for match in named[:1] if sentence[match.end() : match.end() + 1] == ":"]
            told = [*heads, *named[-1:]]
            if not named or any(_alike(sentence[: each.end()], each[0], fee) for each in told for fee in fees):
                return True
    return False


def concerns(context: str, asked: Collection[str]) -> bool:
    """Say whether what stands above a bare number names the fee that is asked for; True where none is."""
    fees, folded = [name for name in asked if _FEES.search(name)], fold(context)
    return not fees or any(fee in folded for fee in fees)


def _alike(before: str, named: str, fee: str) -> bool:
    """Say whether the name that ends `before` is the fee, or it with a word more inside: 重大疾病医疗补助."""
    paid = re.search(rf"{_PAID}$", fee)
    inside = paid and re.search(rf"{re.escape(fee[: paid.start()])}\w{{0,3}}{paid[0]}$", before)
    return bool(inside) or before.endswith(fee) or fee.endswith(named)


def holds_amount(passage: str) -> bool:
    """Say whether `passage` states an amount of money or a share, hidden ones included."""
    return bool(AMOUNT.search(fold(passage)))


def amounts_in(passage: str) -> frozenset[str]:
    """The amounts of money that `passage` states, as digits with their unit."""
    return frozenset(re.findall(r"\d[\d,.]*\s*[万亿]?元", fold(passage)))


def _places(text: str, word: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(word), text)]


def only_total(folded: str) -> bool:
    """Tell a sum for everybody (全年…90万元) from what one person gets: never divide the one into the other."""
    return bool(TOTAL.search(folded)) and not PER_PERSON.search(folded)


def _count(unit: str | None) -> re.Pattern[str]:
    if unit is None:
        return _ANY_COUNT
    number = _NUMBER if unit in _TIMES else _COUNTED
    return re.compile(rf"{number}\s*(?:余|多)?\s*[百千万]?(?:{_ALIKE_UNITS.get(unit, unit)})")


def wanted(question: str) -> Slot:
    """Read from the words of `question` what it wants.

    >>> wanted("护理费每人每月多少元？").want, wanted("体现在哪五个方面？").size
    ('amount', 5)
    """
    folded = fold(question)
    size, label = _size(folded)
    for want, pattern in wants(_UNITS, _CN):
        match = pattern.search(folded)
        if match is None:
            continue
        if want == "date" and _WHETHER.search(folded) and not _WHAT.search(folded):
            continue  # 算在期限里吗 asks for no time
        if want == "count" and size is not None and re.search(r"哪|分别|是什么", folded):
            continue
        groups = match.groupdict()
        unit = (
            groups.get("unit")
            or groups.get("unit2")
            or ("平方米" if any(groups.get(each) for each in ("unit6", "unit7")) else None)
            or ("岁" if any(groups.get(each) for each in ("unit3", "unit4", "unit5")) else None)
        )
        if want == "organ" and _OFFICE_ASKED.search(folded):
            unit = "单位"
        if want == "date":
            unit = next((sort for sort, (asked, _) in times(_CN).items() if asked.search(folded)), None)
        if want == "amount" and _SPENT.search(folded):
            want = "sum"
        per_person = bool((_ONE_OF if want == "count" else PER_PERSON).search(folded) or _RECEIVED.search(folded))
        doer = want == "organ" and bool(_DONE_BY.search(folded))
        return Slot(cast(Want, want), unit, size, label, per_person, groups.get("kind") or "", doer)
    return Slot("list" if size else "any", None, size, label, bool(PER_PERSON.search(folded)))


def asking(folded: str) -> list[tuple[int, int]]:
    """Spans of a folded question that say what kind of answer is wanted, and nothing of what it is about."""
    spans = [match.span() for match in _MEASURE.finditer(folded)]
    return spans + [match.span() for match in _NUMBERED.finditer(folded) if match["m"]]


def _size(folded: str) -> tuple[int | None, str]:
    folded = blanked(_CONGRESS, folded)
    slogan = _SLOGAN.search(folded) if _LISTING.search(folded) else None
    if slogan and (counted := to_int(slogan["n"])) and counted > 1:
        return counted, ""
    match = _NUMBERED.search(folded)
    number = to_int(match["n"] or match["m"]) if match else None
    if match is None or number is None or not 2 <= number <= 20:
        return None, ""
    label = match[0].lstrip("哪").rstrip('"')
    return number, label if len(label) > 1 else ""
