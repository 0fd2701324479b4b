//go:build !(go1.27 && goexperiment.jsonv2)

package bench_test

// unmarshalV2 is nil where the toolchain has no encoding/json/v2.
var unmarshalV2 func(data []byte, out any) error
