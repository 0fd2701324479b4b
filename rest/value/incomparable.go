package value

// Incomparable takes no room and makes a struct that has one unfit for ==.
type Incomparable [0]func()
