"""Doing what a button asks: what stands against it becomes one sentence, what was done a word in passing."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from poa_geo.errors import PoaError
from poa_geo.texts import explain_error
from poa_geo.ui.page import done, sentence


def attempt(told: str, task: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Run a task; return what it returned, or None with its sentence shown. `told` appears after the next rerun."""
    try:
        result = task(*given, **named)
    except PoaError as error:
        sentence(explain_error(error))
        return None
    done(told)
    return True if result is None else result


def attempt_and_redraw(told: str, task: Callable[..., Any], *given: Any, **named: Any) -> None:
    """Run a task and draw the screen anew when it was done."""
    if attempt(told, task, *given, **named) is not None:
        st.rerun()
