"""Everything that `secondreading deploy` and the page Admin → Deploy give out, as path -> content."""

from __future__ import annotations

from collections.abc import Mapping

from secondreading.deploy.archive import write_zip
from secondreading.deploy.cloud import google_admin_files
from secondreading.deploy.linux import linux_files
from secondreading.deploy.macos import macos_files
from secondreading.deploy.policies import Deployment
from secondreading.deploy.server_files import server_files
from secondreading.deploy.windows import windows_files

README = """\
# Second Reading: files for {server}

Made by `secondreading deploy`. The folder holds the enrolment secret: hand it over like a password.

| folder | what to do with it |
| --- | --- |
| `linux/` | copy what is below `linux/` to `/` on each machine (Chrome, Chromium, Edge, Firefox) |
| `windows/*.reg` | import with `reg import`, or put the same values into a Group Policy (Preferences, Registry) |
| `windows/intune-*.json` | Intune: Devices, Configuration, Create, Import policy |
| `windows/intune-managed-storage.ps1` | Intune: Devices, Scripts, run as SYSTEM in 64 bit PowerShell |
| `windows/remove-*.reg` | takes everything of ours away again, and nothing else |
| `macos/*.mobileconfig` | upload to the device management (or open one to install it by hand) |
| `jamf/*.plist` | Jamf Pro: Configuration Profiles, Application & Custom Settings, Upload |
| `google-admin/*.json` | Google Admin console: Devices, Chrome, Apps & extensions |
| `server/` | the systemd units and the nginx site for the server |

Extension id in Chrome and Edge: `{chromium_id}`
Extension id in Firefox: `{firefox_id}`
Update address in Chrome and Edge: `{packages}/{channel}/update.xml`
Update address in Firefox: `{packages}/{channel}/updates.json`

Chrome and Edge on Windows and macOS install extensions from outside their stores only on machines that are
joined to a domain, enrolled in device management or in the browser's cloud management. Firefox (other than ESR)
takes only packages that Mozilla signed. docs/it/ of the project has a page for each browser and platform.
"""


def deployment_files(deployment: Deployment) -> dict[str, bytes]:
    """All files of one roll-out by path. Raises DeployError."""
    readme = README.format(
        server=deployment.values.server,
        chromium_id=deployment.chromium_id,
        firefox_id=deployment.firefox_id,
        packages=deployment.packages,
        channel=deployment.channel,
    )
    return {
        "README.md": readme.encode(),
        **linux_files(deployment),
        **windows_files(deployment),
        **macos_files(deployment),
        **google_admin_files(deployment),
        **server_files(deployment.values.server),
    }


def as_archive(files: Mapping[str, bytes]) -> bytes:
    """The same as one zip file, for a download."""
    return write_zip(files)
