"""The model of an official document: plain values, and the faces that a bureau names."""

import pickle

from generator.model.errors import MissingExtra
from generator.model.official import FACES, Fonts
from generator.model.text import Text


def test_faces_come_from_the_settings_by_their_names() -> None:
    """A face that the bureau does not name stays the standard's own, and nothing else gets in."""
    fonts = Fonts.of({"fangsong": "方正仿宋_GBK", "folder": "fonts", "other": "x"}, folder="/there/fonts")
    assert fonts == Fonts(fangsong="方正仿宋_GBK", folder="/there/fonts")
    assert [getattr(Fonts(*FACES), face) for face in FACES] == list(FACES)


def test_a_missing_extra_says_how_to_get_it_in_another_process_too() -> None:
    """Pages are made by several processes, and an error crosses between them as bytes."""
    error = pickle.loads(pickle.dumps(MissingExtra("word", Text("没有安装生成 Word 文件的程序包。"))))
    assert (error.extra, str(error)) == ("word", "没有安装生成 Word 文件的程序包。")
    assert error.hint is not None
    assert "equipment-records[word]" in error.hint.zh
