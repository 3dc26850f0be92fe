"""Records on many workers have the statistics of one machine; without Beam, all but the pipeline is tried."""

import importlib.util
import pickle

import keras
import numpy as np
import pytest

from tutorial_utils.tensors.dataset.activation_statistics import activation_statistics
from tutorial_utils.tensors.dataset.beam import (
    StatisticsCombiner,
    Worker,
    activation_statistics_of_records,
    loaded_model,
)

from .test_activation_statistics import X, assert_alike, dense

HAS_BEAM = importlib.util.find_spec("apache_beam") is not None
needs_beam = pytest.mark.skipif(
    not HAS_BEAM, reason="Apache Beam is not installed: pip install 'seeing-tensors[beam]'"
)


def saved(tmp_path):
    file = str(tmp_path / "model.keras")
    dense().save(file)
    return file


@pytest.mark.parametrize("per", ["layer", "unit"])
def test_what_workers_and_combiner_do_gives_the_numbers_of_one_machine(tmp_path, per):
    file = saved(tmp_path)
    workers = [Worker(loaded_model(file), per=per) for _ in range(2)]
    combine = StatisticsCombiner(per)
    accumulators = [combine.create_accumulator() for _ in range(3)]
    for at in (40, 10, 0, 30, 20):
        statistics = workers[at % 20 == 0](list(X[at : at + 10]))
        sent = pickle.loads(pickle.dumps(statistics))
        which = at % 3
        accumulators[which] = combine.add_input(accumulators[which], sent)
    found = combine.extract_output(combine.merge_accumulators(accumulators))
    assert_alike(found, activation_statistics(dense(), X, per=per, batch_size=10, verbose=0))


def test_records_of_several_inputs_are_put_together_by_name():
    a, b = keras.Input((1,), name="a"), keras.Input((1,), name="b")
    model = keras.Model({"a": a, "b": b}, keras.layers.Add(name="sum")([a, b]))
    records = [{"a": np.float32([at]), "b": np.float32([10])} for at in range(3)]
    assert Worker(model)(records)["sum"].mean == pytest.approx(11.0)


@pytest.mark.skipif(HAS_BEAM, reason="Apache Beam is installed")
def test_without_beam_the_error_says_what_to_install():
    with pytest.raises(ModuleNotFoundError, match=r"next: pip install 'seeing-tensors\[beam\]'"):
        activation_statistics_of_records("model.keras")


@needs_beam
def test_a_pipeline_of_several_workers_gives_the_numbers_of_one_machine(tmp_path):
    import apache_beam as beam
    from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions
    from apache_beam.testing.util import assert_that

    options = PipelineOptions()
    options.view_as(DirectOptions).direct_num_workers = 2
    options.view_as(DirectOptions).direct_running_mode = "multi_threading"
    expected = activation_statistics(dense(), X, sample=None, verbose=0)

    def check(found):
        (statistics,) = found
        for path, layer in expected.items():
            assert statistics[path].size == layer.size and statistics[path].low == layer.low
            assert statistics[path].mean == pytest.approx(layer.mean, rel=1e-5)

    with beam.Pipeline(options=options) as pipeline:
        found = (
            pipeline
            | beam.Create(list(X))
            | activation_statistics_of_records(saved(tmp_path), sample=None)
        )
        assert_that(found, check)
