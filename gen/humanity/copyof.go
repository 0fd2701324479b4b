package humanity

// copyOf returns a copy of a caller's parameters that may be changed; nil are none.
func copyOf[T any](params *T) T {
	if params == nil {
		return *new(T)
	}
	return *params
}
