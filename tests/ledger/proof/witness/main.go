// Witness checks what the ledger has signed and proved, with Go's own transparency log code and
// none of ours:
//
//	witness checkpoint  VERIFIER_KEY CHECKPOINT
//	witness inclusion   VERIFIER_KEY TLOG_PROOF LEAF
//	witness consistency VERIFIER_KEY OLD_CHECKPOINT NEW_CHECKPOINT PROOF
//
// VERIFIER_KEY is the key itself, everything after it is a file. It prints what holds, or says what
// does not and exits with status 1.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	said, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "witness:", err)
		os.Exit(1)
	}
	fmt.Println(said)
}

func run(args []string) (string, error) {
	if len(args) < 3 {
		return "", fmt.Errorf("usage: witness checkpoint|inclusion|consistency VERIFIER_KEY FILE...")
	}
	verifier, err := note.NewVerifier(args[1])
	if err != nil {
		return "", err
	}
	var files [][]byte
	for _, name := range args[2:] {
		data, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		files = append(files, data)
	}
	switch wanted := fmt.Sprint(args[0], len(files)); wanted {
	case "checkpoint1":
		tree, err := checkpoint(verifier, files[0])
		return fmt.Sprintf("checkpoint %d %s", tree.N, tree.Hash), err
	case "inclusion2":
		return inclusion(verifier, files[0], files[1])
	case "consistency3":
		return consistency(verifier, files[0], files[1], files[2])
	}
	return "", fmt.Errorf("no such check: %s of %d files", args[0], len(files))
}

// checkpoint opens a signed note whose text is origin, size and root, the origin being the key's name.
func checkpoint(verifier note.Verifier, data []byte) (tlog.Tree, error) {
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	origin := verifier.Name() + "\n"
	if !strings.HasPrefix(opened.Text, origin) || strings.Count(opened.Text, "\n") != 3 {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", verifier.Name(), opened.Text)
	}
	// Go's parser knows one origin only: give it that one.
	return tlog.ParseTree([]byte("go.sum database tree\n" + strings.TrimPrefix(opened.Text, origin)))
}

func inclusion(verifier note.Verifier, data, leaf []byte) (string, error) {
	parts := strings.SplitN(string(data), "\n\n", 2)
	head := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(head) < 2 || head[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(head[1], "index ") {
		return "", fmt.Errorf("not a tlog-proof: %q", parts[0])
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(head[1], "index "), 10, 64)
	if err != nil {
		return "", err
	}
	proof, err := hashes(head[2:])
	if err != nil {
		return "", err
	}
	tree, err := checkpoint(verifier, []byte(parts[1]))
	if err != nil {
		return "", err
	}
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
		return "", err
	}
	return fmt.Sprintf("inclusion %d in %d", index, tree.N), nil
}

func consistency(verifier note.Verifier, older, newer, data []byte) (string, error) {
	old, err := checkpoint(verifier, older)
	if err != nil {
		return "", err
	}
	now, err := checkpoint(verifier, newer)
	if err != nil {
		return "", err
	}
	proof, err := hashes(strings.Split(strings.TrimSuffix(string(data), "\n"), "\n"))
	if err != nil {
		return "", err
	}
	if err := tlog.CheckTree(proof, now.N, now.Hash, old.N, old.Hash); err != nil {
		return "", err
	}
	return fmt.Sprintf("consistency %d to %d", old.N, now.N), nil
}

func hashes(lines []string) ([]tlog.Hash, error) {
	var result []tlog.Hash
	for _, line := range lines {
		if line == "" && len(lines) == 1 {
			break // an empty file: the proof between equal sizes
		}
		data, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(data) != tlog.HashSize {
			return nil, fmt.Errorf("not a hash: %q", line)
		}
		var hash tlog.Hash
		copy(hash[:], data)
		result = append(result, hash)
	}
	return result, nil
}
