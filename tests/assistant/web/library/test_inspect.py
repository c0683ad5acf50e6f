"""Hostile files break a process of their own and nothing else."""

import os
import resource
import time
import zipfile
from pathlib import Path

import pytest

from assistant.web.library import inspect as room
from assistant.web.library import reading
from assistant.web.library.inspect import inspect
from corpus.settings import ROOT

DOCX = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
GOOD = "关于护理费的通知\n一、护理费每人每月1000元。"


def package(path, parts, compress=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compress) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return path


def word(body):
    return {"word/document.xml": DOCX.format(body)}


def bomb(path):
    return package(path, {"word/document.xml": b"<a>" + bytes(20 * 2**20)})


def far_cell(path):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远处</t></is></c></row></sheetData></worksheet>'
    )
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": sheet}
    return package(path, parts)


def laughs(path):
    entities = '<!DOCTYPE a [<!ENTITY b0 "哈">' + "".join(f'<!ENTITY b{n + 1} "{f"&b{n};" * 10}">' for n in range(9))
    return package(path, {"word/document.xml": entities + "]><a>&b9;</a>"})


def outside(path):
    return package(path, word("") | {"../../x": "y"})


def pdf(path, content):
    path.write_bytes(b"%PDF-1.7\n" + content + b"\n%%EOF")
    return path


HOSTILE = {
    "炸弹.docx": bomb,
    "嵌套.docx": lambda path: package(path, word("<w:p>" * 200_000)),
    "实体.docx": laughs,
    "外部实体.docx": lambda path: package(
        path, {"word/document.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'}
    ),
    "路径.docx": outside,
    "很多.docx": lambda path: package(path, {f"p{n}": "" for n in range(6000)} | word(""), zipfile.ZIP_STORED),
    "图片.docx": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "空.txt": lambda path: path.write_bytes(b""),
    "空白.md": lambda path: path.write_text("  \n\n", "utf-8"),
    "一字节.docx": lambda path: path.write_bytes(b"P"),
    "残缺.docx": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(300)),
    "加密.docx": lambda path: path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    ),
    "网页.docx": lambda path: path.write_text("<html><body>x</body></html>", "utf-8"),
    "递归.pdf": lambda path: pdf(path, b"1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>"),
    "绕圈.pdf": lambda path: pdf(
        path,
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 999999999>>endobj\n"
        b"trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9",
    ),
    "涉密.txt": lambda path: path.write_text("机密★10年\n关于某事的通知\n一、内容。", "utf-8"),
    "乱码.txt": lambda path: path.write_bytes(os.urandom(5000)),
    "坏行.jsonl": lambda path: path.write_text("{", "utf-8"),
}


@pytest.fixture(scope="module")
def findings(tmp_path_factory):
    """What is said of all hostile files with good ones in between, and how the server stood before and after."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = []
    for number, (name, make) in enumerate(HOSTILE.items()):
        make(folder / name)
        (folder / f"{number}.txt").write_text(f"{GOOD}{number}", "utf-8")
        paths += [folder / name, folder / f"{number}.txt"]
    far_cell(folder / "远.xlsx")
    paths.append(folder / "远.xlsx")
    handles, memory = len(os.listdir("/proc/self/fd")), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.monotonic()
    found = dict(zip([path.name for path in paths], inspect(paths), strict=True))
    assert time.monotonic() - began < 100
    while len(os.listdir("/proc/self/fd")) > handles:  # what others here have opened meanwhile is closed again
        assert time.monotonic() - began < 120
        time.sleep(0.1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50 * 1024
    assert sorted(each.name for each in folder.iterdir()) == sorted(found)
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(findings, name):
    problem = findings[name].problem
    assert problem is not None
    assert problem.zh
    assert problem.en
    assert "\n" not in problem.zh
    assert (findings[name].documents, findings[name].count) == ((), 0)


def test_the_good_files_among_them_are_read(findings):
    good = {name: each for name, each in findings.items() if name[0].isdigit()}
    assert len(good) == len(HOSTILE)
    assert all(each.problem is None and each.count == 1 and len(each.documents) == 1 for each in good.values())


def test_a_cell_at_the_far_end_is_as_small_as_it_looks(findings):
    assert findings["远.xlsx"].problem is None
    assert findings["远.xlsx"].characters < 200


def test_the_reasons_name_what_is_wrong(findings):
    said = {name: each.problem.zh for name, each in findings.items() if each.problem}
    for name, words in {
        "炸弹.docx": "展开后过大",
        "实体.docx": "实体",
        "路径.docx": "不安全",
        "很多.docx": "过大",
        "图片.docx": "PNG",
        "空.txt": "空文件",
        "加密.docx": "加密",
        "涉密.txt": "密级",
        "网页.docx": "网页",
    }.items():
        assert words in said[name], said[name]


FAULTS = {
    "killed": "os.kill(os.getpid(), signal.SIGSEGV)",
    "endless": "time.sleep(600)",
    "busy": "while True: pass",
    "hungry": "x = bytearray(2**31)",
    "leaving": "os._exit(0)",
    "talking": "while True: os.write(1, bytes(2**16))",
    "writing": "open(os.path.join(os.path.dirname(path), 'big'), 'wb').write(bytes(2**24))",
    "opening": "x = [open('/dev/null') for _ in range(200)]",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_process_that_goes_wrong_costs_one_file(tmp_path, monkeypatch, fault):
    """The reader itself is made to misbehave, as a hole in it would let a file do."""
    code = f"""
import os, signal, sys, time
from pathlib import Path
from assistant.web.library import reading
reading.CPU_SECONDS = 1
first = reading._findings
def findings(path, text):
    if path.name == "坏.txt":
        {FAULTS[fault]}
    return first(path, text)
reading._findings = findings
sys.exit(reading.main(sys.argv[1:]))
"""
    (tmp_path / "evil.py").write_text(code, "utf-8")
    popen = room.subprocess.Popen

    def start(command, **options):
        return popen([command[0], str(tmp_path / "evil.py"), *command[3:]], **options)

    monkeypatch.setattr(room.subprocess, "Popen", start)
    monkeypatch.setitem(room.ENVIRONMENT, "PYTHONPATH", str(ROOT))
    names = ["坏.txt", "好.txt"] if fault in ("endless", "busy") else ["好.txt", "坏.txt", "也好.txt"]
    for name in names:
        (tmp_path / name).write_text(GOOD + name, "utf-8")
    began = time.monotonic()
    # Only one that sleeps is ended by the clock on the wall, and the good ones get as much of it as a busy machine needs.
    found = list(inspect([tmp_path / name for name in names], wall=10 if fault == "endless" else 60))
    assert [each.problem is None for each in found] == [name != "坏.txt" for name in names]
    assert time.monotonic() - began < 100
    assert not (tmp_path / "big").exists() or (tmp_path / "big").stat().st_size <= reading.WRITTEN


def test_the_process_gets_nothing_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("POLICY_LLM_KEY", "geheim")
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    with room._reading([tmp_path / "a.txt"]) as process:
        environment = Path(f"/proc/{process.pid}/environ").read_bytes()
        assert b"geheim" not in environment
        assert b"HOME" not in environment
        assert process.stdout.readline().startswith(b'{"documents"')
