"""Accounts and sessions on both databases."""

from datetime import timedelta

import pytest

from poa_geo.access.reader import SYSTEM
from poa_geo.services import accounts, sessions
