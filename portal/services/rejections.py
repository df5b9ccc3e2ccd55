"""What a rejection says of a diagnosed document, line by line, and to which document of an upload an answer belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diagnostics import Finding
from diagnostics.intake import innermost
from diagnostics.rejection import ANSWER, RULE, Line, answer_of, lines_of, said_in
from knowledge import load
from portal.models import Diagnosis
from portal.services.diagnoses import LIMITS, Kept, content_of

SEEN, PLACED, UNSEEN = "seen", "placed", "unseen"
Upload = tuple[str, bytes, bool]


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of a rejection beside the document. `how`: seen (a finding of ours says the same), placed (its field is
    there, or what lacks it) or unseen. `index` is the finding to show, None where there is no place; `finding` is
    what the report says of the line, `answer` what it says of the service's words; `line` is None where the guide
    reads the rejection otherwise than when it was diagnosed."""

    how: str
    finding: Finding
    index: int | None
    line: Line | None
    answer: Finding | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A document of an upload, and the words of the answers to it with the names of their files; or an answer to none
    of them, with its own words."""

    upload: Upload
    words: str = ""
    names: tuple[str, ...] = ()


def ties(findings: Sequence[Finding], lines: Sequence[Line] = ()) -> list[Tie]:
    """The lines of a rejection, in its order, as the report's findings tie them."""
    by_code = {line.code: line for line in lines if line.response is None}
    answers = iter([line for line in lines if line.response is not None])
    made: list[Tie] = []
    for index, finding in enumerate(findings):
        if finding.rule == ANSWER:
            made.append(Tie(UNSEEN, finding, None, next(answers, None), finding))
        elif finding.rule == RULE and finding.code == RULE and made and made[-1].answer is not None:
            last = made.pop()  # the rule behind the words that were just explained
            made.append(_tie(finding, index, last.line, last.answer))
        elif finding.rule == RULE:
            made.append(_tie(finding, index, by_code.get(finding.code)))
    return made


def _tie(finding: Finding, index: int, line: Line | None, answer: Finding | None = None) -> Tie:
    if finding.consequence_of is not None:
        return Tie(SEEN, finding, finding.consequence_of, line, answer)
    placed = finding.line is not None
    return Tie(PLACED if placed else UNSEEN, finding, index if placed else None, line, answer)


def told(diagnosis: Diagnosis, held: Kept) -> list[Line]:
    """What the answers in a diagnosed upload, and the rejection that came with it, say."""
    knowledge = load()
    envelope = said_in(held.envelope.encode(), knowledge, LIMITS) if held.envelope else []
    within = said_in(content_of(diagnosis), knowledge, LIMITS)
    return lines_of([*within, "\n".join([held.rejection, *envelope])], knowledge)


def named(findings: Sequence[Finding]) -> set[int]:
    """The indexes of the findings that a rejection names."""
    return {f.consequence_of for f in findings if f.rule == RULE and f.consequence_of is not None}


def answered(uploads: Sequence[Upload]) -> tuple[list[Answered], list[Answered]]:
    """(the documents with the answers to them, the answers to none of them).

    An answer is to the only document there is, or to the one whose CUFE or number it names.
    """
    read = [(upload, answer_of(upload[1], load(), LIMITS)) for upload in uploads]
    documents = [Answered(upload) for upload, words in read if not words]
    alone: list[Answered] = []
    for upload, words in read:
        if not words:
            continue
        place = 0 if len(documents) == 1 else _place(upload[1], [d.upload[1] for d in documents])
        if place is None:
            alone.append(Answered(upload, words))
        else:
            one = documents[place]
            joined = "\n".join(filter(None, (one.words, words)))
            documents[place] = Answered(one.upload, joined, (*one.names, upload[0]))
    return documents, alone


def _place(answer: bytes, documents: Sequence[bytes]) -> int | None:
    """Which of the documents an answer names; None for none, or for several."""
    text = answer.decode("utf-8", "replace")
    fits = [n for n, data in enumerate(documents) if any(_says(text, name) for name in _names(data))]
    return fits[0] if len(fits) == 1 else None


def _names(data: bytes) -> list[str]:
    document = innermost(data, load(), LIMITS).document
    values = [document.value(id_) for id_ in ("doc.cufe", "doc.number")] if document is not None else []
    return [value.strip() for value in values if value and value.strip()]


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
