package call

// Guess says that nobody has published what the operation responds, so that the type which it is decoded into is a guess: a response of
// another type is a success all the same, and leaves what it doesn't fit at zero.
//
//go:noinline
func (c *Call) Guess() { c.guessed = true }
