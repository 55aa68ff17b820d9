"""Two examples of each command, to be copied: the ledger of ``scrutiny demo`` takes most of them as they are.

A command that has examples of its own (``options.examples``) has none here. Imported by help alone; a test
reads every one with the command that it is of, and does it.
"""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "inspection open": (
        'inspection open CUSTODY --title "Custody centres"',
        'inspection open ROADS-2 --title "Roads policing, second review"',
    ),
    "inspection correct": (
        'inspection correct OCSAE --title "Online child abuse" --why "The report calls it so."',
        "inspection correct OCSAE --title Online --why Misprint. --format json",
    ),
    "cycle open": (
        'cycle open OCSAE 2024 --title "Second progress review" --on 2024-02-01',
        "cycle open OCSAE 2024 --title Review --expect 3='Minutes of the board'",
    ),
    "cycle close": ("cycle close OCSAE 2021", "cycle close OCSAE/2021 --on yesterday"),
    "cycle correct": (
        'cycle correct OCSAE 2021 --on 2021-08-17 --why "The day of the report."',
        'cycle correct OCSAE/2021 --title "Second review" --kind progress --why Misprint.',
    ),
    "cycle reopen": (
        'cycle reopen OCSAE 2021 --why "Closed in error."',
        'cycle reopen OCSAE/2021 --why "One judgement is still to come." --format json',
    ),
    "recommendation make": (
        'recommendation make OCSAE 12 --cycle 2021 --made-to "Police Scotland" --text "Train all."',
        "recommendation make OCSAE/S1 --cycle 2021 --made-to NCA --due 2027-03 --text - < s1.txt",
    ),
    "recommendation classify": (
        "recommendation classify OCSAE 1-4 --source https://example.org/report.pdf",
        "recommendation classify OCSAE 5 6 --under 4",
    ),
    "recommendation restate": (
        'recommendation restate OCSAE 3 --text "Set up governance." --why "As the minister agreed."',
        "recommendation restate OCSAE/3 --text - --why Shortened. < new-words.txt",
    ),
    "recommendation readdress": (
        'recommendation readdress OCSAE 5 --made-to "Police Scotland" --made-to NCA',
        'recommendation readdress OCSAE/5 --made-to NCA --why "It took this over." --on 2021-09-01',
    ),
    "recommendation reschedule": (
        "recommendation reschedule OCSAE 5 --due 2027-06-30",
        'recommendation reschedule OCSAE 5-6 --due 2027-06 --approved-by "The board"',
    ),
    "recommendation withdraw": (
        "recommendation withdraw OCSAE 5",
        'recommendation withdraw OCSAE/5 --why "The law has changed." --on 2021-09-01',
    ),
    "recommendation correct": (
        'recommendation correct OCSAE 5 --number 5a --why "The report numbers it so."',
        "recommendation correct OCSAE/5 --due 2022-01-31 --why Misread.",
    ),
    "recommendation void": (
        'recommendation void OCSAE 11 --why "Entered twice."',
        'recommendation void OCSAE/11 --why "It is of another report." --format json',
    ),
    "recommendation unvoid": (
        'recommendation unvoid OCSAE 11 --why "It was no double."',
        'recommendation unvoid OCSAE/11 --why "It was of this report after all."',
    ),
    "recommendation supersede": (
        "recommendation supersede OCSAE 5 --by OCSAE/11",
        "recommendation supersede OCSAE/5 --by OCSAE/9 --by OCSAE/11 --on 2021-09-01",
    ),
    "recommendation merge": (
        "recommendation merge OCSAE/5 OCSAE/6 --into OCSAE/11",
        'recommendation merge OCSAE/5-6 --into OCSAE/11 --why "They ask the same."',
    ),
    "recommendation reframe": (
        "recommendation reframe OCSAE/5 OCSAE/6 --into OCSAE/11",
        "recommendation reframe OCSAE/5 --into OCSAE/11 --on 2021-09-01",
    ),
    "recommendation split": (
        "recommendation split OCSAE/5 --into OCSAE/9 --into OCSAE/11",
        'recommendation split OCSAE/5 --into OCSAE/9 --into OCSAE/11 --why "Two bodies do it."',
    ),
    "recommendation repeat": (
        "recommendation repeat OCSAE 11 --of OCSAE/5",
        'recommendation repeat OCSAE/11 --of OCSAE/5 --why "It was not met."',
    ),
    "recommendation unlink": (
        'recommendation unlink OCSAE 11 --from OCSAE/5 --why "They are not alike."',
        "recommendation unlink OCSAE/11 --from OCSAE/5 --why Misread. --format json",
    ),
    "evidence submit": (
        'evidence submit OCSAE 5 --by "Police Scotland" --summary "The plan." --file plan.pdf',
        'evidence submit OCSAE 5-6 --by "Police Scotland" --summary Minutes. --restricted "Names staff."',
    ),
    "evidence withdraw": (
        'evidence withdraw OCSAE E11 --why "It was a draft."',
        'evidence withdraw OCSAE/E11 --why "It was of another force." --on yesterday',
    ),
    "evidence correct": (
        'evidence correct OCSAE E11 --number 6 --why "Filed under the wrong number."',
        'evidence correct OCSAE/E11 --summary "The plan for 2022." --why Misread.',
    ),
    "evidence request": (
        'evidence request OCSAE 5 --why "Figures for each division are missing."',
        'evidence request OCSAE 5 6 --made-to "Police Scotland" --why "The plan has no dates."',
    ),
    "evidence expect": (
        'evidence expect OCSAE 5 --cycle 2021 --text "A plan with dates, and who leads."',
        "evidence expect OCSAE/5 --cycle 2021 --text - < expected.txt",
    ),
    "evidence get": (
        "evidence get E1 --output evidence-files",
        "evidence get OCSAE/E1 --output evidence-files --format json",
    ),
    "judgement record": (
        'judgement record OCSAE 5 --cycle 2021 --status partially-met --rationale "The plan is agreed."',
        "judgement record OCSAE/5-6 --cycle 2021 --status open --rationale - < why.txt",
    ),
    "judgement sign-off": ("judgement sign-off OCSAE J11", "judgement sign-off OCSAE/J11 --as bob"),
    "judgement return": (
        'judgement return OCSAE J11 --why "Say which divisions."',
        'judgement return OCSAE/J11 --why "The evidence is of last year." --as bob',
    ),
    "judgement correct": (
        'judgement correct OCSAE J1 --judged-on 2021-08-19 --why "The day of the report."',
        'judgement correct OCSAE/J1 --void --why "It was of another recommendation." --as bob',
    ),
    "response record": (
        'response record OCSAE 5 --by "Police Scotland" --answer accepted --text "We agree."',
        'response record OCSAE 5-6 --by "Police Scotland" --answer rejected --text - < answer.txt',
    ),
    "response due": (
        "response due OCSAE 5 --due 2027-03-31",
        'response due OCSAE 1-11 --due 2027-03-31 --made-to "Police Scotland" --why "By law."',
    ),
    "progress record": (
        'progress record OCSAE 5 --by "Police Scotland" --text "Half is done." --percent 50',
        'progress record OCSAE 5 6 --by "Police Scotland" --text Begun. --restricted "Names staff."',
    ),
    "dispute raise": (
        'dispute raise OCSAE 5 --by "Police Scotland" --why "We have done more."',
        'dispute raise OCSAE/1 --by "Police Scotland" --judgement J4 --why "The figures are wrong."',
    ),
    "dispute settle": (
        'dispute settle OCSAE D1 --outcome dismissed --why "The figures are those of the force."',
        'dispute settle OCSAE/D1 --outcome withdrawn --by "Police Scotland" --why "It is settled."',
    ),
    "body register": (
        'body register "Scottish Police Authority"',
        "body register NCA --on 2013-10-07",
    ),
    "body alias": (
        'body alias "Police Scotland" --also PSOS',
        'body alias "National Crime Agency" --also NCA',
    ),
    "body rename": (
        'body rename "Police Scotland" --to "Police Service" --on 2024-04-01 --why "By law."',
        'body rename "National Crime Agency" --to "Crime Agency" --why "By law."',
    ),
    "body merge": (
        'body merge "National Crime Agency" --into "Police Scotland" --why "Two spellings."',
        'body merge "National Crime Agency" --into "Police Scotland" --why Misread. --format json',
    ),
    "body succeed": (
        'body succeed "National Crime Agency" --by "Police Scotland" --on 2024-04-01',
        'body succeed "National Crime Agency" --by "Police Scotland" --why "By law."',
    ),
    "words withdraw": (
        'words withdraw OCSAE 95 --why "It names a person."',
        'words withdraw OCSAE/95 96 --why "It was not for the public." --format json',
    ),
    "register": (
        "register OCSAE --as-of 2021-08-17",
        'register --made-to "Police Scotland" --overdue --format csv --output overdue.csv',
    ),
    "statistics": (
        "statistics OCSAE --from 2021-01-01 --to 2021-12-31",
        'statistics --made-to "Police Scotland" --format json',
    ),
    "diff": (
        "diff OCSAE --from 2020-02-27 --to 2021-08-18",
        "diff --known-from 2021-09-01 --format markdown --output changes.md",
    ),
    "verify": ("verify --held auditor.txt --format json", "verify --since auditor.txt"),
    "verify-bundle": (
        "verify-bundle public --key VERIFIER_KEY",
        "verify-bundle public --key verifier.txt --held auditor.txt --format json",
    ),
    "prove": ("prove OCSAE 3 --output proof", "prove --since auditor.txt --output grown.txt"),
    "checkpoint": ("checkpoint", "checkpoint --output auditor.txt"),
    "recover": (
        'recover --restored-from "the backup of 1 March" --why "The disk failed."',
        'recover --clock-ahead 90-94 --why "The clock was an hour ahead."',
    ),
    "seal": ("seal", "seal --ledger scrutiny-ledger"),
    "publish": (
        "publish --output public --as-of 2021-12-31",
        "publish OCSAE --preview looking-at-it --site https://example.org/register",
    ),
    "key generate": ("key generate", "key generate --passphrase"),
    "key export": ("key export key.pem", "key export key.pem --passphrase-fd 3 3< passphrase"),
    "key import": ("key import key.pem", "key import key.pem --keep-passphrase"),
    "key replace": (
        'key replace --lost --why "The computer was stolen."',
        'key replace --lost --why "The disk failed." --passphrase',
    ),
    "key rotate": ("key rotate", "key rotate --passphrase"),
    "rebuild": ("rebuild", "rebuild --held auditor.txt --key verifier.txt"),
    "init": (
        'init --as ada --name "Ada Archer" --time-zone Europe/London',
        'init --as ada --name "Ada Archer" --sign-off none --ledger other-ledger',
    ),
    "person register": (
        'person register eve --name "Eve Inspector" --role inspector',
        'person register eve --name "Eve Editor" --role approver --role publisher',
    ),
    "person rename": ('person rename ann --name "Ann Other"', 'person rename bob --name "Bob Other"'),
    "person grant": ("person grant bob inspector", "person grant ann publisher --format json"),
    "person revoke": ("person revoke bob publisher", "person revoke bob publisher --format json"),
    "person enrol": (
        "person enrol ann --ssh-key ~/.ssh/id_ed25519.pub",
        'person enrol ann --ssh-key new.pub --replaces all --why "The computer was stolen."',
    ),
    "person retire-key": (
        'person retire-key ann SHA256:lSavBHMGAvfukgwNaVljSzLwUW9AERtD4SG6UteveZU --why "Lost."',
        'person retire-key ann SHA256:lSavBHMGAvfukgwNaVljSzLwUW9AERtD4SG6UteveZU --why "Left us." --yes',
    ),
    "person signatures": (
        'person signatures required --why "Everybody has a key by now."',
        'person signatures none --why "Two people have no key yet."',
    ),
    "vocabulary add": (
        'vocabulary add priority high --label "High priority"',
        'vocabulary add status done --label "Done" --means closed/implemented',
    ),
    "vocabulary list": ("vocabulary list", "vocabulary list --format csv"),
    "vocabulary retire": ("vocabulary retire priority high", "vocabulary retire status done"),
    "doctor": ("doctor", "doctor --format json"),
    "demo": ("demo", "demo /tmp/scrutiny-demo"),
    "copy": ("copy archive-2026", "copy playground --practice"),
    "config list": ("config list", "config list --format json"),
    "config set": ("config set person ann", "config set ledger /srv/scrutiny-ledger"),
    "config unset": ("config unset person", "config unset format"),
    "completion": ("completion bash", "completion fish > ~/.config/fish/completions/scrutiny.fish"),
}
