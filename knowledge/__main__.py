"""`python -m knowledge check | build | coverage`: check every source, compile them, or count what is checked.

`schema`, `reference` and `samples` write what is generated from the estructura base (knowledge.generate).
"""

from __future__ import annotations

import argparse
import sys

from knowledge.compile import BrokenKnowledge, compile_sources, compiled, read_sources, version_of

CHECKS = ("check", "build", "coverage")
GENERATED = ("schema", "reference", "samples")


def main(argv: list[str] | None = None) -> int:
    """0 where all is well, 1 with one line a problem where not."""
    argv = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="What the house knows.")
    parser.add_argument("command", choices=(*CHECKS, *GENERATED))
    command = parser.parse_args(argv[:1]).command
    if command in GENERATED:
        from knowledge import load
        from knowledge.generate.command import main as generate

        return generate(argv, load())
    parser.parse_args(argv)
    try:
        if command == "coverage":
            return show_coverage()
        if command == "build":
            data, version = compiled()
        else:
            sources = read_sources()
            data, version = compile_sources(sources), version_of(sources)
    except BrokenKnowledge as broken:
        for file, pointer, reason in broken.problems:
            print(f"knowledge/{file} {pointer or '/'}: {reason}", file=sys.stderr)
        return 1
    fields = sum(len(s["fields"]) for root in data["structure"] for s in root["segments"].values())
    print(
        f"{version}: {len(data['rules'])} rules, {fields} fields, {len(data['responses'])} responses, "
        f"{len(data['codes'])} lists, {len(data['requests'])} requests, {len(data['articles'])} articles"
    )
    return 0


def show_coverage() -> int:
    """Print how much of DIAN's guide is explained, checked and proved; raises BrokenKnowledge."""
    from knowledge import load
    from knowledge.coverage import rows, table

    for line in table(rows(load())):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
