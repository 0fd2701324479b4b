package auth

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	recordFormat = 1       // the version of what EncodeRecord writes
	recordLimit  = 1 << 20 // bytes
)

// writtenRecord is a record with its key as EncodeRecord writes it.
type writtenRecord struct {
	Vendor       string            `json:"vendor"`
	Account      string            `json:"account"`
	Version      int64             `json:"version"`
	Issuer       string            `json:"issuer,omitzero"`
	AccessToken  string            `json:"access_token,omitzero"`
	TokenType    string            `json:"token_type,omitzero"`
	Expiry       time.Time         `json:"expiry,omitzero"`
	RefreshToken string            `json:"refresh_token,omitzero"`
	ObtainedAt   time.Time         `json:"obtained_at,omitzero"`
	Extra        map[string]string `json:"extra,omitempty"`
	Notes        json.RawMessage   `json:"notes,omitempty"` // writtenNotes
}

// writtenNotes is Notes as EncodeRecord writes them.
type writtenNotes struct {
	InitialRefreshToken string            `json:"initial_refresh_token,omitzero"` // its fingerprint
	Intent              *writtenIntent    `json:"intent,omitempty"`
	Programs            map[string]string `json:"programs,omitempty"`
}

// writtenIntent is an Intent as EncodeRecord writes it.
type writtenIntent struct {
	Begun  time.Time `json:"begun,omitzero"`
	Holder string    `json:"holder,omitzero"`
	Token  string    `json:"token,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Since  time.Time `json:"since,omitzero"`
}

// sealedRecord is the whole of it: the record's bytes and what they sum up to, since a token with one character wrong
// looks like any other until the vendor refuses it.
type sealedRecord struct {
	Format int             `json:"vendorkit"`
	Login  json.RawMessage `json:"login"`
	Sum    string          `json:"sum"`
}

// EncodeRecord encodes a record, with its secrets in clear text, for a Store of your own. The result is one line of ASCII JSON,
// which must be stored byte for byte. A record whose encoding would be longer than DecodeRecord accepts, 1 MiB, is an error.
//
// Fields that DecodeRecord found but doesn't know, because a later version wrote them, are written again unchanged.
func EncodeRecord(key Key, r Record) ([]byte, error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	w := writtenRecord{Vendor: key.Vendor, Account: key.Account, Version: r.Version, Issuer: r.Issuer, TokenType: r.TokenType,
		AccessToken: r.AccessToken.Reveal(), RefreshToken: r.RefreshToken.Reveal(), Expiry: r.Expiry.UTC(), ObtainedAt: r.ObtainedAt.UTC(),
		Extra: revealed(r.Extra)}
	n := writtenNotes{InitialRefreshToken: r.Notes.InitialRefreshToken, Programs: revealed(r.Notes.Programs)}
	if i := r.Notes.Intent; !i.IsZero() {
		n.Intent = &writtenIntent{i.Begun.UTC(), i.Holder, i.Token, i.Until.UTC(), i.Since.UTC()}
	}
	notes, err := withUnknown(n, r.Notes.unknown)
	if err == nil && string(notes) != "{}" {
		w.Notes = notes
	}
	login, wrong := withUnknown(w, r.unknown)
	if err = errors.Join(err, wrong); err != nil {
		return nil, errors.New("a time of the record (Expiry, ObtainedAt or the intent's) has a year that can't be written: 0 to 9999 can") // the one thing that can fail
	}
	login = escapeBeyondASCII(login)
	data, err := json.Marshal(sealedRecord{recordFormat, login, sumOf(login)})
	if len(data) >= recordLimit { // a store may add the end of a line
		return nil, fmt.Errorf("the record of %d bytes is longer than can be read back (%d bytes)", len(data), recordLimit-1)
	}
	return data, err
}

// ErrLaterVersion is DecodeRecord's error for a record that is whole, and that only a later version of this package can read.
var ErrLaterVersion = errors.New("it was written by a later version of this program, which has to be updated")

// DecodeRecord reads what EncodeRecord wrote for the same key. Its errors quote nothing of it.
func DecodeRecord(key Key, data []byte) (Record, error) {
	var sealed sealedRecord
	var w writtenRecord
	var n writtenNotes
	switch err := json.Unmarshal(data, &sealed); {
	case len(bytes.TrimSpace(data)) == 0:
		return Record{}, errors.New("it is empty")
	case len(data) > recordLimit:
		return Record{}, fmt.Errorf("it is longer than %d bytes", recordLimit)
	case err != nil || sealed.Format == 0:
		return Record{}, errors.New("it isn't a record, or was cut short")
	case sealed.Format > recordFormat:
		return Record{}, ErrLaterVersion
	case sealed.Sum != sumOf(sealed.Login):
		return Record{}, errors.New("its content and its checksum differ")
	case json.Unmarshal(sealed.Login, &w) != nil || len(w.Notes) > 0 && json.Unmarshal(w.Notes, &n) != nil:
		return Record{}, errors.New("it isn't a record")
	case w.Vendor != key.Vendor || w.Account != key.Account:
		return Record{}, errors.New("it belongs to " + quoted(w.Vendor) + ", account " + quoted(w.Account))
	}
	r := Record{Version: w.Version, Issuer: w.Issuer, TokenType: w.TokenType, Expiry: w.Expiry, ObtainedAt: w.ObtainedAt,
		AccessToken: NewSecret(w.AccessToken), RefreshToken: NewSecret(w.RefreshToken), Extra: concealed(w.Extra),
		Notes:   Notes{InitialRefreshToken: n.InitialRefreshToken, Programs: concealed(n.Programs), unknown: unknownFields[writtenNotes](w.Notes)},
		unknown: unknownFields[writtenRecord](sealed.Login)}
	if i := n.Intent; i != nil {
		r.Notes.Intent = Intent{i.Begun, i.Holder, i.Token, i.Until, i.Since}
	}
	return r, nil
}

// keyOf reads whose record data is, of a record whose sum is right.
func keyOf(data []byte) (Key, bool) {
	var sealed sealedRecord
	var w writtenRecord
	if json.Unmarshal(data, &sealed) != nil || sealed.Sum != sumOf(sealed.Login) || json.Unmarshal(sealed.Login, &w) != nil {
		return Key{}, false
	}
	return Key{Vendor: w.Vendor, Account: w.Account}, true
}

func sumOf(login []byte) string {
	sum := sha256.Sum256(login)
	return hex.EncodeToString(sum[:16])
}

// escapeBeyondASCII writes what isn't ASCII as \u escapes, so that no character set that the string passes through on its
// way to where it is kept can change it.
func escapeBeyondASCII(text []byte) []byte {
	if bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return text
	}
	const digits = "0123456789abcdef"
	var out bytes.Buffer
	unit := func(u rune) {
		out.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			out.WriteByte(digits[u>>shift&0xf])
		}
	}
	for _, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
			out.WriteByte(byte(r))
		case r < 0x10000:
			unit(r)
		default:
			unit(0xd800 + (r-0x10000)>>10)
			unit(0xdc00 + (r-0x10000)&0x3ff)
		}
	}
	return out.Bytes()
}

// Check returns an error for a key that a file or a database couldn't store unchanged.
func (k Key) Check() error {
	for _, part := range []string{k.Vendor, k.Account} {
		if part == "" || !utf8.ValidString(part) || strings.ContainsFunc(part, unicode.IsControl) {
			return configError(secrets(nil).clean(k.Vendor, 40), "a vendor and an account are needed, in plain text without control characters")
		}
	}
	return nil
}
