"""Writes cases.json: what pip itself reads in small requirements files.

    python3 make-cases.py FOLDER_OF_PIP_26_3 > cases.json

FOLDER_OF_PIP_26_3 is the unpacked wheel. Nothing is installed and no network is used.
"""
import json
import optparse
import os
import random
import sys
import tempfile

sys.path.insert(0, sys.argv[1])

from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_editable, install_req_from_line

ENVIRONMENT = {"HOST": "index.example.invalid", "TOKEN": "s3cret", "EMPTY": "", "OPTION": "--pre", "NESTED": "${HOST}", "SPACED": "a b"}
os.environ.update(ENVIRONMENT)
os.chdir(tempfile.mkdtemp())

log = []
plain_process = optparse.Option.process


def process(self, opt, value, values, parser):
    log.append([self._long_opts[0], value])
    return plain_process(self, opt, value, values, parser)


optparse.Option.process = process


def target(text, editable):
    try:
        req = (install_req_from_editable if editable else install_req_from_line)(text)
    except Exception:
        return None
    return {
        "requirement": str(req.req) if req.req and not req.link else None,
        "link": req.link.url.replace(os.getcwd(), "/CWD") if req.link else None,
        "markers": str(req.markers) if req.markers else None,
        "extras": sorted(req.extras),
    }


def case(data):
    lines = []
    parse = req_file.get_line_parser(None)
    try:
        content = req_file._decode_req_file(data, "f")
    except (UnicodeDecodeError, LookupError):
        return {"data": data.hex(), "error": 0, "lines": []}
    for number, line in req_file.preprocess(content):
        log.clear()
        try:
            args, options = parse(line)
        except Exception:
            return {"data": data.hex(), "error": number, "lines": lines}
        text = args or (options.editables[0] if options.editables else None)
        lines.append({
            "line": number,
            "args": args,
            "options": [list(entry) for entry in log],
            "target": target(text, bool(options.editables)) if text else None,
        })
    return {"data": data.hex(), "error": None, "lines": lines}


HAND = r"""
flask==3.0  # comment
flask#not-a-comment
# comment \
flask
flask \
==3.0
flask \
# comment in between
==3.0
flask\
==3.0
\\\flask
flask \
--pre
--index-url https://example.invalid/simple
--index-url=https://example.invalid/simple
--index-u https://example.invalid/simple
--index=https://example.invalid/simple
--i https://example.invalid/simple
-i https://example.invalid/simple
-ihttps://example.invalid/simple
-i=https://example.invalid/simple
-i "https://example.invalid/a b"
-i 'https://example.invalid/simple'
-i https://example.invalid/a\ b
--pypi-url https://example.invalid/simple
--pypi x
--p x
--extra-index=https://example.invalid/simple
--extra https://example.invalid/simple
--e https://example.invalid/simple
--find=./wheels
--find-links ./wheels --find-links ./more
-f./wheels
-fx -fy
--no-index
--no-index=1
--no-i
--no
--no-b :all:
--no-binary=:all:
--only-binary :all:
--only :all:
--only-f x
--prefer
--pre
--pr
--require
--require-h
--requirement other.txt
--req other.txt
-r other.txt -c constraints.txt
-rother.txt
-c constraints.txt
--const c.txt
--trusted-host example.invalid:8443
--trust x
--use-feature fast-deps
--use-feature nonsense
--use=truststore
flask --hash=sha256:aa --hash sha256:bb
flask --hash=md5:aa
flask --hash=sha256
flask --hash "sha256:aa"
--hash=sha256:aa
flask --config-settings a=b -C c=d -Ce=f
flask --config-setting a=b
flask --config-settings a
flask --index-url https://example.invalid/simple
flask -i https://example.invalid/simple
flask -r other.txt
flask --global-option x
-e ./local
-e ./local[extra]
-e .
-e git+https://example.invalid/r.git@main#egg=pkg
-e git+https://example.invalid/r.git@main#egg=pkg&subdirectory=sub
--editable=svn+svn://example.invalid/r#egg=pkg
-e git:example.invalid/r#egg=x
-e x -e y
flask -e ./local
-e https://example.invalid/a.tar.gz
-e "pkg @ git+https://example.invalid/r.git"
pkg @ https://example.invalid/a.tar.gz
pkg@https://example.invalid/a.tar.gz
pkg[x] @ https://example.invalid/a.tar.gz ; python_version < "3"
pkg @ https://example.invalid/a;b.tar.gz
https://example.invalid/pkg-1.0-py3-none-any.whl
https://example.invalid/pkg-1.0.tar.gz#sha256=aa
https://example.invalid/pkg-1.0.tar.gz#egg=pkg
https://example.invalid/pkg-1.0.tar.gz#egg=pkg ; python_version > "3"
https://example.invalid/pkg-1.0.tar.gz;v=1
git+https://example.invalid/r.git
git+ssh://git@example.invalid/r.git@v1#egg=pkg
git://example.invalid/r.git
ftp://example.invalid/pkg-1.0.tar.gz
file:///tmp/pkg-1.0.tar.gz
HTTPS://EXAMPLE.INVALID/pkg-1.0.tar.gz
./pkg-1.0.tar.gz
./pkg-1.0-py3-none-any.whl
pkg-1.0.zip
pkg-1.0.zip[extra]
pkg.ZIP
./folder
../folder[extra]
flask; python_version < "3"
flask>=1,<2 ; python_version < "3" and extra == "x"
flask ; nonsense
flask ;
flask>=1 <2
flask = 1
flask==1.0.*
Flask[Async,dot_env]~=2.0
flask (>=1)
--
-- --pre
-
flask -
-x
--nonsense
--pre --nonsense
--pre word
--pre word --no-index
-i
--index-url
-i --pre
'flask'
"flask" --pre
--pre "unclosed
--pre 'unclosed
--pre trailing\
flask --pre trailing\
--trusted-host ""
--trusted-host=
--trusted-host a"b"'c'\d
--trusted-host "a\"b\\c\d"
--trusted-host 'a\b'
--index-url https://${TOKEN}@${HOST}/simple
--index-url https://${MISSING}@${HOST}/${EMPTY}/${lower}
--index-url ${NESTED}${HOST}
--index-url ${HOST}${NESTED}
${OPTION}
${SPACED}
$HOST ${HOST
flask	--hash=sha256:aa
flask	# tab before comment
	flask
flask   --pre
   flask   
"""


def hand_written():
    lines = HAND.strip("\n").split("\n")
    for i, line in enumerate(lines):
        yield line.encode()
        if line.endswith("\\"):
            yield "\n".join(lines[i:i + 3]).encode()
    yield b"flask\rdjango\r\npyramid\x0bbottle\x0cweb.py\x1cfalcon\n"
    yield "flask\u2028--pre\u2029django\x85bottle".encode()
    yield "flask #\u2028django".encode()
    yield "flask\u00a0# comment\n\u3000django\u3000".encode()
    yield b"\xef\xbb\xbfflask\n"
    yield b"\xff\xfe" + "flask\n-i x\n".encode("utf-16-le")
    yield b"\xfe\xff" + "flask\n-i x\n".encode("utf-16-be")
    yield b"\xff\xfe\0\0" + "flask\n-i x\n".encode("utf-32-le")
    yield b"\0\0\xfe\xff" + "flask\n-i x\n".encode("utf-32-be")
    yield b"# -*- coding: latin-1 -*-\n--find-links caf\xe9\n"
    yield b"#!x\n# vim: set fileencoding=cp1252 :\n--find-links \x80\n"
    yield b"#\n#\n# coding: latin-1\n--find-links caf\xe9\n"
    yield b"# coding: nonsense\nflask\n"
    yield b"# coding=utf-8\n--find-links caf\xe9\n"


PARTS = [
    "flask", "flask==1.0", "--pre", "-i", "-e", "-r", "-c", "-f", "https://example.invalid/x", "./x", "git+https://example.invalid/r#egg=x",
    "--hash=sha256:aa", "--hash", "sha256:bb", "-C", "a=b", "--index-url", "--extra-index", "--find=x", "--no-index", "--no-binary", ":all:",
    "--only-binary=x", "'", '"', "\\", "#", " #x", ";", "; python_version > '3'", "${HOST}", "${TOKEN}", "--", "-", "\t", "@", "[x]", "--req",
    "--require-hashes", "--trusted-host", "\\\n", "\n", "\n\n", " \\\n", "# c\\\n", "''", '""', "--prefer-b", "=", "-ix", "-rx", "--use-f",
]


def random_files(count):
    source = random.Random(20261125)
    for _ in range(count):
        yield source.choice(["", " "]).join(
            source.choice(PARTS) + source.choice(["", " ", "\n"]) for _ in range(source.randint(1, 9))).encode()


print(json.dumps({"pip": "26.3", "environment": ENVIRONMENT})[:-1] + ', "cases": [')
print(",\n".join(json.dumps(case(data)) for data in [*hand_written(), *random_files(400)]))
print("]}")
