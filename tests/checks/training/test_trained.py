"""Small trainings are the same each time, tell apart, and betray a callback that disturbs them."""

import keras
import numpy as np
import pytest

from tutorial_utils.checks.attempt import Attempt
from tutorial_utils.checks.feedback import Entry, Feedback
from tutorial_utils.checks.training.trained import Counting, Training, undisturbed
from tutorial_utils.checks.training.watched import Watched
from tutorial_utils.checks.verdict import NotYet

TRAINING = Training("middle", (4, 5, 3, 2))


class Quiet(keras.callbacks.Callback):
    def __init__(self, probe):
        super().__init__()


def watched(answer: type, training: Training = TRAINING) -> Watched:
    return Watched(Attempt(answer, Feedback()), training)


def test_a_training_is_the_same_each_time_and_a_callback_that_only_looks_leaves_it_so():
    found = watched(Quiet)
    assert found.is_whole and found.ran == len(found.plain.layer) == TRAINING.epochs
    assert not found.training_changed()[1]


def test_what_is_seen_tells_apart():
    plain = undisturbed(TRAINING)
    series = [[seen.std() for seen in kept] for kept in (plain.layer, plain.whole)]
    series.append([seen.std() for seen in plain.in_training])
    assert (
        len({round(float(number), 3) for numbers in series for number in numbers})
        == 3 * TRAINING.epochs
    )
    assert np.isfinite(series).all()


@pytest.mark.parametrize("moment", ["on_epoch_begin", "on_train_batch_end", "on_train_end"])
def test_a_callback_that_disturbs_is_found_out(moment):
    def shrink(self, *moment, **how):
        self.model.layers[-1].bias.assign(self.model.layers[-1].bias * 0.5)

    found = watched(type("Shrinks", (Quiet,), {moment: shrink}))
    look = found.training_changed()
    assert look[1]
    assert look[2].split(" is another")[0] in {w.path for w in found.model.variables}


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [("run_eagerly", True, "`run_eagerly`"), ("learning_rate", 1e-9, "sgd/learning_rate")],
)
def test_a_setting_that_is_left_behind_is_found_out(setting, value, told):
    def leave(self, logs=None):
        owner = self.model if setting == "run_eagerly" else self.model.optimizer
        setattr(owner, setting, value)

    assert told in watched(type("Leaves", (Quiet,), {"on_train_end": leave})).training_changed()[2]


def test_a_callback_that_stops_is_compared_with_as_many_epochs():
    def stop(self, epoch, logs=None):
        self.model.stop_training = epoch == 1

    found = watched(type("Stops", (Quiet,), {"on_epoch_end": stop}))
    assert (found.ran, found.asked_to_stop) == (2, [False, True])
    assert not found.training_changed()[1]


@pytest.mark.parametrize(("first", "many"), [("on_train_begin", 0), ("on_epoch_begin", 3)])
def test_sub_models_that_are_built_again_are_counted(first, many):
    def build(self, *moment, **how):
        keras.Model(self.model.inputs, self.model.get_layer("middle").output)

    before = keras.Function.__init__
    assert len(watched(type("Builds", (Quiet,), {first: build})).built_late) == many
    assert keras.Function.__init__ is before


def test_a_layer_breaks_after_the_epoch_that_was_asked_for():
    broken = Training("late", (4, 5, 6, 3, 2), place=3, biases=(0.5, np.nan))
    seen = undisturbed(broken)
    assert [bool(np.isfinite(layer).all()) for layer in seen.layer] == [True, False, False]
    assert np.isfinite(seen.model.get_layer("dense_1").kernel).all(), "nothing is learnt from NaN"


def test_two_objects_that_keep_their_numbers_in_one_list_are_found_out():
    def keep(self, epoch, logs=None):
        self.kept.append(float(epoch))

    shares = type("Shares", (Quiet,), {"kept": [], "on_epoch_end": keep})
    attempt = Attempt(shares, Feedback(wrong=(Entry("shared-list"),)))
    with pytest.raises(NotYet) as raised:
        Watched(attempt, TRAINING).numbers(attempt, "kept")
    assert raised.value.diagnosis == "shared-list"


def test_an_object_in_place_of_the_class_is_told():
    with pytest.raises(NotYet) as raised:
        watched(Quiet(None))
    assert raised.value.diagnosis == "not-a-class"


def test_each_time_that_data_comes_through_is_counted_traced_or_not_and_no_other():
    counting = Counting()
    model = keras.Sequential([keras.Input((3,)), counting])
    data = np.ones((5, 3), "float32")
    model(data)
    model.predict(data, batch_size=2, verbose=0)
    assert int(counting.runs) == 1 + 3
    assert not model.variables


def test_a_copy_counts_for_itself():
    model = keras.Sequential([keras.Input((3,)), Counting(name="how_often")])
    copy = keras.models.clone_model(model)
    copy(np.ones((5, 3)))
    assert [int(each.layers[0].runs) for each in (model, copy)] == [0, 1]
    assert copy.layers[0].name == "how_often"
