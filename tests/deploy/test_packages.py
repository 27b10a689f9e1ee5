"""Packages are signed, reproducible, tailored, and never change under a version that browsers have."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.deploy.archive import read_zip, write_zip
from secondreading.deploy.crx import read_crx
from secondreading.deploy.manifest import ManifestError
from secondreading.deploy.pack import (
    adopt_signed_xpi,
    file_names,
    pack,
    read_extension,
    roll_back,
    version_above,
)
from secondreading.deploy.package_index import PackageError, read_index
from secondreading.resources import extension_folder
from tests.deploy.conftest import SERVER, order

Source = dict[str, bytes]
Key = rsa.RSAPrivateKey


def manifest_in(path: Path) -> dict[str, object]:
    data = path.read_bytes()
    files = read_zip(read_crx(data).archive if path.suffix == ".crx" else data)
    return dict(json.loads(files["manifest.json"]))


def test_the_same_source_gives_the_same_bytes_wherever_it_lies(tmp_path: Path, key: Key, source: Source):
    copy = tmp_path / "somewhere else"
    shutil.copytree(extension_folder(), copy)
    for path in copy.rglob("*"):
        os.utime(path, (1, 1))
    pack(source, tmp_path / "one", key, order())
    pack(read_extension(copy), tmp_path / "two", key, order())
    for name in file_names("1.0.0").values():
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_each_package_names_the_citys_server_and_nothing_on_the_users_machine(
    tmp_path: Path, key: Key, source: Source
):
    pack(source, tmp_path, key, order())
    for name in file_names("1.0.0").values():
        manifest = manifest_in(tmp_path / name)
        permissions = manifest["host_permissions"]
        assert isinstance(permissions, list)
        assert "https://reading.maplebend.gov/*" in permissions, name
        assert not [pattern for pattern in permissions if "localhost" in pattern or "127.0.0.1" in pattern], (
            name
        )
        assert "key" not in manifest, f"{name}: the stores refuse a manifest with a key"


def test_the_citys_own_sites_are_granted_with_the_package(tmp_path: Path, key: Key, source: Source):
    wanted = replace(order(), sites=("social.maplebend.gov",))
    pack(source, tmp_path, key, wanted)
    for name in file_names("1.0.0").values():
        assert "https://social.maplebend.gov/*" in str(manifest_in(tmp_path / name)["host_permissions"]), name


@pytest.mark.parametrize("site", ["*", "*.gov", "https://a.gov", "a.gov/path", "localhost", "", "A.gov"])
def test_a_site_that_is_no_hosts_name_is_refused(tmp_path: Path, key: Key, source: Source, site: str):
    with pytest.raises(ManifestError, match=r"social\.maplebend\.gov"):
        pack(source, tmp_path, key, replace(order(), sites=(site,)))


def test_packages_of_the_city_update_themselves_and_those_of_stores_leave_it_to_the_store(
    tmp_path: Path, key: Key, source: Source
):
    pack(source, tmp_path, key, order())
    crx = manifest_in(tmp_path / "second-reading-1.0.0.crx")
    xpi = manifest_in(tmp_path / "second-reading-1.0.0.xpi")
    assert crx["update_url"] == f"{SERVER}/packages/stable/update.xml"
    assert f"{SERVER}/packages/stable/updates.json" in json.dumps(xpi["browser_specific_settings"])
    for store in ("chrome-store", "edge-store", "amo"):
        manifest = manifest_in(tmp_path / f"second-reading-1.0.0-{store}.zip")
        assert "update_url" not in json.dumps(manifest), store


def test_each_browser_gets_only_the_keys_that_it_knows(tmp_path: Path, key: Key, source: Source):
    pack(source, tmp_path, key, order())
    crx = manifest_in(tmp_path / "second-reading-1.0.0.crx")
    xpi = manifest_in(tmp_path / "second-reading-1.0.0.xpi")
    assert "browser_specific_settings" not in crx
    assert crx["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert xpi["background"] == {"scripts": ["background/main.js"], "type": "module"}
    assert "minimum_chrome_version" not in xpi


def test_no_note_for_people_who_work_on_the_source_is_packed(tmp_path: Path, key: Key, source: Source):
    pack(source, tmp_path, key, order())
    names = read_zip((tmp_path / "second-reading-1.0.0.xpi").read_bytes())
    assert "manifest.json" in names
    assert not {"README.md", "types.d.ts"} & set(names)


def test_a_version_that_browsers_may_have_is_never_packed_with_other_content(
    tmp_path: Path, key: Key, source: Source
):
    pack(source, tmp_path, key, order())
    changed = {**source, "content/boot.js": source["content/boot.js"] + b"\n// more\n"}
    with pytest.raises(PackageError, match=r"--version 1\.0\.0\.1"):
        pack(changed, tmp_path, key, order())


def test_packing_an_older_version_again_does_not_lower_what_is_offered(
    tmp_path: Path, key: Key, source: Source
):
    pack(source, tmp_path, key, order("1.0.0"))
    pack(source, tmp_path, key, order("1.1.0"))
    pack(source, tmp_path, key, order("1.0.0"))
    index = read_index(tmp_path)
    assert index is not None
    assert index.channels == {"stable": "1.1.0"}


def test_another_key_is_refused_because_browsers_would_see_another_extension(
    tmp_path: Path, key: Key, source: Source
):
    pack(source, tmp_path, key, order())
    other = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    with pytest.raises(PackageError, match="key that the city has kept"):
        pack(source, tmp_path, other, order("1.1.0"))


def test_going_back_packs_the_old_content_under_a_higher_number(tmp_path: Path, key: Key, source: Source):
    pack(source, tmp_path, key, order("1.0.0"))
    pack({**source, "content/boot.js": b"// broken\n"}, tmp_path, key, order("1.1.0"))
    index = roll_back(tmp_path, key, order(version_above("1.1.0")), "1.0.0")
    assert index.channels["stable"] == "1.1.0.1"
    package = index.packages["1.1.0.1"]
    assert package.content_of == "1.0.0"
    for file in (package.crx, package.xpi):
        data = (tmp_path / file.name).read_bytes()
        files = read_zip(read_crx(data).archive if file.name.endswith(".crx") else data)
        assert files["content/boot.js"] == source["content/boot.js"]
        assert json.loads(files["manifest.json"])["version"] == "1.1.0.1"


def test_going_back_under_a_number_that_browsers_passed_is_refused(tmp_path: Path, key: Key, source: Source):
    pack(source, tmp_path, key, order("1.0.0"))
    pack(source, tmp_path, key, order("1.1.0"))
    with pytest.raises(PackageError, match=r"above 1\.1\.0"):
        roll_back(tmp_path, key, order("1.0.5"), "1.0.0")


def test_the_early_channel_gets_a_version_before_the_stable_one(tmp_path: Path, key: Key, source: Source):
    pack(source, tmp_path, key, order("1.0.0"))
    index = pack(source, tmp_path, key, order("1.1.0", channel="early"))
    assert [getattr(index.offered(channel), "version", None) for channel in ("stable", "early")] == [
        "1.0.0",
        "1.1.0",
    ]


def test_the_file_that_mozilla_signed_takes_the_place_of_the_packed_one(
    tmp_path: Path, key: Key, source: Source
):
    packed = pack(source, tmp_path, key, order())
    xpi = tmp_path / "second-reading-1.0.0.xpi"
    files = read_zip(xpi.read_bytes())
    signed = write_zip({**files, "META-INF/mozilla.rsa": b"signature"})
    index = adopt_signed_xpi(tmp_path, signed)
    assert xpi.read_bytes() == signed
    assert index.packages["1.0.0"].xpi.sha256 != packed.packages["1.0.0"].xpi.sha256
    for other, words in (
        (write_zip(files), "not signed"),
        (write_zip({**files, "content/boot.js": b"", "META-INF/mozilla.rsa": b""}), "does not hold"),
        (b"no zip", "no package"),
    ):
        with pytest.raises(PackageError, match=words):
            adopt_signed_xpi(tmp_path, other)
