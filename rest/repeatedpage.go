package rest

// repeats reports whether the rows of a page have come before. Rows without ids may be the same by chance: then the vendor's
// word that this is another page counts, and without that only the page just before.
func (w *iteration) repeats(progress progress) bool {
	if progress.current > 0 && progress.current < w.place.number {
		return true
	}
	switch {
	case w.keys.sum == 0: // its rows weren't found as they came
		return false
	case w.alike > emptyPages: // chance doesn't go that far
		return true
	case w.keys.ids != nil:
		return w.pages[w.keys.sum]
	case progress.current > 0 && progress.current == w.place.number:
		return false
	case progress.pages > 0 || progress.total > 0 || progress.next > 0:
		return w.keys.sum == w.last
	}
	return w.pages[w.keys.sum]
}
