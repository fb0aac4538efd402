"""Values that nobody can change, because everybody is handed the same."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, NoReturn, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class FrozenDict(dict[Key, Value]):
    """A dictionary that stays as it was made; whoever wants another one makes it."""

    def _refuse(self, *_args: object, **_values: object) -> NoReturn:
        raise TypeError("Everybody is handed the same dictionary.")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def frozen(value: Any) -> Any:
    """Give what was read from JSON so that nobody can change it, or anything in it."""
    if isinstance(value, dict):
        return FrozenDict({key: frozen(one) for key, one in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: frozen(getattr(value, one.name)) for one in fields(value)}
        )
    return value


def thawed(value: Any) -> Any:
    """Give the same with dictionaries that may be changed, to make another one of it."""
    if isinstance(value, dict):
        return {key: thawed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(thawed(one) for one in value)
    return value
