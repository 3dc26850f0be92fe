import tensorflow as tf

from tutorial_utils.tensors.state.variables import put_back, reachable, written

from ..training import test_undisturbed


def graph(function):
    return tf.function(function).get_concrete_function()


def test_which_variables_a_graph_writes():
    """However deep inside, and whether or not it also reads them."""
    names = ("read", "gathered", "assigned", "added", "in_a_loop", "in_a_branch", "in_a_function")
    v = {name: tf.Variable([1.0, 2.0], name=name) for name in names}
    read_in_a_loop = tf.Variable(1.0)
    generator, table = (
        tf.random.Generator.from_seed(1),
        tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1),
    )

    @tf.function
    def inner():
        v["in_a_function"].assign_sub([1.0, 1.0])
        return v["read"] + read_in_a_loop

    def all_of_it():
        v["assigned"].assign([3.0, 4.0], read_value=False)
        v["added"].assign_add([1.0, 1.0])
        table.insert("a", 1)
        for _ in tf.range(2):
            v["in_a_loop"].assign(v["in_a_loop"] * read_in_a_loop)
        if generator.normal(()) > 100.0:
            v["in_a_branch"].assign([0.0, 0.0])
        return inner() + tf.gather(v["gathered"], 1)

    found = written(graph(all_of_it))
    expected = [v[name] for name in names[2:]] + [generator.state]
    assert {id(handle) for handle, _ in found} == {id(variable.handle) for variable in expected}
    assert {dtype for _, dtype in found} == {tf.float32, tf.int64}


def test_they_are_put_back_also_after_an_exception():
    kept, lost = tf.Variable([1.0, 2.0]), tf.Variable(1.0)
    handles = written(graph(lambda: kept.assign_add([1.0, 1.0])))
    before = kept.read_value()
    try:
        with put_back(handles):
            kept.assign_add([5.0, 5.0])
            kept.scatter_nd_update([[0]], [9.0])
            lost.assign(2.0)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert kept.numpy().tolist() == before.numpy().tolist() == [1.0, 2.0]
    assert lost.numpy() == 2.0


def test_all_that_a_model_can_be_followed_to():
    model, x = test_undisturbed.RESTLESS["assigns"]()
    model(x)
    counts = model.get_layer("counts")
    found = {id(handle) for handle, _ in reachable(model)}
    mine = [*(variable.value for variable in model.variables), counts.own, counts.last]
    assert {id(variable.handle) for variable in mine} <= found
    with put_back(reachable(model)):
        model(x)
        assert counts.own.numpy() == 1.5**2
    assert counts.own.numpy() == 1.5
