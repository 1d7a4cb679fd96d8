"""Downloads one source archive with pip's own finder and session, so that nothing of the package is run to learn about it.

Run as a script: `python sdist.py name version folder`. `pip download` would call the package's build script for its metadata.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(name: str, version: str, into: str) -> None:
    """Write the archive into the folder under its own name. Ends with a message and status 1 when there is none."""
    from pip._internal.commands.download import DownloadCommand
    from pip._internal.models.format_control import FormatControl
    from pip._internal.network.download import Downloader
    from pip._vendor.packaging.specifiers import SpecifierSet

    command = DownloadCommand("download", "one source archive")
    with command.main_context():
        options, _ = command.parse_args(["--no-deps", "--no-binary", ":all:", "--dest", into, f"{name}=={version}"])
        options.format_control = FormatControl({":all:"}, set())
        session = command.get_default_session(options)
        finder = command._build_package_finder(options=options, session=session)
        best = finder.find_best_candidate(name, specifier=SpecifierSet(f"=={version}")).best_candidate
        if best is None:
            sys.exit(f"the registry has no source archive of {name}=={version}")
        if best.link.is_file:
            (Path(into) / best.link.filename).write_bytes(Path(best.link.file_path).read_bytes())
            return
        Downloader(session, "off")(best.link, into)


if __name__ == "__main__":
    main(*sys.argv[1:])
