"""Each call of a method is a tile in its row, at its moment; epochs and batches span theirs."""

from tutorial_utils.pictures import fit as picture

FIRED = [
    ("on_train_begin", [], []),
    ("on_epoch_begin", [3], []),
    ("on_train_batch_begin", [0], []),
    ("on_train_batch_end", [0], ["loss"]),
    ("on_epoch_end", [3], ["loss", "val_loss"]),
]


def test_tiles_and_words_are_those_of_the_calls(shown_by):
    shown = shown_by(picture)
    picture.strip_of_fit(FIRED)
    ((figure, words),) = shown
    assert words == picture.strip_in_words(FIRED)
    texts = {}
    for text in figure.axes[0].texts:
        texts.setdefault(text.get_text(), []).append(text.get_position())
    rows = {name: texts[name][0][1] for name, _, _ in FIRED}
    assert sorted(rows.values()) == [rows[name] for name, _, _ in FIRED], "rows in order"
    moments = [x for _, x in sorted((y, x) for spot in ("✓", "3", "0") for x, y in texts[spot])]
    assert moments == [0.5, 1.5, 2.5, 3.5, 4.5], "a tile for each call, one after the other"
    assert texts["epoch 3"] == [(3.0, 0.5)] and texts["batch 0"] == [(3.0, 1.5)]
    assert len(texts["logs: empty"]) == 3 and "logs: loss, val_loss" in texts
