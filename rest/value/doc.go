// Package value has the types of the fields of requests, responses and parameters.
//
// Vendors write the same value in several ways: an id as a number or a string, a flag as true, 1, "1" or -1, a time without a zone,
// an empty object as [], a single record in place of a list. [Int], [Float], [Bool], [Text], [List] and [Map] decode all of these
// into one Go type. A [Time] or a [Date] keeps the string that the vendor wrote and parses it on demand, so that an unknown spelling
// costs that value and not the response; Valid says whether it could be parsed.
//
// [JSON] is a value whose schema no public source gives, and [Lazy] one that is decoded on demand. [Nullable] is a field of a write
// that can be absent, null or a value. A [Secret] isn't shown when it is printed or logged.
//
// [Decode] decodes a response field by field if decoding it as a whole fails, so that a field of another type costs only that field.
package value
