"""The platform files as the server hands them out: the packaged ones, a city's newer ones, never faulty ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from secondreading.api.platform_files import PlatformFiles, read_platforms
from secondreading.resources import extension_folder

PACKAGED = extension_folder() / "platforms"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A city's own folder, with everything that came along."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "platforms"))


def _change(path: Path, **values: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | values), "utf-8")


def test_the_packaged_files_are_served_whole_and_as_they_are(client: FlaskClient) -> None:
    answer = client.get("/v1/platforms")
    assert answer.status_code == 200
    served = answer.get_json()
    index = json.loads((PACKAGED / "index.json").read_text("utf-8"))
    assert [platform["id"] for platform in served["platforms"]] == index["platforms"]
    assert {name: served[name] for name in ("version", "expires", "off")} == {
        name: index[name] for name in ("version", "expires", "off")
    }
    for platform in served["platforms"]:
        written = json.loads((PACKAGED / f"{platform['id']}.json").read_text("utf-8"))
        assert platform == {name: value for name, value in written.items() if value is not None}


def test_an_unchanged_set_is_not_sent_twice(client: FlaskClient) -> None:
    etag = client.get("/v1/platforms").headers["ETag"]
    again = client.get("/v1/platforms", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.data == b""
    assert client.get("/v1/platforms", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_citys_folder_goes_first_and_its_switch_reaches_everybody(own: Path) -> None:
    files = PlatformFiles(PACKAGED, own)
    first = files.current()
    _change(own / "index.json", version=2, off=["tiktok"])
    second = files.current()
    assert json.loads(second.body)["off"] == ["tiktok"]
    assert second.etag != first.etag


def test_a_faulty_folder_changes_nothing_and_is_named_in_the_log(
    own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = PlatformFiles(PACKAGED, own)
    before = files.current()
    _change(own / "x.json", script="alert(1)")
    assert files.current() == before
    assert "x.json" in caplog.text
    assert "script" in caplog.text


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("index.json", {"version": 0}),
        ("index.json", {"expires": "soon"}),
        ("index.json", {"platforms": ["x", "nowhere"]}),
        ("x.json", {"id": "y"}),
        ("x.json", {"hosts": ["https://x.com/"]}),
        ("x.json", {"composers": []}),
    ],
)
def test_a_fault_names_its_file(own: Path, file: str, values: dict[str, Any]) -> None:
    _change(own / file, **values)
    with pytest.raises(ValueError, match="json: "):
        read_platforms(own)
