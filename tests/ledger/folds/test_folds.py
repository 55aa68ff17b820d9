"""What was kept of a long stream is taken if it holds, and read behind; whatever is wrong, the events answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.base import Event
from ledger.decisions.judgements import RecordJudgement
from ledger.decisions.people import RegisterPerson
from ledger.folds import file
from ledger.folds.folds import Folds
from ledger.ledger import Ledger
from ledger.records import LEDGER_STREAM, Record, Row, inspection_stream
from ledger.state.stored import MANY
from ledger.store.base import Store
from tests.builders import cycle_opened, made, restated
from tests.ledger.folds.alike import difference
from tests.ledger.store.test_contract import ENGINES
from tests.pasts import Clock, needs
from tests import postgres

REF = "OCSAE"
STREAM = inspection_stream(REF)
