package value

// Incomparable takes no space and makes a struct that embeds it unusable with ==.
type Incomparable [0]func()
