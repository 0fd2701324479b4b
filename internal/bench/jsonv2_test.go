//go:build go1.27 && goexperiment.jsonv2

package bench_test

import jsonv2 "encoding/json/v2"

// unmarshalV2 is what one would decode with by hand where the toolchain has encoding/json/v2, as Go 1.27 does.
var unmarshalV2 = func(data []byte, out any) error { return jsonv2.Unmarshal(data, out) }
