package humanity

import (
	"net/url"
	"strconv"

	"github.com/seed-8da6be54/vendorkit/rest"
)

// ForCompany makes a call for one company of a group account, whose app must have group access. The id is sent as child_company_id:
// in the query of a GET, in the body of any other call. Calls whose body is a JSON list can't send it.
func ForCompany(id int64) CallOption {
	return rest.WithParameters(url.Values{"child_company_id": {strconv.FormatInt(id, 10)}})
}
