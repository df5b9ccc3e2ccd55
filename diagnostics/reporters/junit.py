"""JUnit XML: a suite a file, a case a finding. What fails the run is a failure, the rest passes and says so."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from diagnostics.report import Finding
from diagnostics.reporters.result import Result, region_of
from diagnostics.reporters.style import Style
from diagnostics.severity import reaches


def end(results: Sequence[Result], style: Style) -> bytes:
    """All files."""
    suites = etree.Element("testsuites", name="ventanilla")
    for result in results:
        suites.append(_suite(result, style))
    for total in ("tests", "failures", "errors"):
        suites.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    return etree.tostring(suites, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _suite(result: Result, style: Style) -> etree._Element:
    report = result.report
    suite = etree.Element("testsuite", name=_clean(result.name))
    for finding in report.findings:
        suite.append(_case(result.name, finding, style))
    if report.verdict == "incomplete":
        case = etree.SubElement(
            suite, "testcase", name=style.word("incomplete"), classname=_clean(result.name)
        )
        etree.SubElement(case, "error", message=style.word("incomplete"))
    elif not report.findings:
        etree.SubElement(suite, "testcase", name=style.word("valid"), classname=_clean(result.name))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("time", f"{report.duration_ms / 1000:.3f}")
    return suite


def _case(name: str, finding: Finding, style: Style) -> etree._Element:
    case = etree.Element(
        "testcase", name=_clean(f"{finding.code} {finding.path}".strip()), classname=_clean(name)
    )
    region = region_of(finding)
    if region is not None:
        case.set("line", str(region.line))
    message = style.text(finding, "message")
    told = _clean(f"{message}\n{style.word('fix')}: {finding.fix}")
    if reaches(finding.severity, style.fail_on):
        failure = etree.SubElement(case, "failure", message=_clean(message), type=finding.severity)
        failure.text = told
    else:
        etree.SubElement(case, "system-out").text = f"{style.word(finding.severity)}: {told}"
    return case


def _clean(text: str) -> str:
    """What XML may hold."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
