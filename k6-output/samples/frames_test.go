package samples

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// recorded collects what an encoder hands over.
func recorded(t *testing.T, writer uint32) (*frames, *bytes.Buffer) {
	t.Helper()
	var all bytes.Buffer
	f := newFrames(writer, make([]byte, 0, chunkBytes), func(chunk []byte) []byte {
		if len(chunk) > chunkBytes {
			t.Errorf("a chunk of %d bytes, a pipe takes %d as a whole", len(chunk), chunkBytes)
		}
		all.Write(chunk)
		return chunk
	})
	return f, &all
}

func TestTheBytesAreThoseOfTheSharedVector(t *testing.T) {
	const end = 1736935500123456789
	f, all := recorded(t, 7)

	f.users(5)
	f.sample(f.label("GET /cart"), kindHTTP, end, 12500000)
	f.sample(f.label("GET /cart"), kindHTTP|traitError, end+1, notMeasured)
	f.flush()
	f.sample(f.label("näch"), kindGRPC|traitSetup, end+2, 0)
	f.sample(f.label("GET /cart"), kindBrowser|traitError|traitTeardown, end+3, 7)
	f.end()

	v := readVector(t, "binary-hook.vector")
	if !bytes.Equal(all.Bytes(), v.bytes) {
		t.Fatalf("wrote\n% x\nwant\n% x", all.Bytes(), v.bytes)
	}
}

func TestManySamplesFillWholeChunks(t *testing.T) {
	f, all := recorded(t, 1)
	var want []string
	for i := range 10_000 {
		label := fmt.Sprintf("label %d", i%700)
		f.sample(f.label(label), kindHTTP, int64(i), int64(2*i))
		want = append(want, fmt.Sprintf("sample %s|http|ok|main|%d|%d|-", label, i, 2*i))
	}
	f.end()

	equalLines(t, decode(t, all.Bytes()), append(want, "end"))
}

func TestALongLabelIsCutAfterAWholeCharacter(t *testing.T) {
	f, all := recorded(t, 1)
	long := "x" + strings.Repeat("ä", 4000)

	f.sample(f.label(long), kindHTTP, 1, 2)
	f.sample(f.label("short"), kindHTTP, 3, 4)
	f.end()

	kept := "x" + strings.Repeat("ä", (maxLabelBytes-1)/2)
	equalLines(t, decode(t, all.Bytes()), []string{
		"sample " + kept + "|http|ok|main|1|2|-", "sample short|http|ok|main|3|4|-", "end",
	})
}

func TestNothingIsWrittenWhereThereIsNothing(t *testing.T) {
	f, all := recorded(t, 1)

	f.flush()
	f.flush()

	if all.Len() != 0 {
		t.Fatalf("wrote % x", all.Bytes())
	}
}

func BenchmarkSample(b *testing.B) {
	f := newFrames(1, make([]byte, 0, chunkBytes), func(chunk []byte) []byte { return chunk })
	label := f.label("http://127.0.0.1:8080/")
	for b.Loop() {
		f.sample(label, 0, 1736935500123456789, 123456)
	}
}
