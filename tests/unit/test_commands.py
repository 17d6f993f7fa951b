"""Every command that is listed exists, and fails with one sentence."""

import pytest
from click.testing import CliRunner

from poa_geo.cli import COMMANDS, main


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str):
    answer = CliRunner().invoke(main, [name, "--help"])
    assert answer.exit_code == 0, answer.output
    assert name in answer.output


@pytest.mark.parametrize(
    "arguments", [["score"], ["explain", "64"], ["import", "tidak-ada.csv"], ["daily"], ["audit", "verify"], ["doctor"]]
)
def test_without_an_installation_a_command_says_what_to_do(arguments, tmp_path, monkeypatch):
    monkeypatch.setenv("POA_HOME", str(tmp_path))
    monkeypatch.setenv("POA_DATABASE_URL", f"sqlite:///{tmp_path / 'kosong.sqlite'}")
    answer = CliRunner().invoke(main, arguments)
    assert answer.exit_code == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("url", ["mysql://localhost/x", "oracle://x"])
def test_an_unknown_database_is_refused(url, monkeypatch):
    monkeypatch.setenv("POA_DATABASE_URL", url)
    answer = CliRunner().invoke(main, ["score"])
    assert answer.exit_code == 1
    assert "POA_DATABASE_URL" in answer.stderr
