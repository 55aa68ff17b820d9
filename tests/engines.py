"""Which tests are about SQLite alone, and why: they are skipped, by name, where ledgers are kept on a server.

A test that looks into the file of SQLite need not stand here: it is skipped when it does (see
``tests.postgres.skipping_what_looks_for_a_file``). What is the same of a server has tests of its own, in
``tests/ledger/store/postgres`` and ``tests/commands/test_server*``.
"""

from __future__ import annotations

FILE = "it damages, copies or puts back the file of SQLite"
TURN = "it steps between a decision and its recording, which are in one turn on SQLite alone"
PLACE = "it is about a ledger in a folder that is moved or copied"
BOTH = "it holds each engine to the contract by itself"
MODES = "it is about the modes and the room of the folder in which the database is"
CLEARED = "on a server who hands in the next file clears what a killed one left"
COPIED = "it copies a ledger with its folder; on a server the original is still there, and seen to be"
NOUGHT = "it records characters that PostgreSQL takes in no text, and no command either"
UNTRIED = "of its tests not all were gone through on a server yet"
COUNTED = "it counts what is asked of SQLite"
WRITTEN = "its past is written as benchmarks write theirs, in a form that a server does not take"
ROLES = "each person speaks by the role of the owner, who gives them others"

SQLITE_ALONE = {
    "tests/commands/test_after_the_commit.py": UNTRIED,
    "tests/commands/test_archive.py": FILE,
    "tests/commands/test_backup.py": FILE,
    "tests/commands/test_bad_input.py": FILE,
    "tests/commands/test_beginning.py": UNTRIED,
    "tests/commands/test_completing.py::test_whatever_is_wrong_nothing": UNTRIED,
    "tests/commands/test_completing.py::test_no_lock_is_waited_for": UNTRIED,
    "tests/commands/test_config.py": UNTRIED,
    "tests/commands/test_doctor.py": FILE,
    "tests/commands/test_finding.py": UNTRIED,
    "tests/commands/test_flat.py": COUNTED,
    "tests/commands/test_help.py": UNTRIED,
    "tests/commands/test_import.py::test_an_import_that_is_killed": UNTRIED,
    "tests/commands/test_import.py::test_of_two_at_once": UNTRIED,
    "tests/commands/test_inbox_files.py::test_letters_and_calendars_of_a_practice_copy": UNTRIED,
    "tests/commands/test_inbox_files.py::test_what_is_refused_writes_nothing": UNTRIED,
    "tests/commands/test_killed.py": UNTRIED,
    "tests/commands/test_long.py": COUNTED,
    "tests/commands/test_operating.py": UNTRIED,
    "tests/commands/test_packs_at_once.py": UNTRIED,
    "tests/commands/test_paper.py::test_each_number_leads_to_a_page": UNTRIED,
    "tests/commands/test_paper.py::test_a_practice_copy_says": UNTRIED,
    "tests/commands/test_places.py": COPIED,
    "tests/commands/test_preview.py": COPIED,
    "tests/commands/test_proofs.py": UNTRIED,
    "tests/commands/test_publish.py": COPIED,
    "tests/commands/test_publish_about.py": COPIED,
    "tests/commands/test_publish_damaged.py": COPIED,
    "tests/commands/test_reach.py": UNTRIED,
    "tests/commands/test_read_once.py": UNTRIED,
    "tests/commands/test_several.py::test_a_process_killed_at_the_commit": UNTRIED,
    "tests/commands/test_shared.py": UNTRIED,
    "tests/commands/test_signing.py::test_whatever_carries_the_ledger": COPIED,
    "tests/commands/test_signing.py::test_in_a_practice_copy": COPIED,
    "tests/commands/test_two_at_once.py": UNTRIED,
    "tests/commands/test_unread_database.py": FILE,
    "tests/commands/test_verify.py": UNTRIED,
    "tests/ledger/archive/test_archive.py": FILE,
    "tests/ledger/archive/test_tampered.py": FILE,
    "tests/ledger/checks/test_attacks.py": FILE,
    "tests/ledger/checks/test_damage.py": FILE,
    "tests/ledger/checks/test_declared.py": FILE,
    "tests/ledger/checks/test_litestream.py": "Litestream copies SQLite's file",
    "tests/ledger/checks/test_signatures.py::test_who_is_enrolled_signs_where_nobody_has_to": FILE,
    "tests/ledger/evidence/test_incoming.py": CLEARED,
    "tests/ledger/evidence/test_vault.py::test_a_disk_that_fills_up": MODES,
    "tests/ledger/evidence/test_vault.py::test_a_file_that_nobody_may_read": MODES,
    "tests/ledger/evidence/test_vault.py::test_a_vault_that_may_not_be_written": MODES,
    "tests/ledger/evidence/test_other_disks.py": MODES,
    "tests/ledger/recovery/test_places.py": PLACE,
    "tests/ledger/recovery/test_rebuilding.py": FILE,
    "tests/ledger/recovery/test_rebuilding_all.py": FILE,
    "tests/ledger/rules/test_honest.py::test_a_ledger_with_every_decision": ROLES,
    "tests/ledger/signing/test_costs.py": COUNTED,
    "tests/ledger/signing/test_sealing.py::test_a_ledger_that_could_not_be_begun": FILE,
    "tests/ledger/signing/test_sealing.py::test_a_restored_backup": FILE,
    "tests/ledger/signing/test_sealing.py::test_there_is_one_note_for_each_size": FILE,
    "tests/ledger/store/sqlite/": FILE,
    "tests/ledger/store/test_contract.py": BOTH,
    "tests/ledger/test_ledger.py::test_a_decision_is_asked_again": TURN,
    "tests/ledger/test_ledger.py::test_a_link_that_somebody_else_made_first": TURN,
    "tests/ledger/test_ledger.py::test_what_could_not_be_stored_is_released": TURN,
    "tests/ledger/test_ledger.py::test_what_fails_before_saving": TURN,
    "tests/ledger/test_ledger.py::test_what_somebody_else": TURN,
    "tests/ledger/test_ledger.py::test_what_the_storage_failed_to_take": TURN,
    "tests/ledger/test_ledger.py::test_what_was_committed_before_the_storage_failed": TURN,
    "tests/ledger/test_ledger.py::test_when_asking_again_does_not_help": TURN,
    "tests/ledger/test_ledger.py::test_when_nobody_can_look": TURN,
    "tests/projections/cache/test_cache.py": WRITTEN,
    "tests/projections/cache/test_costs.py": WRITTEN,
    "tests/projections/cache/test_inbox_cached.py": WRITTEN,
    "tests/projections/cache/test_left_same.py::test_once_it_is_worked_out": WRITTEN,
    "tests/projections/cache/test_lists_same.py::test_a_list_from_a_cache_reads_no_event": WRITTEN,
    "tests/projections/cache/test_lists_same.py::test_a_label_is": WRITTEN,
    "tests/projections/cache/test_lists_same.py::test_if_there_is_much_to_tell": WRITTEN,
    "tests/projections/cache/test_meanwhile.py": WRITTEN,
    "tests/projections/cache/test_search_same.py::test_a_search_reads_just": WRITTEN,
    "tests/projections/cache/test_search_same.py::test_damage_is_found": WRITTEN,
    "tests/projections/cache/test_search_same.py::test_what_cannot_be_asked": WRITTEN,
    "tests/projections/cache/test_search_same.py::test_what_is_recorded_is_found": WRITTEN,
    "tests/projections/cache/test_search_same.py::test_while_another_process": WRITTEN,
    "tests/projections/publication/files/catalogue/test_catalogue.py": UNTRIED,
    "tests/projections/publication/files/feed/test_feed.py": NOUGHT,
    "tests/projections/publication/files/test_data.py::test_another_copy_elsewhere": COPIED,
    "tests/projections/publication/test_hostile.py": NOUGHT,
    "tests/projections/publication/test_reproducible.py": UNTRIED,
}
"""By the beginning of a test's name, the reason."""


def of_sqlite_alone(name: str) -> str:
    """Why a test is skipped where ledgers are kept on a server; empty if it is not."""
    return next((why for begins, why in SQLITE_ALONE.items() if name.startswith(begins)), "")
