"""Every sentence of the code has its English, with the same places for facts."""

import string

from scripts.messages import collected, translations


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_has_english_with_the_same_places():
    english = translations()
    sentences = [str(message.id) for message in collected() if message.id]
    missing = [sentence for sentence in sentences if not english.get(sentence)]
    assert missing == []
    different = [sentence for sentence in sentences if places(sentence) != places(english[sentence])]
    assert different == []


def test_no_english_is_kept_for_sentences_that_are_gone():
    sentences = {str(message.id) for message in collected() if message.id}
    assert set(translations()) - sentences == set()
