"""Rows and the table of a class, without any check."""

import pytest

from tutorial_utils.course.commands.class_report import ClassReport, as_table, stops
from tutorial_utils.course.commands.targets import targets
from tutorial_utils.course.desk.report_model import NOT_STARTED, NOT_YET, PASS, Report, Verdict
from tutorial_utils.course.exceptions import CourseError, EnvironmentFault
from tutorial_utils.course.grading.job import Job


def report(path, *verdicts):
    said = tuple(Verdict(id_, state, "", diagnosis) for id_, state, diagnosis in verdicts)
    return Report("01_sums", str(path), said, (), (), 1, 2.5)


@pytest.fixture
def jobs(tmp_path):
    found = []
    for learner in ("ada", "ben", "cem"):
        (tmp_path / learner).mkdir()
        path = tmp_path / learner / "01_sums.ipynb"
        path.write_text(learner)
        found.append(Job(path, learner=learner))
    return found


def filled(known, jobs):
    known.add(jobs[0], report(jobs[0].path, ("a", PASS, ""), ("b", NOT_YET, "minus")))
    known.add(jobs[1], report(jobs[1].path, ("a", NOT_YET, "sign"), ("b", NOT_YET, "minus")))
    known.add(jobs[2], report(jobs[2].path, ("a", NOT_STARTED, ""), ("b", NOT_YET, "other, word")))
    return known


def test_the_exercise_that_stops_most_comes_first_with_its_diagnosis(jobs):
    known = filled(ClassReport(), jobs)
    assert as_table(known.rows) == [
        "3 learners. The exercise that stops most of them comes first.",
        "lesson  exercise  PASS  NOT YET  NOT STARTED  mostly",
        "01      b            0        3            0  minus (2)",
        "01      a            1        1            1  sign (1)",
    ]


def test_of_two_files_of_one_learner_the_better_counts(jobs):
    known = filled(ClassReport(), jobs)
    known.add(Job(jobs[1].path, learner="ben"), report("x", ("a", PASS, ""), ("b", PASS, "")))
    assert {stop.exercise: stop.states[PASS] for stop in stops(known.rows)} == {"a": 2, "b": 1}


def test_a_file_that_was_written_in_part_is_checked_again(jobs, tmp_path):
    """As after a kill: whatever was cut off, no verdict is doubled and none is lost."""
    path = tmp_path / "class.csv"
    filled(ClassReport(path), jobs)
    whole = path.read_text()
    for cut in range(len(whole.splitlines()[0]) + 1, len(whole), 9):
        path.write_text(whole[:cut])
        known = ClassReport(path, resume=True)
        left = known.left(jobs)
        for job in left:
            known.add(job, report(job.path, ("a", PASS, ""), ("b", PASS, "")))
        again = ClassReport(path, resume=True)
        assert again.left(jobs) == []
        assert len(again.rows) == 6 and path.read_text().count("\n") == 7
        assert [job.learner for job in jobs if job not in left] == ["ada", "ben"][
            : 2 - len(left) + 1
        ]


def test_a_changed_file_is_checked_again(jobs, tmp_path):
    path = tmp_path / "class.csv"
    filled(ClassReport(path), jobs)
    jobs[1].path.write_text("handed in once more")
    known = ClassReport(path, resume=True)
    assert known.left(jobs) == [jobs[1]]
    assert {row["learner"] for row in known.rows} == {"ada", "cem"}


def test_what_is_no_such_table_is_left_alone(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("name,mark\nada,1\n")
    for resume in (False, True):
        with pytest.raises(CourseError):
            ClassReport(path, resume=resume)
    assert path.read_text() == "name,mark\nada,1\n"
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        ClassReport(tmp_path / "marks.csv" / "class.csv")


def test_whose_files_are(jobs, tmp_path):
    def of(*whats):
        return [
            (job.whose, job.path.name) for job in targets(list(map(str, whats)), False, tmp_path)
        ]

    three = [(learner, "01_sums.ipynb") for learner in ("ada", "ben", "cem")]
    assert of(*(job.path.parent for job in jobs)) == three, "class/*/"
    assert of(tmp_path) == three, "class/"
    assert of(jobs[0].path) == three[:1]
    inside = tmp_path / "ada" / "my-lessons"
    inside.mkdir()
    jobs[0].path.rename(inside / "01_sums.ipynb")
    (inside / ".ipynb_checkpoints").mkdir()
    (inside / ".ipynb_checkpoints" / "01_sums.ipynb").touch()
    assert of(tmp_path / "ada") == three[:1]
