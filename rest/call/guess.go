package call

// Guess says that the operation's response isn't public, so the type that it is decoded into is a guess. A response of another type
// is then a success all the same, and fields that don't fit stay zero.
//
//go:noinline
func (c *Call) Guess() { c.guessed = true }
