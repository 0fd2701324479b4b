package rest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// unsure are the latest pages of an iteration, from the first that was fetched ahead and may have missed rows because the list changed
// meanwhile. That shows on a page behind them that comes when it is asked for: rows that have moved onto it were on one of these pages, and of
// as many rows in a row as a page has, one was the last of its page, or the last but one if that has moved itself. One page without such
// rows doesn't show the contrary, since a second change may have put other rows in front of them; as many as are fetched side by side do.
type unsure struct {
	ends []pageEnd
	left int // how many pages have to come yet
}

// pageEnd has a short hash of the id of a page's last row, then of the one before it; 0 where there is none.
type pageEnd [2]uint32

// endBits is how long these hashes are: five characters of a cursor. Two that are equal by chance make pages be read again in vain.
const endBits = 24

func endOf(order []uint64) (end pageEnd) {
	for i := range min(len(end), len(order)) {
		end[i] = shortKey(order[len(order)-1-i])
	}
	return end
}

func shortKey(id uint64) uint32 { return uint32(id % (1 << endBits)) }

// ahead adds a page of these rows that was fetched ahead as one of n.
func (u *unsure) ahead(order []uint64, n int) {
	u.add(order, n)
	u.left = n
}

// settle adds a page of these rows that came when it was asked for, and has none of theirs.
func (u *unsure) settle(order []uint64) {
	if u.left--; u.left <= 0 {
		*u = unsure{}
		return
	}
	u.add(order, 2*mostParallel)
}

func (u *unsure) add(order []uint64, keep int) {
	u.ends = append(u.ends, endOf(order))
	u.ends = u.ends[max(len(u.ends)-keep, 0):]
}

// missed says how many pages may have missed rows, by one of these rows that comes behind them.
func (u *unsure) missed(ids map[uint64]bool) int64 {
	if u.left == 0 {
		return 0
	}
	for id := range ids {
		key := shortKey(id)
		if slices.ContainsFunc(u.ends, func(end pageEnd) bool { return key != 0 && slices.Contains(end[:], key) }) {
			return int64(len(u.ends))
		}
	}
	return 0
}

// String writes how many pages have to come, then the rows at each page's end: "8,1q2w3.4r5t6,7z8u9.0".
func (u *unsure) String() string {
	text := strconv.AppendInt(nil, int64(u.left), 10)
	for _, end := range u.ends {
		text = strconv.AppendUint(append(text, ','), uint64(end[0]), 36)
		text = strconv.AppendUint(append(text, '.'), uint64(end[1]), 36)
	}
	return string(text)
}

// parseUnsure reads what String writes.
func parseUnsure(text string) (u unsure, err error) {
	left, pages, _ := strings.Cut(text, ",")
	if u.left, err = strconv.Atoi(left); err != nil || u.left < 1 || u.left > mostParallel {
		return unsure{}, fmt.Errorf("%q pages have to come", left)
	}
	for page := range strings.SplitSeq(pages, ",") {
		last, before, _ := strings.Cut(page, ".")
		one, err := strconv.ParseUint(last, 36, endBits)
		two, err2 := strconv.ParseUint(before, 36, endBits)
		if err != nil || err2 != nil || len(u.ends) == 2*mostParallel {
			return unsure{}, fmt.Errorf("%q in place of a page's end", page)
		}
		u.ends = append(u.ends, pageEnd{uint32(one), uint32(two)})
	}
	return u, nil
}
