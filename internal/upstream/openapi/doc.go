// Package openapi compares a vendor's document with an OpenAPI document of the vendor's own: which operations, parameters and
// fields only one of them has, and where both say different things. What theirs has and ours lacks can be written as a patch.
//
// Documents that servers make of themselves are wrong in many ways: types such as int and List<int>, fields and paths that
// stand twice, references that lead nowhere. Read takes them as they are and lists their defects.
//
// What can't be compared, such as what is behind a reference that leads nowhere or into another file, is listed separately: a report without differences is
// complete only if nothing is listed there.
//
// What counts as a difference:
//   - Theirs saying nothing (no schema, an empty one) is none.
//   - A field that theirs requires in a response and ours doesn't is none: responses are known to lack what is required.
//   - Bare numbers of an enumeration, which tell no meaning, are none where ours has a whole number.
//   - A spelling that ours takes in by x-lenient is none.
package openapi
