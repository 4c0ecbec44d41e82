package samples

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const vectors = "../../runner-engine/src/test/resources/vectors/frames"

// vector is a file of the test vectors that every implementation of the frames shares.
type vector struct {
	bytes  []byte
	expect []string
}

func readVector(t *testing.T, name string) vector {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(vectors, name))
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "hex "); ok {
			bytes, err := hex.DecodeString(strings.ReplaceAll(rest, " ", ""))
			if err != nil {
				t.Fatal(err)
			}
			v.bytes = append(v.bytes, bytes...)
		} else if rest, ok := strings.CutPrefix(line, "expect "); ok {
			v.expect = append(v.expect, rest)
		}
	}
	return v
}

// decode reads sound chunks, in the words of the vectors; anything else is a fault of the writer.
func decode(t *testing.T, bytes []byte) []string {
	t.Helper()
	d := decoder{t: t, labels: map[[2]uint32]string{}, samples: map[uint32]uint64{}, users: map[uint32]uint32{}}
	for len(bytes) > 0 {
		if len(bytes) <= headerBytes || string(bytes[:4]) != "PS\x01\x00" {
			t.Fatalf("no chunk begins with % x", bytes[:min(len(bytes), headerBytes)])
		}
		d.writer = binary.LittleEndian.Uint32(bytes[4:])
		end := headerBytes + int(binary.LittleEndian.Uint16(bytes[8:]))
		if end > chunkBytes || end > len(bytes) || end == headerBytes {
			t.Fatalf("a chunk of %d bytes, with %d there", end, len(bytes))
		}
		d.payload(bytes[headerBytes:end])
		bytes = bytes[end:]
	}
	return d.told
}

type decoder struct {
	t       *testing.T
	writer  uint32
	labels  map[[2]uint32]string
	samples map[uint32]uint64
	users   map[uint32]uint32
	told    []string
}

func (d *decoder) payload(p []byte) {
	for len(p) > 0 {
		id := uint32(binary.LittleEndian.Uint16(p[1:]))
		switch p[0] {
		case recordLabel:
			end := labelHeaderBytes + int(binary.LittleEndian.Uint16(p[3:]))
			d.labels[[2]uint32{d.writer, id}] = string(p[labelHeaderBytes:end])
			p = p[end:]
		case recordSample, recordSample + 1:
			label, known := d.labels[[2]uint32{d.writer, id}]
			if !known {
				d.t.Fatalf("label %d of writer %d is unknown", id, d.writer)
			}
			response := "-"
			rest := p[sampleBytes:]
			if p[0] != recordSample {
				response = number(rest)
				rest = rest[8:]
			}
			d.samples[d.writer]++
			d.told = append(d.told, fmt.Sprintf("sample %s|%s|%s|%s|%s|%s|%s", label,
				[]string{"http", "grpc", "ws", "browser", "custom"}[p[3]&7],
				[]string{"ok", "error"}[p[3]>>3&1],
				[]string{"main", "setup", "teardown"}[p[3]>>4],
				number(p[4:]), number(p[12:]), response))
			p = rest
		case recordUsers:
			d.users[d.writer] = binary.LittleEndian.Uint32(p[1:])
			d.tellUsers()
			p = p[usersBytes:]
		case recordEnd:
			if said := binary.LittleEndian.Uint64(p[1:]); said != d.samples[d.writer] {
				d.t.Fatalf("the end says %d samples, there were %d", said, d.samples[d.writer])
			}
			if _, had := d.users[d.writer]; had {
				delete(d.users, d.writer)
				d.tellUsers()
			}
			d.told = append(d.told, "end")
			p = p[endBytes:]
		default:
			d.t.Fatalf("unknown record type %d", p[0])
		}
	}
}

// tellUsers tells those of all writers together.
func (d *decoder) tellUsers() {
	var all uint32
	for _, users := range d.users {
		all += users
	}
	d.told = append(d.told, fmt.Sprintf("users %d", all))
}

func number(b []byte) string {
	n := int64(binary.LittleEndian.Uint64(b))
	if n == notMeasured {
		return "-"
	}
	return strconv.FormatInt(n, 10)
}

// equalLines says where two lists differ.
func equalLines(t *testing.T, got, want []string) {
	t.Helper()
	for i := 0; i < max(len(got), len(want)); i++ {
		switch {
		case i >= len(got):
			t.Fatalf("missing %q", want[i])
		case i >= len(want):
			t.Fatalf("not wanted %q", got[i])
		case got[i] != want[i]:
			t.Fatalf("line %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func withoutEnd(told []string) []string {
	var kept []string
	for _, line := range told {
		if line != "end" {
			kept = append(kept, line)
		}
	}
	return kept
}

func TestTheDecoderOfTheseTestsReadsTheSharedVectors(t *testing.T) {
	for _, name := range []string{"binary-basic.vector", "binary-writers.vector", "binary-hook.vector"} {
		t.Run(name, func(t *testing.T) {
			v := readVector(t, name)
			equalLines(t, withoutEnd(decode(t, v.bytes)), v.expect)
		})
	}
}
