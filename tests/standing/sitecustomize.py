"""Read by Python at its start, if this folder is on its path: so the processes that tests start keep their
ledgers where the tests do. See ``tests.postgres.stand_in``.
"""

import os

if os.environ.get("TESTS_ENGINE") == "postgres":
    from tests.postgres import stand_in

    stand_in()
