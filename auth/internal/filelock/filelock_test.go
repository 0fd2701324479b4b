package filelock

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestLockExcludes: no two hold the lock at once, whether its file stays or goes when the lock is given back.
func TestLockExcludes(t *testing.T) {
	t.Parallel()
	for name, giveBack := range map[string]func(lock *Lock, turn int) error{
		"the file stays": func(lock *Lock, _ int) error { return lock.Unlock() },
		"the file goes every other time": func(lock *Lock, turn int) error {
			if turn%2 == 0 {
				return lock.Unlock()
			}
			return lock.Remove()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "lock")
			var inside, most atomic.Int32
			var group sync.WaitGroup
			for worker := range 8 {
				group.Go(func() {
					for turn := range 50 {
						lock, err := Acquire(t.Context(), path)
						if err != nil {
							t.Error(err)
							return
						}
						if n := inside.Add(1); n > 1 {
							most.Store(n)
						}
						time.Sleep(20 * time.Microsecond)
						inside.Add(-1)
						if err := giveBack(lock, worker+turn); err != nil {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			if n := most.Load(); n != 0 {
				t.Errorf("%d held the lock at once", n)
			}
		})
	}
}

// TestFileThatIsRemovedBeforeItIsLocked: between the opening of a file and the lock on it, whoever held the lock may have removed the file, and
// the next may have made another.
func TestFileThatIsRemovedBeforeItIsLocked(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := os.Remove(path); err != nil {
		t.Skip("a file that is open can't be removed here: ", err)
	}
	if held, err := hold(file, path); held || err != nil {
		t.Errorf("the file is gone: held %t, %v", held, err)
	}
	next, err := Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Unlock()
	if held, err := hold(file, path); held || err != nil {
		t.Errorf("another file is in its place: held %t, %v", held, err)
	}
}

// TestRemoveLeavesAnotherLocksFile: where somebody has cleared the folder, the file at the path is another's.
func TestRemoveLeavesAnotherLocksFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Skip("a file that is open can't be removed here: ", err)
	}
	second, err := Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the file of another's lock: %v", err)
	}
	if err := second.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file of the lock: %v", err)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Acquire(ctx, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	if lock, err = Acquire(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	lock.Unlock()
}

// A lock on a file that somebody removed excludes nobody who comes later, so whoever gets it then tries again.
func TestRemovedLockFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Acquire(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() {
		second, err := Acquire(t.Context(), path)
		if err == nil {
			var there, mine os.FileInfo
			if there, err = os.Stat(path); err == nil {
				if mine, err = second.file.Stat(); err == nil && !os.SameFile(there, mine) {
					err = errors.New("it holds a file that is gone")
				}
			}
			second.Unlock()
		}
		got <- err
	}()
	time.Sleep(20 * time.Millisecond)
	if err := os.Remove(path); err != nil {
		t.Skipf("this system doesn't remove a file that is open: %v", err)
	}
	first.Unlock()
	if err := <-got; err != nil {
		t.Error(err)
	}
	if _, err := Acquire(t.Context(), filepath.Join(path, "below a file")); err == nil {
		t.Error("a lock where no file can be")
	}
}
