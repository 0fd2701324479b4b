package spec

import (
	"maps"
	"slices"
)

// length is that of a list; some says that there is a list, if an empty one.
func (p *packer) length(n int, some bool) (int, bool) {
	if !p.reading {
		if some {
			p.unsigned(uint64(n) + 1)
		} else {
			p.unsigned(0)
		}
		return n, some
	}
	said := p.unsigned(0)
	if said > uint64(len(p.in))+1 {
		p.damage()
		return 0, false
	}
	return int(max(said, 1)) - 1, said > 0
}

func (p *packer) stringsIn(list *[]string) { packList(p, list, p.string) }

// packMap goes over a map in the order of its keys.
func packMap[V any](p *packer, m *map[string]V, each func(*V)) {
	n, some := p.length(len(*m), *m != nil)
	if !p.reading {
		for _, key := range slices.Sorted(maps.Keys(*m)) {
			v := (*m)[key]
			p.string(&key)
			each(&v)
		}
		return
	}
	if some {
		*m = make(map[string]V, n)
	}
	for range n {
		var key string
		var v V
		p.string(&key)
		each(&v)
		(*m)[key] = v
	}
}

func packList[T any](p *packer, list *[]T, each func(*T)) {
	if n, some := p.length(len(*list), *list != nil); p.reading && some {
		*list = make([]T, n)
	}
	for i := range *list {
		each(&(*list)[i])
	}
}

// packListOf does what packList does, and takes the memory for a list from what is left of a larger piece.
func packListOf[T any](p *packer, list, memory *[]T, each func(*T)) {
	if n, some := p.length(len(*list), *list != nil); p.reading && some {
		*list = carve(memory, n)
	}
	for i := range *list {
		each(&(*list)[i])
	}
}

// carved is how many elements such a piece has.
const carved = 256

// carve takes a list off a larger piece of memory, which is made anew when it is too small.
func carve[T any](memory *[]T, n int) []T {
	if n > len(*memory) {
		*memory = make([]T, max(n, carved))
	}
	list := (*memory)[:n:n]
	*memory = (*memory)[n:]
	return list
}

func packPointer[T any](p *packer, v **T, each func(*T)) {
	some := *v != nil
	if p.bits(&some); !some {
		return
	}
	if p.reading {
		*v = new(T)
	}
	each(*v)
}
