package humanity

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// Offers returns the offers, whether the vendor has sent a list or an object that holds them by some key, whose order they then
// have. If a field has another type than expected, it returns both the offers with everything else and an error that wraps
// rest.ErrDecode.
func (t *TradeOffers) Offers() ([]TradeOffer, error) {
	members, items, err := parts(t.Data)
	if err != nil {
		return nil, fmt.Errorf("humanity: trade offers: %w: %w", rest.ErrDecode, err)
	}
	for _, key := range slices.SortedFunc(maps.Keys(members), byNumber) {
		items = append(items, members[key])
	}
	report, err := newReport[TradeOffer](items, nil, nil)
	return report.Rows, err
}
