// Package value has the types of the fields of requests, responses and parameters.
//
// Vendors write one value in several ways: an id as a number or a string, a flag as true, 1, "1" or -1, a time without a zone, an
// empty object as [], one record where a list was promised. Int, Float, Bool, Text, List and Map read all of them, and a Go
// program sees one type. A Time or a Date keeps the string that the vendor wrote, and reads it when it is asked for, so that a
// spelling that nobody has seen yet costs that value and not the response; Valid says whether it could be read.
//
// JSON is a value of which no public source gives the schema, and Lazy one that is read only when it is asked for. Nullable is
// a field of a write that can say absent, null and a value. A Secret shows in no print or log.
//
// Decode reads a response field by field where reading it as a whole fails, so that one field of another type costs that field
// alone.
package value
