package rest

import "sync/atomic"

// A budget is counted in tenths of a retry, so that ten good calls earn one.
const (
	budgetSize   = 200 // 20 retries
	budgetRetry  = 10
	budgetEarned = 1
)

// budget bounds the retries of all calls of a client together. An outage fails every call at once; were each of them
// free to try again, the vendor would get a multiple of its usual load at the worst moment. The zero budget is full.
type budget struct{ spent atomic.Int64 }

// take pays for one retry, or reports that there is nothing left.
func (b *budget) take() bool {
	for {
		spent := b.spent.Load()
		if spent+budgetRetry > budgetSize {
			return false
		}
		if b.spent.CompareAndSwap(spent, spent+budgetRetry) {
			return true
		}
	}
}

// earn pays back for a call that went well. A full budget costs one load.
func (b *budget) earn(n int64) {
	for {
		spent := b.spent.Load()
		if spent == 0 || b.spent.CompareAndSwap(spent, max(spent-n, 0)) {
			return
		}
	}
}
