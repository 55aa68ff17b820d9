#!/bin/bash
# vnu-hash-of-a-style: vnu-jar==26.9.27 (npm), seen in November 2026 (publication).
# Expected: A style in a page is let in by its hash in the page's policy (CSP 3, 8.3), with whatever blanks and line ends stand around it, as in browsers.
# Seen: If it begins or ends with a line feed, it is reported as blocked; without one it is not.
# Exit 0 while that is seen, 1 once it is otherwise, 2 if it could not be tried. It needs npm, Java and Python 3.
set -u
W=$(mktemp -d) && trap 'rm -rf "$W"' EXIT && cd "$W" || exit 2
{ command -v java && npm install --silent --no-audit --no-fund --prefix "$W" vnu-jar@26.9.27; } >"$W/log" 2>&1 ||
  { echo "could not be tried: it takes npm and Java: $(tail -n 1 "$W/log")"; exit 2; }
cat >"$W/made.py" <<'EOP'
import base64, hashlib
for name, style in (("bare", "h1 { color: green; }"), ("lines", "\nh1 { color: green; }\n")):
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    with open(f"{name}.html", "w") as page:
        page.write(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<title>A</title>\n'
            f"<style>{style}</style>\n</head>\n<body>\n<h1>A</h1>\n</body>\n</html>\n"
        )
EOP
python3 "$W/made.py" || exit 2
jar=$(find "$W/node_modules" -name vnu.jar | head -n 1)
[ -n "$jar" ] || { echo "could not be tried: there is no vnu.jar"; exit 2; }
seen=""
for name in bare lines; do
  said=$(java -jar "$jar" "$name.html" 2>&1)
  case $said in "") seen="$seen $name:nothing" ;; *"violates Content Security Policy"*) seen="$seen $name:blocked" ;; *) seen="$seen $name:other" ;; esac
done
want=" bare:nothing lines:blocked"
echo "seen:$seen"
[ "$seen" = "$want" ] && { echo "as found"; exit 0; }
echo "otherwise than found, which was:$want"
exit 1
