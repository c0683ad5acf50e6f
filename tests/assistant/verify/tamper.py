"""Right and tampered statements, made from sentences that the law does say, with word lists of its own.

Nothing here is imported from the verifier, nor the other way round: whoever shares the words shares the blind spots.
A tampered sentence that its own source happens to say somewhere is dropped (`still_said`), by comparing letters only.
"""

import gzip
import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.verify.types import Evidence
from corpus.errors import UnreadableDocument
from corpus.read import load


@dataclass(frozen=True)
class Said:
    """A sentence of a source, and the source as evidence for it."""

    sentence: str
    evidence: Evidence


@dataclass(frozen=True)
class Case:
    kind: str
    statement: str
    evidence: Evidence
    original: str


# --- sources -------------------------------------------------------------------------------------------------------


def articles(path, count: int, seed: int) -> list[Said]:
    """One sentence of each of `count` articles of law, with the article as evidence."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [line for line in lines]
    found = []
    chance = random.Random(seed)
    chance.shuffle(rows)
    for line in rows:
        row = json.loads(line)
        if len(row["text"]) > 600:
            continue
        sentences = _sentences(row["text"])
        if not sentences:
            continue
        evidence = Evidence((row["text"],), title=row["law"], path=(*row["path"], row["no"]))
        found.append(Said(chance.choice(sentences), evidence))
        if len(found) == count:
            break
    return found


def documents(folder) -> list[Said]:
    """Every sentence of the sample documents, with the sentences beside it as evidence."""
    found = []
    for document in load([folder]):
        if isinstance(document, UnreadableDocument):
            continue
        known = document.metadata
        for section in document.sections or ():
            whole = document.text[section.start : section.end]
            if len(whole) > 600 or any(
                each.start > section.start and each.end <= section.end for each in document.sections
            ):
                continue
            for sentence in _sentences(whole):
                evidence = Evidence(
                    (whole,),
                    known.title.value or "",
                    known.doc_number.value,
                    known.region.value,
                    known.year,
                    section.path,
                )
                found.append(Said(sentence, evidence))
    return found


def _sentences(text: str) -> list[str]:
    parts = re.findall(r"[^。！？\n]+[。！？]", text)
    return [part.strip() for part in parts if 14 <= len(part.strip()) <= 140 and "…" not in part]


# --- tampering -----------------------------------------------------------------------------------------------------

_CN = "一二三四五六七八九"
_COUNTED = "日天年月元倍人名岁周小时分万千百亿个次户件处级平方米公里吨条款项%％"
_NUMERAL = re.compile(
    rf"(?<![\d.一二三四五六七八九十百千万统划第进之])(\d+(?:\.\d+)?|[{_CN}十百千]+)(?=(?:以上|余)?[{_COUNTED}])"
)
_UNITS = [
    ("个工作日", "日"), ("工作日", "日"), ("万元", "元"), ("个月", "日"), ("小时", "日"), ("周岁", "个月"), ("平方米", "亩"),
    ("公里", "米"), ("倍", "%"), ("日", "个月"), ("年", "个月"), ("元", "万元"), ("%", "‰"), ("％", "‰"), ("月", "年"), ("人", "户"), ("天", "周"),
]  # fmt: skip
_DUTY = [
    ("应当", "可以"), ("可以", "应当"), ("不得", "可以"), ("必须", "可以"), ("有权", "应当"), ("可以", "不得"), ("应当", "不得"),
    ("禁止", "允许"), ("不得", "应当"), ("必须", "不必"), ("严禁", "可以"), ("有权", "无权"), ("方可", "应当"), ("不能", "能够"),
]  # fmt: skip
_DENY = [
    ("可以", "不可以"), ("属于", "不属于"), ("承担", "不承担"), ("予以", "不予"), ("适用", "不适用"), ("享受", "不享受"), ("应当", "不应当"),
    ("具有", "不具有"), ("包括", "不包括"), ("负责", "不负责"), ("符合", "不符合"), ("需要", "不需要"), ("依法", "不依法"), ("给予", "不给予"),
    ("责令", "不责令"), ("支付", "不支付"), ("构成", "不构成"), ("发放", "不发放"), ("实行", "不实行"), ("经", "未经"), ("有关", "无关"), ("具备", "不具备"),
]  # fmt: skip
_AFFIRM = [
    ("不得", ""), ("不得", "得"), ("未经", "经"), ("没有", "有"), ("不予", "予以"), ("不属于", "属于"), ("不适用", "适用"), ("不能", "能"), ("不再", ""),
    ("不符合", "符合"), ("拒不", ""), ("未按照", "按照"), ("未按", "按"), ("无正当理由", "有正当理由"), ("不承担", "承担"), ("不履行", "履行"), ("不具备", "具备"),
    ("尚未", "已经"), ("非法", ""), ("不含", "含"), ("不包括", "包括"), ("禁止", ""), ("不享受", "享受"), ("不服", "服"), ("未", "已"), ("不", ""),
]  # fmt: skip
_SAVING = [
    re.compile(r"[，；][^，。；]{0,60}的除外(?=[。；])"), re.compile(r"，但[^。]{3,80}(?=。)"), re.compile(r"除[^，。]{2,40}外，"),
    re.compile(r"，不过[^。]{3,80}(?=。)"), re.compile(r"，法律[^，。]{0,20}另有规定的[^。]*(?=。)"),
]  # fmt: skip
_PAIRS = [
    ("用人单位", "劳动者"), ("出租人", "承租人"), ("买受人", "出卖人"), ("债权人", "债务人"), ("委托人", "受托人"), ("发包人", "承包人"), ("原告", "被告"),
    ("申请人", "被申请人"), ("建设单位", "施工单位"), ("经营者", "消费者"), ("保险人", "被保险人"), ("投保人", "保险人"), ("监护人", "被监护人"),
    ("所有权人", "使用权人"), ("业主", "物业服务企业"), ("招标人", "投标人"), ("甲方", "乙方"), ("离休干部", "退休干部"), ("市财政局", "市委老干部局"),
    ("托运人", "承运人"), ("抵押人", "抵押权人"), ("拍卖人", "竞买人"), ("代表", "主席团"), ("学校", "学生"), ("医疗机构", "患者"),
]  # fmt: skip
_ORGANS = [
    ("国务院", "省人民政府"), ("县级", "省级"), ("省级", "县级"), ("公安机关", "人民检察院"), ("人民法院", "仲裁委员会"), ("市人民政府", "乡人民政府"),
    ("财政部门", "民政部门"), ("教育行政部门", "卫生行政部门"), ("民政部门", "司法行政部门"), ("设区的市", "不设区的市"), ("人民检察院", "公安机关"),
    ("省、自治区、直辖市", "县、不设区的市"), ("主管部门", "行业协会"), ("审计机关", "监察机关"), ("税务机关", "海关"), ("上级", "下级"), ("常务委员会", "主席团"),
    ("市级", "县级"), ("县委", "市委"), ("省委", "县委"), ("离休干部", "退休干部"), ("退休干部", "离休干部"), ("离退休干部", "退休干部"),
]  # fmt: skip
_PLACES = [
    "北京市", "上海市", "天津市", "重庆市", "浙江省", "杭州市", "温州市", "山东省", "淄博市", "四川省", "成都市", "海南省", "江苏省", "苏州市", "广东省", "深圳市",
    "清河市", "临溪市", "云岭省", "松泉县", "宁波市", "济南市", "青岛市",
]  # fmt: skip
_REACH = [
    ("以上", "以下"), ("以下", "以上"), ("以内", "以外"), ("以外", "以内"), ("全部", "部分"), ("之前", "之后"), ("之后", "之前"), ("不满", "超过"), ("超过", "不满"),
    ("增加", "减少"), ("减少", "增加"), ("高于", "低于"), ("低于", "高于"), ("提前", "延迟"), ("不超过", "超过"), ("不少于", "少于"), ("不低于", "低于"),
    ("不得超过", "可以超过"), ("最高", "最低"), ("届满前", "届满后"), ("日内", "日后"), ("至少", "至多"), ("以前", "以后"), ("以后", "以前"), ("不足", "超过"),
    ("所有", "部分"), ("任何", "有关"), ("提高", "降低"), ("逐级", "越级"), ("连续", "累计"), ("每年", "每月"), ("每月", "每年"), ("上浮", "下浮"), ("并处", "或者处"), ("和", "或者"),
]  # fmt: skip


def number(said: Said, chance: random.Random) -> str | None:
    found = [match for match in _NUMERAL.finditer(said.sentence)]
    if not found:
        return None
    match = chance.choice(found)
    return _put(said.sentence, match.span(), _another(match[0], chance))


def unit(said: Said, chance: random.Random) -> str | None:
    found = []
    for match in _NUMERAL.finditer(said.sentence):
        for old, new in _UNITS:
            if said.sentence.startswith(old, match.end()) and not said.sentence.startswith("月日", match.end()):
                found.append(((match.end(), match.end() + len(old)), new))
                break
    # 三月五日 and 2018年 are dates: another unit there is no tampering that anybody would try.
    found = [each for each in found if not re.search(r"年\d*月|月\d+日|\d{4}年", said.sentence)]
    return _put(said.sentence, *chance.choice(found)) if found else None


def modality(said: Said, chance: random.Random) -> str | None:
    return _replaced(said.sentence, _DUTY, chance)


def denied(said: Said, chance: random.Random) -> str | None:
    return _replaced(said.sentence, _DENY, chance, unless="不未无非没")


def dropped(said: Said, chance: random.Random) -> str | None:
    saving = [match for pattern in _SAVING for match in pattern.finditer(said.sentence)]
    if saving and chance.random() < 0.6:
        return _put(said.sentence, chance.choice(saving).span(), "")
    apart = re.sub(
        r"不(?:动产|同|断|仅|论|管|良|利|足|少于|低于|超过|满)|未(?:来|成年|满)|是否|能否",
        lambda m: "＿" * len(m[0]),
        said.sentence,
    )
    return _replaced(said.sentence, _AFFIRM, chance, shadow=apart)


def swapped(said: Said, chance: random.Random) -> str | None:
    text = said.sentence
    options: list[str] = []
    for one, other in _PAIRS:
        if one in text and other in text.replace(one, "＿"):
            held = text.replace(other, "\x00") if one in other else text.replace(one, "\x00")
            options.append(
                held.replace(one, other).replace("\x00", one)
                if one in other
                else held.replace(other, one).replace("\x00", other)
            )
        elif one in text or other in text:
            options.append(text.replace(one, other) if one in text else text.replace(other, one))
    options += [text.replace(old, new, 1) for old, new in _ORGANS if old in text]
    for place in _PLACES:
        if place in text:
            options.append(text.replace(place, chance.choice([each for each in _PLACES if each != place])))
    return chance.choice(options) if options else None


def scope(said: Said, chance: random.Random) -> str | None:
    apart = re.sub("和谐|和平|和解|调和|共和|饱和", "＿＿", said.sentence)
    return _replaced(said.sentence, _REACH, chance, shadow=apart)


def year(said: Said, chance: random.Random) -> str | None:
    found = list(
        re.finditer(
            r"(?<!\d)(?:19|20)\d\d(?=年|〕|-)|[一二][〇零九]{1}[〇零一二三四五六七八九]{2}(?=年)", said.sentence
        )
    )
    if not found:
        return None
    match = chance.choice(found)
    old = match[0]
    if old.isascii():
        return _put(said.sentence, match.span(), str(int(old) + chance.choice([-10, -3, -2, -1, 1, 2, 3, 10])))
    return _put(
        said.sentence, (match.end() - 1, match.end()), chance.choice([each for each in _CN if each != old[-1]])
    )


TAMPERS: dict[str, Callable[[Said, random.Random], str | None]] = {
    "number": number,
    "unit": unit,
    "modality": modality,
    "negation inserted": denied,
    "negation or exception dropped": dropped,
    "party or place swapped": swapped,
    "scope": scope,
    "year": year,
}


def tampered(sources: list[Said], seed: int, most: int) -> Iterator[Case]:
    """Tampered sentences of every kind, at most so many of each."""
    chance = random.Random(seed)
    made: Counter[str] = Counter()
    for said in sources:
        for kind, tamper in TAMPERS.items():
            statement = tamper(said, chance) if made[kind] < most else None
            if statement and not still_said(statement, said):
                made[kind] += 1
                # Half of them dressed up as a writer would: a frame, another width, digits for characters.
                dressed = (
                    chance.choice(_DRESSES)(Said(statement, said.evidence), chance) if chance.random() < 0.5 else None
                )
                yield Case(kind, dressed or statement, said.evidence, said.sentence)


def misattributed(sources: list[Said], seed: int, most: int) -> Iterator[Case]:
    """A sentence with the quote of another that is like it."""
    grams = [set(_grams(said.sentence)) for said in sources]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(grams):
        for gram in each:
            holders[gram].append(at)
    chance = random.Random(seed)
    made = 0
    for at in chance.sample(range(len(sources)), len(sources)):
        shared: Counter[int] = Counter()
        for gram in grams[at]:
            if len(holders[gram]) < 200:
                shared.update(holders[gram])
        del shared[at]
        nearest = next(
            (other for other, _ in shared.most_common(5) if not still_said(sources[at].sentence, sources[other])),
            None,
        )
        if nearest is not None:
            made += 1
            yield Case("wrong citation", sources[at].sentence, sources[nearest].evidence, sources[nearest].sentence)
        if made == most:
            return


def still_said(statement: str, said: Said) -> bool:
    """Whether the source has these very letters somewhere, so that the statement is right after all."""
    bare = _letters(re.sub(r"^（[一二三四五六七八九十]+）|^\d{1,2}[.、]", "", statement)).replace("的", "")
    return any(bare in _letters(quote).replace("的", "") for quote in said.evidence.quotes)


# --- harmless edits ------------------------------------------------------------------------------------------------

_SPOKEN = re.compile(
    r"(?<![一二三四五六七八九十百千万第几数\d])([一二三四五六七八九十百]{1,5})(?=个?(?:工作日|日|年|个月|周岁|小时|倍|元)(?!期|度|常))"
)
_WRITTEN = re.compile(r"(?<![\d.年月])(\d{1,3})(?=(?:个工作日|工作日|日内|日前|个月|周岁|小时|倍|元|人)(?![\d]))")
_WEAKER = "但除不未无非否禁免勿仅只限外经须若如方需没止最"
_CLAUSE_END = re.compile(
    r"，(?=(?:并|同时|并且|及时|依法|加强|建立|保障|促进|做好|提高|定期|组织|对|由|每|推动|完善|开展|制定|按照|所需))|；"
)


def verbatim(said: Said, chance: random.Random) -> str | None:
    return said.sentence


def numerals(said: Said, chance: random.Random) -> str | None:
    text = _SPOKEN.sub(lambda match: str(_read(match[0]) or match[0]), said.sentence)
    if text == said.sentence:
        text = _WRITTEN.sub(lambda match: _spell(int(match[0])), said.sentence)
    return text if text != said.sentence else None


def led_in(said: Said, chance: random.Random) -> str | None:
    lead = chance.choice(["根据规定，", "按照有关规定，", "依据相关规定，", "根据上述规定，", "因此，"])
    text = said.sentence.rstrip("。")
    return lead + chance.choice(
        [text, text.replace("；", "。"), text.replace("，", "；", 1), text.replace("、", "，", 1) + "！"]
    )


def first_clause(said: Said, chance: random.Random) -> str | None:
    cuts = [match.start() for match in _CLAUSE_END.finditer(said.sentence)]
    for cut in cuts:
        head, rest = said.sentence[:cut], said.sentence[cut:]
        whole = (
            len(head) >= 12
            and re.search("应当|可以|负责|享受|实行|由|为|是", head)
            and not re.search("[的时后前者]$", head)
        )
        if whole and not any(sign in rest for sign in _WEAKER):
            return head + chance.choice(["。", "", "；"])
    return None


def width(said: Said, chance: random.Random) -> str | None:
    text = said.sentence.translate(str.maketrans("，；：（）0123456789%", ",;:()０１２３４５６７８９％"))
    return text if text != said.sentence else None


def attributed(said: Said, chance: random.Random) -> str | None:
    if not said.evidence.title or "《" in said.evidence.title:
        return None
    article = said.evidence.path[-1] if said.evidence.path and said.evidence.path[-1].endswith("条") else ""
    head = f"《{said.evidence.title}》{article}"
    return chance.choice(
        [
            f"根据{head}的规定，{said.sentence}",
            f"{head}规定：{said.sentence}",
            f"{head}规定，{said.sentence}[1]",
            f"{said.sentence.rstrip('。')}（{head}）。",
        ]
    )


def englished(said: Said, chance: random.Random) -> str | None:
    return (
        chance.choice(
            [
                f"The rule says: “{said.sentence}”",
                f"According to the document, {said.sentence} [1]",
                f"It states that “{said.sentence}” [2].",
            ]
        )
        if "“" not in said.sentence and not re.search("[A-Za-z]", said.sentence)
        else None
    )


def grammar(said: Said, chance: random.Random) -> str | None:
    options = [
        ("以及", "和"),
        ("依照", "按照"),
        ("根据", "依据"),
        ("应当", "应"),
        ("与", "和"),
        ("的，", "，"),
        ("并应当", "应当"),
    ]
    usable = [(old, new) for old, new in options if old in said.sentence]
    text = said.sentence.replace("参与", "\0")
    return text.replace(*chance.choice(usable), 1).replace("\0", "参与") if usable else None


HARMLESS: dict[str, Callable[[Said, random.Random], str | None]] = {
    "verbatim": verbatim,
    "三十日 = 30日": numerals,
    "根据规定，": led_in,
    "first clause": first_clause,
    "width": width,
    "《…》第…条规定": attributed,
    "English frame": englished,
    "grammar": grammar,
}


_DRESSES = (numerals, led_in, width, attributed, englished, grammar)


def harmless(sources: list[Said], seed: int, most: int) -> Iterator[Case]:
    """Statements that say what the source says, at most so many of each kind."""
    chance = random.Random(seed)
    made: Counter[str] = Counter()
    for said in sources:
        for kind, edit in HARMLESS.items():
            statement = edit(said, chance) if made[kind] < most else None
            if statement:
                made[kind] += 1
                yield Case(kind, statement, said.evidence, said.sentence)


# --- small change --------------------------------------------------------------------------------------------------


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _replaced(text: str, pairs, chance: random.Random, unless: str = "", shadow: str | None = None) -> str | None:
    looked = shadow or text
    found = [
        ((match.start(), match.end()), new)
        for old, new in pairs
        for match in re.finditer(re.escape(old), looked)
        if not unless or text[max(0, match.start() - 1) : match.start()] not in unless or match.start() == 0
    ]
    return _put(text, *chance.choice(found)) if found else None


def _another(numeral: str, chance: random.Random) -> str:
    if numeral[0].isdigit():
        old = float(numeral)
        new = chance.choice([old + 1, old + 5, old * 2, old * 10, max(1.0, old - 1)])
        new = new if new != old else old + 3
        return f"{new:g}" if new < 1e6 else str(int(new))
    at = chance.choice([at for at, char in enumerate(numeral) if char in _CN] or [None])
    if at is None:
        return {"十": "二十", "百": "二百", "千": "二千"}.get(numeral, "八")
    return numeral[:at] + chance.choice([each for each in _CN if each != numeral[at]]) + numeral[at + 1 :]


def _read(numeral: str) -> int | None:
    total, digit = 0, 0
    for char in numeral:
        if char in _CN:
            if digit:
                return None
            digit = _CN.index(char) + 1
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return total + digit


def _spell(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_CN[hundreds - 1]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _CN[tens - 1]) + "十"
    elif hundreds and ones:
        text += "零"
    return (text + (_CN[ones - 1] if ones else "")) or "零"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).replace("%", "百分号").replace("‰", "千分号"))


def _grams(text: str) -> list[str]:
    letters = _letters(text)
    return [letters[at : at + 3] for at in range(len(letters) - 2)]
