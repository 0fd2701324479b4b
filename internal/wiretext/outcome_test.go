package wiretext

import "testing"

func TestStatusSaysWhatBecameOfTheRequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status    int
		postponed bool
		want      Outcome
	}{
		{200, false, Processed}, {204, false, Processed}, {303, false, Processed},
		{301, false, MaybeProcessed}, {302, false, MaybeProcessed}, {304, false, MaybeProcessed},
		{307, false, NotProcessed}, {308, false, NotProcessed},
		{400, false, NotProcessed}, {401, false, NotProcessed}, {404, false, NotProcessed}, {409, true, NotProcessed}, {429, false, NotProcessed},
		{408, false, MaybeProcessed}, {408, true, MaybeProcessed}, {460, false, MaybeProcessed}, {499, false, MaybeProcessed},
		{500, false, MaybeProcessed}, {500, true, MaybeProcessed}, {502, false, MaybeProcessed}, {504, true, MaybeProcessed},
		{503, false, MaybeProcessed}, {503, true, NotProcessed},
		{0, false, MaybeProcessed}, {100, false, MaybeProcessed}, {700, false, MaybeProcessed},
	} {
		if got := OutcomeOf(test.status, test.postponed); got != test.want {
			t.Errorf("%d, postponed %v: %v, want %v", test.status, test.postponed, got, test.want)
		}
	}
}
