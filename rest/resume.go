package rest

import (
	"errors"
	"fmt"
	"iter"
)

// Progress is how far an iteration that is resumed has come. The zero Progress is one that hasn't begun; one that is Done has given
// everything.
type Progress struct {
	// Next is where the first page starts that hasn't been dealt with; empty for the list's first.
	Next Cursor `json:"next,omitempty"`
	// Done is set when the iteration ended without an error, with every page dealt with.
	Done bool `json:"done,omitempty"`
	// Pages is how many were dealt with, those that came twice included.
	Pages int64 `json:"pages,omitempty"`
}

// A Checkpoint keeps the Progress of one iteration across the runs of a program: [FileCheckpoint], or a row in the database that the
// pages go to.
type Checkpoint interface {
	// Load returns what was saved last; the zero Progress when nothing was.
	Load() (Progress, error)
	// Save replaces it, whole or not at all.
	Save(Progress) error
}

// Resume iterates over the pages of a list, and goes on in the next run of the program where this one was interrupted. Pages is the
// list's own method with the option that Resume hands it:
//
//	pages := func(start rest.CallOption) iter.Seq2[rest.Page[*halo.TicketList], error] {
//		return client.Tickets.Pages(ctx, params, start)
//	}
//	for page, err := range rest.Resume(checkpoint, pages) {
//		if err != nil {
//			return err // run again, and it goes on from here
//		}
//		... // write page.List's rows to where they are to stay
//	}
//
// A page is dealt with when the loop comes round for the next one; only then is the Progress saved. So after a crash, a kill, a break
// or an error, whenever it comes, no page is left out, and the one that was being dealt with comes once more: its rows must be
// written before the body ends, to where a crash doesn't reach them, and in a way that bears being repeated (by their ids, or from the
// place that [FileCheckpoint.Note] keeps).
//
// An iteration that is Done gives nothing when it is resumed. To read the list anew, save the zero Progress or begin with a new
// checkpoint. A checkpoint is of one list with the same parameters, and for one process at a time. Rows that are added or removed
// between the runs count as in one run, where [Pages] says what can't be seen, and the longer the pause the more of them there are; so ask
// for an order that doesn't change between them (by id, by the time of creation) where the list's parameters have one. Where they have
// none, only the vendor knows what order it keeps. Pages that [WithParallel] fetched ahead of a change may come once more.
//
// A list that turns out to lack rows ([ErrIncomplete]) is read from its start in the next run, since they may be missing on any page.
//
// A page that comes with an error, because a field of it can't be read, is given with it and not dealt with: it would come in
// every run, unless the client is made with [WithLenientDecoding].
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
				yield(Page[P]{}, fmt.Errorf("rest: the checkpoint can't be saved, so what came last comes again in the next run: %w", err))
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
