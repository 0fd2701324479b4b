package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// FileCheckpoint is a Checkpoint in a file of its own. Each save replaces the whole file, by way of a file beside it whose name ends
// in .tmp. It may be used by one goroutine, in one process at a time.
type FileCheckpoint struct {
	// Path is the file's. Where there is none, nothing has begun.
	Path string
	// Note is the caller's: Load reads what it was when the Progress was saved, and Save keeps it. The length of a file that the
	// rows are appended to, say, which is cut to it when the program resumes, so that no row stands there twice.
	Note string
}

// saved is what the file holds.
type saved struct {
	Progress
	Note string `json:"note,omitempty"`
}

// Load implements Checkpoint.
func (c *FileCheckpoint) Load() (Progress, error) {
	if c.Path == "" {
		return Progress{}, errNoPath
	}
	data, err := os.ReadFile(c.Path)
	if errors.Is(err, fs.ErrNotExist) {
		c.Note = ""
		return Progress{}, nil
	}
	if err != nil {
		return Progress{}, err
	}
	var s saved
	if err := json.Unmarshal(data, &s); err != nil || s.Progress == (Progress{}) && s.Note == "" && string(data) != emptyCheckpoint {
		return Progress{}, fmt.Errorf("%s is no checkpoint, or is damaged; remove it to begin anew", c.Path)
	}
	c.Note = s.Note
	return s.Progress, nil
}

// errNoPath is found before anything is read: else a first page would be dealt with whose place can't be saved.
var errNoPath = errors.New("the path of the FileCheckpoint is empty")

// emptyCheckpoint is what the zero Progress is written as.
const emptyCheckpoint = "{}\n"

// Save implements Checkpoint. What was saved before stays until the new file is on the disk.
func (c *FileCheckpoint) Save(p Progress) (err error) {
	if c.Path == "" {
		return errNoPath
	}
	data, err := json.Marshal(saved{p, c.Note})
	if err != nil {
		return err
	}
	// One name for all: what a killed process left behind is replaced. It is removed first, so that nothing is written through a link.
	temporary := c.Path + ".tmp"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temporary)
		}
	}()
	_, err = file.Write(append(data, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, c.Path)
}
