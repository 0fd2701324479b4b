package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/seed-8da6be54/vendorkit/auth/internal/filelock"
	"github.com/seed-8da6be54/vendorkit/auth/internal/step"
)

const (
	recordSuffix = ".json"
	tempSuffix   = ".new"
	lockSuffix   = ".lock"

	pathSum = 6 // bytes of a key's sum in its file's name

	damagedHint = "It was left as it is. Restore it from a backup, or move it away and log in again"
	laterHint   = "It was left as it is. Update this program: an older one must not renew what a newer one keeps"
)

// FileStore keeps records in a folder, for any number of processes on one machine.
//
// Each login has a file of its own, so that whatever happens to one (a crash, a full disk, a damaged file) doesn't affect another,
// and renewals of two accounts don't wait for each other. A record is written to a second file, made durable, and then renamed over
// the first, so that at every moment either the old record or the new one is there as a whole. If a process dies between the two
// steps, the next one completes them. Beside the record there is an empty lock file, which stays as long as the record; the lock on it ends
// with the process that holds it. When a login fails, or is removed, nothing is left of it but on Windows, where the empty lock file stays.
//
// On Unix the folder must belong to the user of the process and be writable by nobody else, and the files must be regular files of
// that user, readable by nobody else (0600); otherwise the store refuses them and says what to do. On Windows they have the access
// rights inherited from the folder. The folder should be on a local disk; for several machines use [SQLStore].
type FileStore struct {
	dir string

	mu        sync.Mutex
	unsettled map[string]bool // files that were renamed, and it isn't sure that the disk knows
}

// NewFileStore returns the store in the folder dir. If the folder doesn't exist, it is created, with access for the user only.
func NewFileStore(dir string) (*FileStore, error) {
	if dir == "" {
		return nil, configError("", "NewFileStore needs a folder")
	}
	path, err := filepath.Abs(dir)
	if err != nil {
		return nil, configError("", "the folder of the store can't be found")
	}
	s := &FileStore{dir: path, unsettled: map[string]bool{}}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, s.failure("", "the store's folder can't be made", err)
	}
	return s, s.checkFolder("")
}

// Load implements Store.
func (s *FileStore) Load(_ context.Context, key Key) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	if err := s.checkFolder(key.Vendor); err != nil {
		return Record{}, err
	}
	return s.read(key)
}

// Update implements Store.
func (s *FileStore) Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error) {
	if err := key.Check(); err != nil {
		return Record{}, err
	}
	if err := s.checkFolder(key.Vendor); err != nil {
		return Record{}, err
	}
	lock, err := filelock.Acquire(ctx, s.path(key, lockSuffix))
	if err != nil {
		if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return Record{}, err
		}
		return Record{}, s.failure(key.Vendor, "the store can't be locked", err)
	}
	defer s.unlock(key, lock)
	step.At(ctx, step.Lock)
	now, err := s.read(key)
	if err != nil {
		return Record{}, err
	}
	if now, err = s.finish(ctx, key, now); err != nil {
		return now, err
	}
	step.At(ctx, step.Change)
	next, err := change(ctx, now.Clone())
	if err != nil || next.Equal(now) {
		return now, err
	}
	if next.IsZero() {
		next = Record{}
		err = s.remove(ctx, key)
	} else {
		next = next.Clone()
		next.Version = now.Version + 1
		err = s.save(ctx, key, next)
	}
	if err != nil {
		return now, err
	}
	step.At(ctx, step.Unlock)
	return next, nil
}

// unlock gives the lock of a key back, and removes its file where there is no record for which it would be needed again.
func (s *FileStore) unlock(key Key, lock *filelock.Lock) {
	if _, err := os.Lstat(s.path(key, recordSuffix)); !errors.Is(err, fs.ErrNotExist) {
		lock.Unlock()
		return
	}
	lock.Remove()
}

// Keys lists the keys of the records in the store, in order. If files of the store can't be read, or are too damaged to tell whose
// they are, it returns the others, and an error that names each such file ([ErrStore], joined).
func (s *FileStore) Keys(context.Context) ([]Key, error) {
	if err := s.checkFolder(""); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, s.failure("", "the store's folder can't be read", err)
	}
	var keys []Key
	var unreadable []error
	for _, entry := range entries {
		if !recordName(entry.Name()) {
			continue
		}
		key, err := s.whose(filepath.Join(s.dir, entry.Name()))
		switch {
		case err == nil:
			keys = append(keys, key)
		case !errors.Is(err, fs.ErrNotExist): // it may be gone meanwhile
			unreadable = append(unreadable, err)
		}
	}
	slices.SortFunc(keys, Key.compare)
	return keys, errors.Join(unreadable...)
}

// recordName reports whether a file's name is one that path gives. Others that lie in the folder are none of the store's.
func recordName(name string) bool {
	name, isRecord := strings.CutSuffix(name, recordSuffix)
	sum := name[strings.LastIndexByte(name, '-')+1:]
	_, err := hex.DecodeString(sum)
	return isRecord && err == nil && len(sum) == 2*pathSum && strings.Count(name, "-") == 2
}

// whose reads whose record the file at path is.
func (s *FileStore) whose(path string) (Key, error) {
	data, err := readPrivate(path)
	if err != nil {
		return Key{}, s.failure("", "a record can't be read", err)
	}
	key, ok := keyOf(data)
	if ok && s.path(key, recordSuffix) == path {
		return key, nil
	}
	err = errors.New("it is too damaged to tell which account it belongs to")
	if ok {
		err = errors.New("it is the record of " + key.Vendor + ", account " + key.Account + ", by another name")
	}
	e := s.failure("", "the file "+path+" is damaged", err)
	e.Hint = damagedHint
	return Key{}, e
}

// path names a file of key: readable, and distinguished by a sum, since accounts may hold any character.
func (s *FileStore) path(key Key, suffix string) string {
	sum := sha256.Sum256([]byte(key.Vendor + "\x00" + key.Account))
	return filepath.Join(s.dir, fileWord(key.Vendor)+"-"+fileWord(key.Account)+"-"+hex.EncodeToString(sum[:pathSum])+suffix)
}

func fileWord(text string) string {
	word := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("@._+", r) {
			return r
		}
		return '_'
	}, strings.ToLower(text))
	return strings.TrimLeft(word[:min(len(word), 40)], ".")
}

func (s *FileStore) read(key Key) (Record, error) {
	path := s.path(key, recordSuffix)
	data, err := readPrivate(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Record{}, nil
	case err != nil:
		return Record{}, s.failure(key.Vendor, "the record can't be read", err)
	}
	r, err := DecodeRecord(key, data)
	switch {
	case errors.Is(err, ErrLaterVersion):
		e := s.failure(key.Vendor, "the file "+path+" can't be read", err)
		e.Hint = laterHint
		return Record{}, e
	case err != nil:
		e := s.failure(key.Vendor, "the file "+path+" is damaged", err)
		e.Hint = damagedHint
		return Record{}, e
	}
	return r, nil
}

// readPrivate reads a file that only its owner may read.
func readPrivate(path string) ([]byte, error) {
	if err := checkFile(os.Lstat(path)); err != nil { // before opening it: opening a pipe would wait
		return nil, withPath(path, err)
	}
	file, err := openToRead(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := checkFile(file.Stat()); err != nil { // and again, now that it can't be exchanged any more
		return nil, withPath(path, err)
	}
	return io.ReadAll(io.LimitReader(file, recordLimit+1))
}

// save writes r beside the old record, makes it durable, and lets it take the old one's place.
func (s *FileStore) save(ctx context.Context, key Key, r Record) error {
	data, err := EncodeRecord(key, r)
	if err != nil {
		return s.failure(key.Vendor, "the record can't be written", err)
	}
	temp := s.path(key, tempSuffix)
	if err := writeNew(ctx, temp, append(data, '\n')); err != nil {
		os.Remove(temp)
		return s.failure(key.Vendor, "the record can't be written; the old one is still there", err)
	}
	if err := s.commit(ctx, key, temp); err != nil {
		os.Remove(temp)
		return err
	}
	return s.settle(ctx, key)
}

// commit makes the content of the file temp durable and lets it take the record's place.
func (s *FileStore) commit(ctx context.Context, key Key, temp string) error {
	path := s.path(key, recordSuffix)
	err := step.At(ctx, step.Sync)
	if err == nil {
		err = syncFile(temp)
	}
	if err == nil {
		if err = step.At(ctx, step.Commit); err == nil {
			err = replaceFile(temp, path)
		}
	}
	if err != nil {
		return s.failure(key.Vendor, "the record can't be put in its place; the old one is still there", err)
	}
	s.markUnsettled(path, true)
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	return file.Sync()
}

// writeNew makes a file with data. One that is left over from a process that died is in the way, and nobody else is
// writing: the caller has the lock.
func writeNew(ctx context.Context, path string, data []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := step.At(ctx, step.Write); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := file.Write(data); err != nil {
		return err
	}
	return file.Close()
}

func (s *FileStore) remove(ctx context.Context, key Key) error {
	path := s.path(key, recordSuffix)
	os.Remove(s.path(key, tempSuffix)) // if one is left over, it holds secrets too
	err := step.At(ctx, step.Commit)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.failure(key.Vendor, "the record can't be removed", err)
	}
	s.markUnsettled(path, true)
	return s.settle(ctx, key)
}

// finish ends a save that a process began and died of: what it wrote beside the record now, if it is whole, takes its
// place. It may be the one copy of a refresh token.
func (s *FileStore) finish(ctx context.Context, key Key, now Record) (Record, error) {
	temp := s.path(key, tempSuffix)
	data, err := readPrivate(temp)
	if err == nil {
		var next Record
		if next, err = DecodeRecord(key, data); err == nil && next.Version == now.Version+1 {
			if err := s.commit(ctx, key, temp); err != nil {
				return now, err
			}
			now = next
		}
	}
	return now, s.settle(ctx, key)
}

// settle makes what happened to key's name in the folder durable, if that is still to be done.
func (s *FileStore) settle(ctx context.Context, key Key) error {
	path := s.path(key, recordSuffix)
	s.mu.Lock()
	due := s.unsettled[path]
	s.mu.Unlock()
	if !due {
		return nil
	}
	err := step.At(ctx, step.Settle)
	if err == nil {
		err = syncFolder(s.dir)
	}
	if err != nil {
		return s.failure(key.Vendor, "the record is in its place, but it isn't sure that the disk has it", err)
	}
	s.markUnsettled(path, false)
	return nil
}

func (s *FileStore) markUnsettled(path string, unsettled bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if unsettled {
		s.unsettled[path] = true
	} else {
		delete(s.unsettled, path)
	}
}

// checkFolder refuses a folder in which somebody else could exchange files.
func (s *FileStore) checkFolder(vendor string) error {
	if err := checkFolder(os.Stat(s.dir)); err != nil {
		return s.failure(vendor, "the store's folder can't be used", withPath(s.dir, err))
	}
	return nil
}

// failure makes the error of a file operation, and says what to do about the usual ones.
func (s *FileStore) failure(vendor, description string, err error) *TokenError {
	e := &TokenError{Provider: vendor, Code: CodeStore, Description: description, cause: newCause(err, nil)}
	switch unsafe, isUnsafe := errors.AsType[*unsafeFileError](err); {
	case isUnsafe:
		e.Hint = unsafe.remedy
	case diskFull(err):
		e.Hint = "The disk is full, or a quota is used up: make room, and it goes on by itself"
	case readOnly(err):
		e.Hint = "The folder is on a file system that can't be written to: use another folder"
	case errors.Is(err, fs.ErrPermission):
		e.Hint = "The user of this process may not do that: give it the folder and the files in it, or use another folder"
	case errors.Is(err, filelock.ErrUnsupported):
		e.Hint = "Use a folder on a local disk, or a SQLStore"
	case inTheWay(err) || errors.Is(err, filelock.ErrNotPlain):
		e.Hint = "Something that is no folder, or no plain file, stands where one should be: move it away, or use another folder"
	case errors.Is(err, fs.ErrNotExist):
		e.Hint = "The folder is gone, or its disk isn't mounted: bring it back with the logins in it, or log in again into another"
	default:
		e.Hint = "Check the folder and the disk that it is on"
	}
	return e
}

// unsafeFileError says why a file or folder isn't fit for secrets.
type unsafeFileError struct{ what, remedy string }

func (e *unsafeFileError) Error() string { return e.what }

// withPath names the file in an error that doesn't.
func withPath(path string, err error) error {
	if _, named := errors.AsType[*fs.PathError](err); named {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// String says where the store is.
func (s *FileStore) String() string { return "auth.FileStore(" + s.dir + ")" }

// Format prints String for every verb.
func (s *FileStore) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }
