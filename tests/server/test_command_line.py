"""The `secondreading` command, run as a person or a script runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.conftest import LEAK, LEAK_RULE, PROJECT, check_body, environment, leak_in


def run(folder: Path, *arguments: str, feed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "secondreading", *arguments],
        cwd=folder,
        env=environment(folder),
        input=feed,
        capture_output=True,
        timeout=120,
        check=False,
    )


def lines_of(*requests: object) -> bytes:
    return b"".join(json.dumps(request, ensure_ascii=False).encode() + b"\n" for request in requests)


def test_help_names_every_command_and_an_example(tmp_path: Path):
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    for word in (b"serve", b"check", b"rules", b"token", b"examples:"):
        assert word in done.stdout


@pytest.mark.parametrize(
    "command", [["serve"], ["check"], ["rules"], ["rules", "test"], ["rules", "list"], ["token"]]
)
def test_every_command_explains_itself(tmp_path: Path, command: list[str]):
    done = run(tmp_path, *command, "--help")
    assert done.returncode == 0
    assert b"usage: secondreading " + " ".join(command).encode() in done.stdout


def test_help_loads_nothing_heavy():
    program = (
        "import sys, secondreading.cli as cli; cli.build_parser().format_help();"
        "heavy = {'flask', 'sqlalchemy', 'nltk', 'yaml', 'jwt', 're2'};"
        "print(*heavy & {name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT / "server", capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_a_text_is_shown_with_place_words_reason_clause_and_fix(tmp_path: Path):
    done = run(tmp_path, "check", feed=f"Good morning!\n😀 {LEAK}\n".encode())
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "text:2:" in said
    assert "[confidentiality.closed-session]" in said
    assert "words:  closed session" in said
    for label in ("why:", "policy:", "do:"):
        assert label in said


def test_line_and_column_point_to_the_marked_words(tmp_path: Path):
    said = run(tmp_path, "check", feed=f"Hello\n\n  {LEAK}".encode()).stdout.decode()
    place, _, rest = said[: said.index(f"[{LEAK_RULE}]")].rpartition("text:")[2].partition(": ")
    assert rest
    line, column = (int(part) for part in place.split(":"))
    assert f"Hello\n\n  {LEAK}".splitlines()[line - 1][column - 1 :].startswith("closed session")


def test_a_harmless_text_ends_with_status_0(tmp_path: Path):
    (tmp_path / "draft.txt").write_text("The library opens at nine on Monday.", encoding="utf-8")
    done = run(tmp_path, "check", "draft.txt")
    assert (done.returncode, done.stdout.decode().splitlines()[0].split(" · ")[0]) == (0, "nothing to note")


@pytest.mark.parametrize(
    ("arguments", "feed", "words"),
    [
        (["check", "missing.txt"], b"", "missing.txt"),
        (["check"], b"caf\xe9", "UTF-8"),
        (["check"], b"a\0b", "null character"),
        (["check"], b"a" * 20_001, "20,000"),
        (["check", "--today", "tomorrow"], b"a", "--today"),
        (["check", "--profile", "king"], b"a", "--profile"),
        (["check", "--rules", "nowhere"], b"a", "nowhere"),
        (["serve", "--port", "eighty"], b"", "--port"),
        (["token", "--hours", "-1"], b"", "--hours"),
        ([], b"", "COMMAND"),
    ],
    ids=str,
)
def test_bad_input_ends_with_status_2_and_says_what(
    tmp_path: Path, arguments: list[str], feed: bytes, words: str
):
    done = run(tmp_path, *arguments, feed=feed)
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_lines_come_back_in_order_with_the_callers_own_keys(tmp_path: Path):
    feed = lines_of(
        {"id": "a", **check_body()},
        {**check_body("Good morning"), "id": 2, "note": {"deep": [1, "ü", None]}},
        check_body("Good evening"),
    )
    done = run(tmp_path, "check", "--jsonl", feed=feed)
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1
    assert (first["id"], leak_in(first)["rule"]) == ("a", LEAK_RULE)
    assert (second["id"], second["note"], second["findings"]) == (2, {"deep": [1, "ü", None]}, [])
    assert "id" not in third


def test_a_line_gets_the_answer_that_the_api_gives(tmp_path: Path, client):
    done = run(tmp_path, "check", "--jsonl", feed=lines_of(check_body("😀 " + LEAK)))
    assert done.stdout.strip() == client.post("/v1/check", json=check_body("😀 " + LEAK)).data


def test_a_bad_line_is_named_and_the_rest_is_checked(tmp_path: Path):
    feed = (
        lines_of(check_body("one"))
        + b'{"draft": {}, "id": 7}\n\nMarrowbone\n\xff\n'
        + lines_of(check_body("two"))
    )
    done = run(tmp_path, "check", "--jsonl", feed=feed)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert [answer["status"] for answer in answers] == ["checked", 422, 400, 400, "checked"]
    assert (answers[1]["id"], answers[1]["errors"][0]["path"]) == (7, "draft.text")
    complaints = done.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in complaints] == ["line 2", "line 4", "line 5"]
    assert b"Marrowbone" not in done.stdout + done.stderr


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path):
    (tmp_path / "many.jsonl").write_bytes(lines_of(check_body(LEAK)) * 500)
    command = [sys.executable, "-m", "secondreading", "check", "--jsonl", "many.jsonl"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_line_separators_inside_a_text_end_no_line(tmp_path: Path):
    feed = lines_of(check_body("one\u2028two\x85three\vfour"))
    assert len(run(tmp_path, "check", "--jsonl", feed=feed).stdout.splitlines()) == 1


def test_nothing_in_gives_nothing_out(tmp_path: Path):
    done = run(tmp_path, "check", "--jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_check_leaves_no_file_behind(tmp_path: Path):
    run(tmp_path, "check", feed=LEAK.encode())
    assert list(tmp_path.iterdir()) == []


def test_the_packaged_rules_pass_their_own_examples(tmp_path: Path):
    done = run(tmp_path, "rules", "test")
    assert done.returncode == 0, done.stdout.decode()
    assert b" 0 failed" in done.stdout


def test_rules_are_listed_by_id(tmp_path: Path):
    done = run(tmp_path, "rules", "list")
    assert b"confidentiality.closed-session" in done.stdout
    assert done.stdout.splitlines() == sorted(done.stdout.splitlines())


def test_all_errors_of_a_policy_are_printed_with_their_place(tmp_path: Path):
    import shutil

    from secondreading.resources import policy_rules_folder

    shutil.copytree(policy_rules_folder(), tmp_path / "rules")
    for name in ("one", "two"):
        (tmp_path / "rules" / "confidentiality" / f"{name}.yaml").write_text("severity: [", encoding="utf-8")
    done = run(tmp_path, "rules", "test", "--rules", "rules")
    assert done.returncode == 2
    assert b"confidentiality/one.yaml:" in done.stderr
    assert b"confidentiality/two.yaml:" in done.stderr


def test_a_token_is_printed_alone_and_the_server_takes_it(tmp_path: Path):
    from secondreading.api.auth import Tokens
    from secondreading.api.keys import load_keys

    done = run(tmp_path, "token", "--subject", "desk", "--hours", "1", "--scope", "check", "--scope", "admin")
    assert (done.returncode, done.stderr) == (0, b"")
    keys = load_keys(tmp_path / "state" / "signing_keys.json")
    principal = Tokens(keys, issuer="second-reading", audience="second-reading").verify(
        done.stdout.decode().strip()
    )
    assert (principal.subject, principal.scopes) == ("desk", {"check", "admin"})
