"""What browsers ask for to learn of a new version: `update.xml` (Chrome, Edge) and `updates.json` (Firefox)."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from secondreading.deploy.package_index import PackageIndex

NAMESPACE = "http://www.google.com/update2/response"


def update_xml(index: PackageIndex, channel: str, base: str) -> bytes:
    """The answer to Chrome's updater; `base` is the address that the packages lie under, with its slash."""
    offered = index.offered(channel)
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}gupdate", {"protocol": "2.0"})
    app = ElementTree.SubElement(root, f"{{{NAMESPACE}}}app", {"appid": index.chromium_id, "status": "ok"})
    if offered is None:
        ElementTree.SubElement(app, f"{{{NAMESPACE}}}updatecheck", {"status": "noupdate"})
    else:
        attributes = {
            "codebase": base + offered.crx.name,
            "version": offered.version,
            "hash_sha256": offered.crx.sha256,
            "size": str(offered.crx.size),
            "prodversionmin": offered.minimum_chrome,
        }
        ElementTree.SubElement(app, f"{{{NAMESPACE}}}updatecheck", {"status": "ok", **attributes})
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def updates_json(index: PackageIndex, channel: str, base: str) -> bytes:
    """The answer to Firefox; `base` as above."""
    offered = index.offered(channel)
    updates = []
    if offered is not None:
        updates.append(
            {
                "version": offered.version,
                "update_link": base + offered.xpi.name,
                "update_hash": f"sha256:{offered.xpi.sha256}",
                "applications": {"gecko": {"strict_min_version": offered.minimum_firefox}},
            }
        )
    return json.dumps({"addons": {index.firefox_id: {"updates": updates}}}, indent=1).encode()
