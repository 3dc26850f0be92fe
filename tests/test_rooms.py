"""A module's test has its name; where it has none, here is why, and what tests it instead.

A new module comes with a test of its name, or with a line below.
"""

from collections import Counter

import pytest

from .conftest import ROOT

PACKAGE = ROOT / "tutorial_utils"

# Files of one folder that a person can still overlook at a glance.
MODULES_IN_A_ROOM = 14

# Why -> the test that does it -> the modules that have no test of their name.
TESTED_ELSEWHERE = {
    "judges are tried with every known answer, each of which must get its own diagnosis": {
        "checks/test_gauntlet.py": [
            "checks/lessons/callbacks.py",
            "checks/lessons/session_evaluation.py",
            "checks/lessons/silent_convolution.py",
            "checks/lessons/sub_models.py",
            "checks/lessons/symbolic_or_eager.py",
            "checks/lessons/tf_function_printing.py",
        ],
    },
    "the kit of the judges is tried with a tiny exercise, diagnosis by diagnosis": {
        "checks/test_common.py": [
            "checks/attempt.py",
            "checks/feedback.py",
            "checks/judging.py",
            "checks/raised.py",
        ],
    },
    "an option and an order are read in the same way": {
        "checks/test_choices.py": ["checks/orders.py"],
    },
    "a callback of a learner's is watched on the models that are trained for it": {
        "checks/training/test_trained.py": [
            "checks/training/trained_model.py",
            "checks/training/watched.py",
        ],
    },
    "the parts of compiling are seen in what they make, from the smallest lesson": {
        "course/author/test_build.py": [
            "course/author/executing.py",
        ],
        "course/author/test_inputs.py": ["course/author/outputs.py"],
        "course/author/test_reading.py": [
            "course/author/cells.py",
            "course/author/feedback_file.py",
            "course/author/front_matter.py",
        ],
        "course/author/test_rules.py": [
            "course/content/names.py",
            "course/author/rules/feedback.py",
            "course/author/rules/lessons.py",
            "course/author/rules/pages.py",
            "course/author/rules/sections.py",
            "course/author/rules/together.py",
        ],
        "course/author/test_answers.py": ["course/author/rules/answers.py"],
        "course/scaffold/test_new.py": [
            "course/scaffold/lesson_texts.py",
            "course/scaffold/templates.py",
        ],
    },
    "a command is what it prints, asks and leaves behind: the whole program is run": {
        "course/commands/test_program.py": [
            "__main__.py",
            "course/commands/browser.py",
            "course/commands/maintainer.py",
            "course/commands/options.py",
        ],
        "course/commands/test_watch.py": ["course/commands/keypresses.py"],
        "course/content/test_explained.py": ["course/commands/lookup.py"],
        "course/desk/test_attempts.py": ["course/commands/learner.py"],
        "course/grading/test_checking.py": [
            "course/commands/check.py",
            "course/commands/json_report.py",
            "course/commands/report.py",
            "course/commands/targets.py",
            "course/grading/next_step.py",
            "course/machine/signals.py",
        ],
    },
    "a verdict comes through all of them: a learner's file is checked in a real kernel": {
        "course/grading/test_grading.py": [
            "course/grading/graded_copy.py",
            "course/grading/nbval_run.py",
            "course/grading/worker.py",
        ],
        "course/grading/test_checking.py": ["course/grading/job.py"],
    },
    "what a submission takes, starts and leaves is seen in a real check of a greedy one": {
        "course/grading/test_limits.py": ["course/kernels/orphans.py"],
        "course/grading/test_process.py": [
            "course/kernels/fork_server.py",
            "course/kernels/forked.py",
        ],
    },
    "the tests' own kernels are made in the same way, and compared with those that are not": {
        "kernels/test_forked.py": ["course/kernels/preloaded.py"],
    },
    "a kernel is what a check runs in": {
        "course/grading/test_unjudged.py": ["course/kernels/kernel.py"],
    },
    "a learner's files are what counts, with kills, full disks and two programs at once": {
        "course/desk/test_verdict_channel.py": ["course/desk/report_model.py"],
        "course/desk/test_robustness.py": ["course/content/atomic.py", "course/desk/state.py"],
        "course/desk/test_attempts.py": ["course/desk/memory.py"],
        "course/desk/test_files.py": ["course/desk/cells.py", "course/desk/placed.py"],
        "course/desk/test_overview.py": ["course/desk/progress.py"],
    },
    "plain data, which says nothing of itself: what fills it is tested": {
        "course/author/test_reading.py": [
            "course/content/feedback.py",
            "course/content/model.py",
            "course/exceptions.py",
        ],
        "course/machine/test_doctor.py": ["course/machine/finding.py"],
    },
    "a few lines that others lean on": {
        "course/ipython/test_errors.py": ["course/ipython/extension.py"],
        "course/test_notebook.py": ["course/content/pass_text.py", "course/desk/session.py"],
        "course/mutation/test_runs.py": ["course/mutation/trials.py"],
        "course/test_wheel.py": ["course/content/location.py"],
        "course/content/test_compiled.py": ["course/content/notebooks.py"],
    },
    "the picture of the first page is looked at there, and what it says is tried beside it": {
        "book/test_first_page.py": ["pictures/at_a_glance.py"],
    },
    "a picture is an output of its lesson, which strict nbval compares": {
        "course/author/test_build.py": [
            "pictures/calls.py",
            "pictures/graph_runs.py",
            "pictures/paper.py",
            "pictures/training.py",
            "pictures/who_has_numbers.py",
        ],
    },
    "the library promises its public names: each is tried on every kind of tensor or model": {
        "tensors/description/test_description.py": [
            "tensors/description/containers.py",
            "tensors/description/contents.py",
            "tensors/description/facts.py",
            "tensors/description/formatting.py",
            "tensors/description/keras_values.py",
            "tensors/description/plain_values.py",
            "tensors/description/statistics.py",
            "tensors/description/tensorflow_values.py",
            "tensors/description/variables.py",
        ],
        "tensors/description/test_show.py": [
            "tensors/description/autograph.py",
            "tensors/description/graph/contents.py",
            "tensors/description/graph/formatting.py",
            "tensors/description/graph/printing.py",
            "tensors/description/graph/statistics.py",
            "tensors/description/graph/xla.py",
        ],
        "tensors/capture/test_activations.py": [
            "tensors/capture/forward.py",
            "tensors/capture/interception.py",
            "tensors/patching/of_one_layer.py",
            "tensors/capture/selection.py",
        ],
        "tensors/dataset/test_moments_in_graph.py": ["tensors/dataset/moments_of_rows.py"],
        "tensors/dataset/test_activation_statistics.py": [
            "tensors/dataset/batch_statistics.py",
            "tensors/dataset/layer_statistics.py",
            "tensors/dataset/looks.py",
            "tensors/dataset/saving.py",
            "tensors/dataset/statistics.py",
            "tensors/dataset/stopping.py",
        ],
        "tensors/reducers/test_spread.py": [
            "tensors/reducers/norms.py",
            "tensors/reducers/numbers.py",
        ],
        "tensors/editing/test_editing.py": ["tensors/editing/editor.py"],
        "tensors/gradients/test_taking.py": [
            "tensors/gradients/losses.py",
            "tensors/gradients/reasons.py",
        ],
        "tensors/tracing/test_recorder.py": [
            "tensors/tracing/libraries/calls.py",
            "tensors/tracing/libraries/datasets.py",
            "tensors/tracing/libraries/running_graph.py",
            "tensors/tracing/libraries/sessions.py",
            "tensors/tracing/log.py",
            "tensors/tracing/merging.py",
            "tensors/tracing/numbers.py",
            "tensors/tracing/program/graph_facts.py",
            "tensors/tracing/program/graph_prints.py",
            "tensors/tracing/program/landmarks.py",
            "tensors/tracing/program/modes.py",
            "tensors/tracing/program/readers_code.py",
            "tensors/tracing/program/reasons.py",
            "tensors/tracing/program/source_text.py",
            "tensors/tracing/recording.py",
            "tensors/tracing/running.py",
            "tensors/tracing/sentences.py",
            "tensors/tracing/watching.py",
        ],
        "tensors/nonfinite/test_stopping.py": [
            "tensors/nonfinite/given.py",
            "tensors/nonfinite/skipping.py",
            "tensors/nonfinite/total.py",
            "tensors/nonfinite/window.py",
        ],
        "tensors/training/test_logger.py": ["tensors/training/train_step.py"],
        "tensors/updates/test_logger.py": ["tensors/updates/tap.py"],
    },
    "run once by hand to make the data set, whose files are compared with what it says": {
        "data/test_digits.py": ["data/build_digits.py"],
    },
}

MODULES = sorted(
    str(path.relative_to(PACKAGE))
    for path in PACKAGE.rglob("*.py")
    if path.name != "__init__.py" and "_content" not in path.parts
)
EXCUSED = [m for tests in TESTED_ELSEWHERE.values() for found in tests.values() for m in found]


def its_test(module: str):
    folder, _, name = module.rpartition("/")
    return ROOT / "tests" / folder / f"test_{name}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_a_test_of_its_name_or_a_reason(module):
    named = its_test(module).is_file()
    assert named or module in EXCUSED, f"write tests/{its_test(module).relative_to(ROOT / 'tests')}"
    assert not (named and module in EXCUSED), "it has a test of its name: take it off the list"


def test_the_list_is_true():
    assert [m for m, times in Counter(EXCUSED).items() if times > 1] == []
    assert [m for m in EXCUSED if m not in MODULES] == [], "these modules are gone"
    named = [test for tests in TESTED_ELSEWHERE.values() for test in tests]
    assert [test for test in named if not (ROOT / "tests" / test).is_file()] == []


def test_no_room_is_too_full():
    rooms = Counter(module.rpartition("/")[0] for module in MODULES)
    assert {room: n for room, n in rooms.items() if n > MODULES_IN_A_ROOM} == {}
