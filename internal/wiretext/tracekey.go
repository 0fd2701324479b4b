package wiretext

import (
	"context"
	"net/http/httptrace"
)

// TraceKey returns the key under which net/http asks a context for its trace. The key has no name outside httptrace; a context that
// knows it can have the trace in itself.
func TraceKey() any {
	asked := keyCatcher{Context: context.Background()}
	httptrace.ContextClientTrace(&asked)
	return asked.key
}

// keyCatcher is a context that keeps the key that it was asked for.
type keyCatcher struct {
	context.Context
	key any
}

func (k *keyCatcher) Value(key any) any {
	k.key = key
	return nil
}
