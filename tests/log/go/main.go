// Command main gives the verdicts of golang.org/x/mod/sumdb, the code behind Go's checksum database, on trees, proofs and
// signed notes that Repatria made. Questions come as JSON on standard input, answers go as JSON to standard output.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type tree struct {
	Seed        int      `json:"seed"`
	Size        int64    `json:"size"`
	Root        []byte   `json:"root"`
	Index       int64    `json:"index"`
	Inclusion   [][]byte `json:"inclusion"`
	Old         int64    `json:"old"`
	OldRoot     []byte   `json:"old_root"`
	Consistency [][]byte `json:"consistency"`
}

type signed struct {
	Note  []byte   `json:"note"`
	Vkeys []string `json:"vkeys"`
}

type questions struct {
	Trees []tree   `json:"trees"`
	Notes []signed `json:"notes"`
}

type answers struct {
	Roots       []bool   `json:"roots"`
	Inclusion   []bool   `json:"inclusion"`
	Consistency []bool   `json:"consistency"`
	Notes       []string `json:"notes"`
}

func hash(data []byte) (h tlog.Hash) {
	if len(data) == len(h) {
		copy(h[:], data)
	}
	return h
}

func hashes(data [][]byte) (hs []tlog.Hash) {
	for _, one := range data {
		hs = append(hs, hash(one))
	}
	return hs
}

func leaf(seed int, index int64) tlog.Hash {
	return tlog.RecordHash([]byte(fmt.Sprintf("%d-%d", seed, index)))
}

func root(seed int, size int64) tlog.Hash {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var found []tlog.Hash
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for index := int64(0); index < size; index++ {
		more, err := tlog.StoredHashesForRecordHash(index, leaf(seed, index), reader)
		if err != nil {
			panic(err)
		}
		stored = append(stored, more...)
	}
	found, err := tlog.TreeHash(size, reader)
	if err != nil {
		panic(err)
	}
	return found
}

func open(one signed) string {
	var known []note.Verifier
	for _, text := range one.Vkeys {
		key, err := note.NewVerifier(text)
		if err != nil {
			return "key: " + err.Error()
		}
		known = append(known, key)
	}
	opened, err := note.Open(one.Note, note.VerifierList(known...))
	if err != nil {
		return "refused"
	}
	return fmt.Sprintf("%d verified, %d unverified: %s", len(opened.Sigs), len(opened.UnverifiedSigs), opened.Text)
}

func main() {
	var asked questions
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	var told answers
	for _, t := range asked.Trees {
		told.Roots = append(told.Roots, root(t.Seed, t.Size) == hash(t.Root))
		err := tlog.CheckRecord(hashes(t.Inclusion), t.Size, hash(t.Root), t.Index, leaf(t.Seed, t.Index))
		told.Inclusion = append(told.Inclusion, err == nil)
		err = tlog.CheckTree(hashes(t.Consistency), t.Size, hash(t.Root), t.Old, hash(t.OldRoot))
		told.Consistency = append(told.Consistency, err == nil)
	}
	for _, one := range asked.Notes {
		told.Notes = append(told.Notes, open(one))
	}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		panic(err)
	}
}
