// Package jsonscan looks into JSON without decoding it: the fields of an object, the items of a list, the kind of a value. What
// it returns are parts of the data that it was given, not copies. It doesn't validate: broken JSON ends a scan, and whoever
// decodes the data says what is wrong with it.
package jsonscan
