"""A wrong setting is an error in plain words, never a default."""

from pathlib import Path

import pytest

from portal.settings import SettingsError, from_environment

SECRET = {"PORTAL_SECRET_KEY": "s" * 32}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
        (SECRET | {"PORTAL_HTTPS": "perhaps"}, "PORTAL_HTTPS"),
        (SECRET | {"PORTAL_DATABASE_URL_FILE": "/nowhere/at/all"}, "PORTAL_DATABASE_URL_FILE"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        from_environment(environment)


def test_a_value_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("f" * 40 + "\n")
    settings = from_environment({"PORTAL_SECRET_KEY_FILE": str(tmp_path / "secret")})
    assert settings.secret == b"f" * 40


def test_the_secret_is_never_shown(tmp_path: Path) -> None:
    assert "s" * 32 not in repr(from_environment(SECRET))
