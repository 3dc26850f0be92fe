"""What a learner is told of a right answer, where right answers differ."""

import keras
import tensorflow as tf

from tutorial_utils.checks.attempt import Attempt
from tutorial_utils.checks.feedback import Feedback
from tutorial_utils.checks.lessons.callbacks import gradients_of_a_probe
from tutorial_utils.checks.lessons.session_evaluation import columns_of_old

v1 = tf.compat.v1


def translated(table):
    mean, variance = tf.nn.moments(table, axes=[0])
    return ((table - mean) / tf.sqrt(variance)).numpy()


def wrapped(table):
    with tf.Graph().as_default():
        data = v1.placeholder(tf.float32, [None, None])
        mean, variance = tf.nn.moments(data, axes=[0])
        result = (data - mean) / tf.sqrt(variance)
        with v1.Session() as running:
            return running.run(result, feed_dict={data: table})


def test_old_lines_in_a_session_are_no_translation():
    assert columns_of_old(Attempt(translated, Feedback())) == "own-graph"
    assert columns_of_old(Attempt(wrapped, Feedback())) == "old-session"


def norms(call):
    def gradient_norms(any_model: keras.Model, images, labels):
        weights = any_model.trainable_variables
        with tf.GradientTape() as tape:
            loss = any_model.compute_loss(y=labels, y_pred=call(any_model, images))
        gradients = tape.gradient(loss, weights)
        return {w.path: float(tf.norm(g)) for w, g in zip(weights, gradients, strict=True)}

    return gradient_norms


def test_gradients_as_in_training_are_told_from_those_without():
    for call, said in {
        lambda model, images: model(images): "as-it-is",
        lambda model, images: model(images, training=False): "as-it-is",
        lambda model, images: model(images, training=True): "as-in-training",
    }.items():
        assert gradients_of_a_probe(Attempt(norms(call), Feedback())) == said
