package auth

import "context"

// Store keeps Records. Any number of goroutines, and of processes if the store is shared by several, may use the same keys at the
// same time. What Update guarantees is the only reason why a single-use refresh token survives that.
type Store interface {
	// Load returns the record of key, or a zero Record when there is none. It takes no lock and never waits for an
	// Update. A record that can't be read is an error, never a zero Record.
	Load(ctx context.Context, key Key) (Record, error)

	// Update is one operation: lock the key, read its record again, call change with it, save what change returns
	// durably, unlock. It returns the record that the store holds afterwards.
	//
	//   - The lock is per key and excludes every other Update of that key by whoever shares the store. It ends
	//     with its holder: a process that dies leaves no lock behind. Other keys aren't held up.
	//   - When ctx ends while waiting for the lock, Update returns ctx's error and change is not called.
	//   - change is called at most once, whatever happens: it may spend a single-use token. A store must not
	//     repeat it after a conflict; it reports the conflict. change gets a zero Record when there is none. Its
	//     context is ctx or a child of it. change must not use the store.
	//   - When change returns an error, nothing is written, and Update returns that very error and the record as read.
	//   - A result that is Equal to the record as read is not written. A zero result removes the record. Any other is
	//     saved under Version = the version read + 1.
	//   - Once change has returned a result it is saved even if ctx has ended meanwhile, within a time limit of the
	//     store's own: the vendor has already forgotten the old token. Update returns no earlier than the record is
	//     durable (on the disk, committed).
	//   - When saving fails, Update returns an error, and the old record is still whole. The caller keeps the result
	//     and tries to save it by another Update, in which it first looks whether the record is still the one it read.
	//   - A store never deletes, empties or overwrites a record but at the word of change. What it can't read it leaves
	//     as it is, and says so.
	//   - Records are handed in and out as copies; no map is shared. If change panics, the lock is given back.
	Update(ctx context.Context, key Key, change func(ctx context.Context, now Record) (Record, error)) (Record, error)
}
