//go:build !(go1.27 && goexperiment.jsonv2)

package value

import "encoding/json"

// unmarshal is json.Unmarshal. Newer toolchains have a faster way to the same.
func unmarshal(data []byte, out any) error { return json.Unmarshal(data, out) }
