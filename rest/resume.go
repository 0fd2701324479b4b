package rest

import (
	"errors"
	"fmt"
	"iter"
)

// Progress is how far an iteration by [Resume] has come. The zero Progress is one that hasn't begun; one that is Done has returned
// everything.
type Progress struct {
	// Next is where the first page starts that hasn't been dealt with; empty for the list's first.
	Next Cursor `json:"next,omitempty"`
	// Done is set when the iteration ended without an error, with every page dealt with.
	Done bool `json:"done,omitempty"`
	// Pages is how many were dealt with, those that came twice included.
	Pages int64 `json:"pages,omitempty"`
}

// A Checkpoint stores the [Progress] of one iteration across the runs of a program: a [FileCheckpoint], or a row in the database
// that the rows are written to.
type Checkpoint interface {
	// Load returns what was saved last; the zero Progress when nothing was.
	Load() (Progress, error)
	// Save replaces it, whole or not at all.
	Save(Progress) error
}

// Resume iterates over the pages of a list, and in the next run of the program continues where this run was interrupted. The
// function pages is the list's own method with the option that Resume passes to it:
//
//	pages := func(start rest.CallOption) iter.Seq2[rest.Page[*halo.TicketList], error] {
//		return client.Tickets.Pages(ctx, params, start)
//	}
//	for page, err := range rest.Resume(checkpoint, pages) {
//		if err != nil {
//			return err // run again, and it continues here
//		}
//		... // write the rows of page.List to where they are kept
//	}
//
// A page counts as done when the loop asks for the next one; only then is the [Progress] saved. So after a crash, a kill, a break or
// an error at any moment, no page is left out, and the page that was being worked on comes once more. Therefore the loop's body must
// write the rows to where they survive a crash, and in a way that may be repeated (by their ids, or from the place that
// [FileCheckpoint.Note] records).
//
// An iteration that is Done returns nothing when it is resumed. To read the list again, save the zero Progress or use a new
// checkpoint. A checkpoint belongs to one list with the same parameters, and to one process at a time. Rows that are added or
// removed between the runs have the same effect as during a run (see [Pages]), and the longer the pause, the more there are. So ask
// for an order that doesn't change (by id, by time of creation) if the list has a parameter for that; otherwise the order is up to
// the vendor. Pages that [WithParallel] fetched ahead of a change may come once more.
//
// After [ErrIncomplete] the next run reads the list from its start, since the missing rows may be on any page.
//
// A page that comes with an error, because one of its fields can't be decoded, is returned with the error and doesn't count as done:
// it would come in every run, unless the client is made with [WithLenientDecoding].
func Resume[P any](checkpoint Checkpoint, pages func(start CallOption) iter.Seq2[Page[P], error]) iter.Seq2[Page[P], error] {
	return func(yield func(Page[P], error) bool) {
		at, err := checkpoint.Load()
		if err != nil {
			yield(Page[P]{}, fmt.Errorf("rest: the checkpoint can't be read: %w", err))
			return
		}
		if at.Done {
			return
		}
		save := func() bool {
			if err := checkpoint.Save(at); err != nil {
				yield(Page[P]{}, fmt.Errorf("rest: the checkpoint can't be saved, so the last page comes again in the next run: %w", err))
				return false
			}
			return true
		}
		for page, err := range pages(StartAt(at.Next)) {
			if err != nil {
				if errors.Is(err, ErrIncomplete) { // what is missing may be on any page
					if at.Next = ""; !save() {
						return
					}
				}
				yield(page, err)
				return
			}
			if !yield(page, nil) {
				return
			}
			at.Pages++
			if page.Next == "" {
				continue // the last one, unless the iteration ends in an error
			}
			if at.Next = page.Next; !save() {
				return
			}
		}
		at.Next, at.Done = "", true
		save()
	}
}
