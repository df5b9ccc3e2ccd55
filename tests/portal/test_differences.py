"""What changed between two versions: the right lines, marked, and quickly whatever comes."""

from portal.web.diagnose.differences import COMPARED, MOST, Change, differences
from tests.effort import at_most


def texts(change: Change) -> tuple[int, str | None, str | None]:
    return change.number, change.before, change.after


def test_a_changed_value_is_marked_in_its_line() -> None:
    changes, total = differences("<a>\n  <b>147900.00</b>\n</a>", "<a>\n  <b>149700.00</b>\n</a>")
    assert total == 1
    assert texts(changes[0]) == (
        2,
        "  &lt;b&gt;<mark>147900.00</mark>&lt;/b&gt;",
        "  &lt;b&gt;<mark>149700.00</mark>&lt;/b&gt;",
    )


def test_lines_that_came_and_went() -> None:
    changes, total = differences("a\nb\nc\nd", "a\nc\nd\ne")
    assert [texts(c) for c in changes] == [(2, "b", None), (4, None, "e")]
    assert total == 2


def test_equal_files_have_none_and_line_ends_are_no_change() -> None:
    assert differences("a\r\nb\r\n", "a\nb\n") == ([], 0)


def test_one_long_line_shows_each_change_by_itself() -> None:
    before = "".join(f"ITE_{n}:valor {n};" for n in range(500))
    after = before.replace("ITE_7:valor 7;", "ITE_7:otro;").replace("ITE_400:valor 400;", "ITE_400:otro;")
    changes, total = differences(before, after)
    assert total == 2
    assert [c.number for c in changes] == [1, 1]
    assert changes[1].before == "ITE_400:<mark>valor 400</mark>;"


def test_markup_is_text() -> None:
    changes, _ = differences("<script>1</script>", "<script>2</script>")
    assert "<script>" not in str(changes[0].before)


def test_many_changes_are_counted_and_not_all_shown() -> None:
    changes, total = differences(
        "\n".join(f"a{n}" for n in range(900)), "\n".join(f"b{n}" for n in range(900))
    )
    assert (len(changes), total) == (MOST, 900)


def test_hostile_files_take_bounded_work() -> None:
    few = COMPARED // 200
    hostile = [f"{n % 200}" for n in range(200 * few)]
    with at_most(20):
        differences("\n".join(hostile), "\n".join([*hostile[1::2], *hostile[::2]]))
        differences("\n".join(["a", "b"] * 600_000), "\n".join(["b", "a", "c"] * 400_000))
        differences("x" * 2_000_000, "y" * 2_000_000)
