package rest_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-8da6be54/vendorkit/rest"
	"github.com/seed-8da6be54/vendorkit/rest/call"
)

// bin is a numbered row.
type bin struct {
	ID int64 `json:"id"`
}

type binList struct {
	Rows  []bin `json:"rows"`
	Total int64 `json:"total"`
}

// binVendor has a list of so many rows, by pages of size.
func binVendor(t *testing.T, rows, size int, spoil func(request int) bool) (pages func(start rest.CallOption) iter.Seq2[rest.Page[*binList], error], v *vendor) {
	t.Helper()
	v = newVendor(func(number int, r *http.Request) (*http.Response, error) {
		if spoil != nil && spoil(number) {
			return reply(http.StatusInternalServerError, `{}`)
		}
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		body := ""
		for id := (page-1)*size + 1; id <= min(page*size, rows); id++ {
			if body += fmt.Sprintf(`{"id":%d}`, id); id < min(page*size, rows) {
				body += ","
			}
		}
		return reply(http.StatusOK, fmt.Sprintf(`{"rows":[%s],"total":%d}`, body, rows))
	})
	client := v.client(t, rest.Vendor{}, rest.WithoutRetries())
	list := call.Listing{Style: call.ByNumber, Page: "page", Items: "rows", Total: "total"}
	return func(start rest.CallOption) iter.Seq2[rest.Page[*binList], error] {
		return rest.Pages[*binList](t.Context(), client, call.New("listBins", http.MethodGet, "/bins").List(list), []rest.CallOption{start})
	}, v
}

// Whenever a program is interrupted, and however often, its runs together give every row, in order; a page that was being dealt with
// comes once more, and no other.
func TestResumeLosesNothingWhereverItIsInterrupted(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 16))
		rows, size := random.IntN(40), 1+random.IntN(9)
		pages, _ := binVendor(t, rows, size, func(int) bool { return random.IntN(6) == 0 })
		checkpoint := &rest.FileCheckpoint{Path: filepath.Join(t.TempDir(), "checkpoint")}
		var got []int64
		interrupted, runs := 0, 0
		for ; runs < 500; runs++ {
			before := interrupted
			for page, err := range rest.Resume(brittle{checkpoint, random}, pages) {
				if err != nil { // of a call, or of the checkpoint
					interrupted++
					break
				}
				cut := random.IntN(4 * (len(page.List.Rows) + 1)) // where the program dies in the midst of a page, if it does
				for i, row := range page.List.Rows {
					if i == cut {
						break
					}
					got = append(got, row.ID)
				}
				if cut <= len(page.List.Rows) {
					interrupted++
					break
				}
			}
			if interrupted == before {
				break
			}
		}
		if progress, err := checkpoint.Load(); err != nil || !progress.Done || runs == 500 {
			t.Fatalf("seed %d: after %d runs %+v, %v", seed, runs, progress, err)
		}
		if repeated := len(got) - rows; repeated > interrupted*size {
			t.Fatalf("seed %d: %d rows came again after %d interruptions of pages of %d", seed, repeated, interrupted, size)
		}
		slices.Sort(got)
		var want []int64
		for id := range int64(rows) {
			want = append(want, id+1)
		}
		if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

// brittle is a checkpoint that can't be saved now and then, as on a full disk.
type brittle struct {
	rest.Checkpoint
	random *rand.Rand
}

var errFull = errors.New("the disk is full")

func (b brittle) Save(p rest.Progress) error {
	if b.random.IntN(8) == 0 {
		return errFull
	}
	return b.Checkpoint.Save(p)
}

func TestResumeTellsDoneFromTheStart(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{0, 1, 5, 10} {
		pages, v := binVendor(t, rows, 5, nil)
		checkpoint := &rest.FileCheckpoint{Path: filepath.Join(t.TempDir(), "checkpoint")}
		read := func() (n int) {
			for page, err := range rest.Resume(checkpoint, pages) {
				if err != nil {
					t.Fatal(err)
				}
				n += len(page.List.Rows)
			}
			return n
		}
		if n := read(); n != rows {
			t.Errorf("%d rows of %d", n, rows)
		}
		asked := v.count()
		if n := read(); n != 0 || v.count() != asked {
			t.Errorf("once done, %d of %d rows came again by %d calls", n, rows, v.count()-asked)
		}
		if err := checkpoint.Save(rest.Progress{}); err != nil {
			t.Fatal(err)
		}
		if n := read(); n != rows {
			t.Errorf("from the start again: %d rows of %d", n, rows)
		}
	}
}

func TestResumeIsNotDoneWhereTheListIsIncomplete(t *testing.T) {
	t.Parallel()
	short := true
	v := newVendor(func(_ int, r *http.Request) (*http.Response, error) {
		switch page := r.URL.Query().Get("page"); {
		case page == "1":
			return reply(http.StatusOK, `{"rows":[{"id":1},{"id":2}],"total":4}`)
		case page == "2" && !short:
			return reply(http.StatusOK, `{"rows":[{"id":3},{"id":4}],"total":4}`)
		}
		return reply(http.StatusOK, `{"rows":[],"total":4}`)
	})
	client := v.client(t, rest.Vendor{}, rest.WithoutRetries())
	list := call.Listing{Style: call.ByNumber, Page: "page", Items: "rows", Total: "total"}
	pages := func(start rest.CallOption) iter.Seq2[rest.Page[*binList], error] {
		return rest.Pages[*binList](t.Context(), client, call.New("listBins", http.MethodGet, "/bins").List(list), []rest.CallOption{start})
	}
	checkpoint := &rest.FileCheckpoint{Path: filepath.Join(t.TempDir(), "checkpoint")}
	var got []int64
	run := func() (last error) {
		for page, err := range rest.Resume(checkpoint, pages) {
			if err != nil {
				return err
			}
			for _, row := range page.List.Rows {
				got = append(got, row.ID)
			}
		}
		return nil
	}
	if err := run(); !errors.Is(err, rest.ErrIncomplete) {
		t.Errorf("the first run ended with %v", err)
	}
	if at, err := checkpoint.Load(); err != nil || at.Done {
		t.Errorf("an incomplete list is %+v, %v", at, err)
	}
	short = false
	if err := run(); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]int64{1, 2, 1, 2, 3, 4}, got); diff != "" {
		t.Error("rows (-want +got):\n" + diff)
	}
}

func TestFileCheckpointKeepsItsNote(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "checkpoint")
	first := &rest.FileCheckpoint{Path: name, Note: "1024"}
	want := rest.Progress{Next: "page:3", Pages: 2}
	if err := first.Save(want); err != nil {
		t.Fatal(err)
	}
	second := &rest.FileCheckpoint{Path: name}
	got, err := second.Load()
	if err != nil || second.Note != "1024" {
		t.Errorf("the note is %q, %v", second.Note, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("progress (-want +got):\n" + diff)
	}
}

func TestFileCheckpointRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "null", "[]", "id,name\n", `{"next":`, `{"name":"a"}`} {
		name := filepath.Join(t.TempDir(), "checkpoint")
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		checkpoint := &rest.FileCheckpoint{Path: name}
		if got, err := checkpoint.Load(); err == nil {
			t.Errorf("%q is read as %+v", content, got)
		}
		pages, v := binVendor(t, 3, 2, nil)
		for _, err := range rest.Resume(checkpoint, pages) {
			if err == nil {
				t.Errorf("%q: a page came", content)
			}
		}
		if v.count() > 0 {
			t.Errorf("%q: the vendor was asked", content)
		}
		if now, err := os.ReadFile(name); err != nil || string(now) != content {
			t.Errorf("%q became %q, %v", content, now, err)
		}
	}
}

// TestFileCheckpointWithoutAPath: a path that was never set is no list that hasn't begun.
func TestFileCheckpointWithoutAPath(t *testing.T) {
	t.Parallel()
	var c rest.FileCheckpoint
	if p, err := c.Load(); err == nil {
		t.Errorf("loaded %+v", p)
	}
	if err := c.Save(rest.Progress{Done: true}); err == nil {
		t.Error("saved")
	}
}

func TestFileCheckpointInAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()
	checkpoint := &rest.FileCheckpoint{Path: filepath.Join(t.TempDir(), "missing", "checkpoint")}
	if err := checkpoint.Save(rest.Progress{Next: "page:2"}); err == nil {
		t.Error("it says that it was saved")
	}
}

// A killed process leaves what it was writing behind; the next one replaces it, and leaves one file.
func TestFileCheckpointLeavesNoTemporaryFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	checkpoint := &rest.FileCheckpoint{Path: filepath.Join(folder, "checkpoint")}
	if err := os.WriteFile(checkpoint.Path+".tmp", []byte(`{"ne`), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := checkpoint.Save(rest.Progress{Pages: 3}); err != nil {
			t.Fatal(err)
		}
	}
	if progress, err := checkpoint.Load(); err != nil || progress.Pages != 3 {
		t.Errorf("%+v, %v", progress, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("%v, %v", left, err)
	}
}
