package spec

import (
	"encoding/binary"
	"math"
)

// damage ends the reading of what nobody wrote: everything after it is zero.
func (p *packer) damage() { p.damaged, p.in = true, nil }

func (p *packer) unsigned(n uint64) uint64 {
	if !p.reading {
		p.out = binary.AppendUvarint(p.out, n)
		return n
	}
	if in := p.in; len(in) > 1 { // nearly all take one byte or two
		if in[0] < 0x80 {
			p.in = in[1:]
			return uint64(in[0])
		}
		if in[1] < 0x80 {
			p.in = in[2:]
			return uint64(in[0]&0x7f) | uint64(in[1])<<7
		}
	}
	n, size := binary.Uvarint(p.in)
	if size <= 0 {
		p.damage()
		return 0
	}
	p.in = p.in[size:]
	return n
}

func (p *packer) number(n *int) {
	wide := int64(*n)
	p.wide(&wide)
	*n = int(wide)
}

func (p *packer) wide(n *int64) {
	folded := p.unsigned(uint64(*n<<1) ^ uint64(*n>>63)) // small negative numbers are short too
	*n = int64(folded>>1) ^ -int64(folded&1)
}

func (p *packer) float(v *float64) {
	if !p.reading {
		p.out = binary.LittleEndian.AppendUint64(p.out, math.Float64bits(*v))
		return
	}
	if len(p.in) < 8 {
		p.damage()
		return
	}
	*v = math.Float64frombits(binary.LittleEndian.Uint64(p.in))
	p.in = p.in[8:]
}

// bits are up to seven flags in a byte.
func (p *packer) bits(flags ...*bool) {
	var all uint64
	for i, flag := range flags {
		if *flag {
			all |= 1 << i
		}
	}
	all = p.unsigned(all)
	for i, flag := range flags {
		*flag = all&(1<<i) != 0
	}
}

// The kinds of a value that JSON has.
const (
	packedNull = iota
	packedFalse
	packedTrue
	packedWhole
	packedFloat
	packedString
	packedList
	packedObject
)

// any goes over an example, a default or one of an enum.
func (p *packer) any(v *any) {
	switch p.unsigned(kindOf(*v)) {
	case packedNull:
	case packedFalse:
		*v = false
	case packedTrue:
		*v = true
	case packedWhole:
		packAs(p, v, p.wide)
	case packedFloat:
		packAs(p, v, p.float)
	case packedString:
		packAs(p, v, p.string)
	case packedList:
		packAs(p, v, func(list *[]any) { packList(p, list, p.any) })
	case packedObject:
		packAs(p, v, func(object *map[string]any) { packMap(p, object, p.any) })
	default:
		p.damage()
	}
}

func packAs[T any](p *packer, v *any, each func(*T)) {
	as, _ := (*v).(T)
	each(&as)
	*v = as
}

func kindOf(v any) uint64 {
	switch v := v.(type) {
	case bool:
		if v {
			return packedTrue
		}
		return packedFalse
	case int64:
		return packedWhole
	case float64:
		return packedFloat
	case string:
		return packedString
	case []any:
		return packedList
	case map[string]any:
		return packedObject
	}
	return packedNull
}
