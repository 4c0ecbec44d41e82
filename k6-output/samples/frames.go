package samples

import (
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// A pipe takes a write of this size whole or not at all.
const chunkBytes = 4096

const (
	headerBytes      = 10
	labelHeaderBytes = 5
	sampleBytes      = 20
	usersBytes       = 5
	endBytes         = 9

	// What a chunk can hold; the engine shortens labels long before that.
	maxLabelBytes = chunkBytes - headerBytes - labelHeaderBytes
	labelIDs      = math.MaxUint16 + 1
)

const (
	recordLabel  = 0x01
	recordSample = 0x02
	recordUsers  = 0x04
	recordEnd    = 0x05
)

// notMeasured is the duration of a request that has none.
const notMeasured = -1

// frames lays out version 1 of the sample frames. It is confined to one goroutine.
type frames struct {
	writer  uint32
	chunk   []byte
	labels  map[string]uint16
	samples uint64
	take    func([]byte) []byte
}

// newFrames makes an encoder. The function take owns each chunk that it is given, and returns an
// empty buffer of chunkBytes for the next one.
func newFrames(writer uint32, first []byte, take func([]byte) []byte) *frames {
	f := &frames{writer: writer, labels: make(map[string]uint16), take: take}
	f.begin(first)
	return f
}

func (f *frames) begin(buffer []byte) {
	chunk := append(buffer[:0], 'P', 'S', 1, 0)
	chunk = binary.LittleEndian.AppendUint32(chunk, f.writer)
	f.chunk = append(chunk, 0, 0)
}

// label is the number of a label, up to the next forget.
func (f *frames) label(text string) uint16 {
	if id, known := f.labels[text]; known {
		return id
	}
	id := uint16(len(f.labels))
	f.labels[text] = id
	told := shortened(text)
	f.room(labelHeaderBytes + len(told))
	f.chunk = append(f.chunk, recordLabel)
	f.chunk = binary.LittleEndian.AppendUint16(f.chunk, id)
	f.chunk = binary.LittleEndian.AppendUint16(f.chunk, uint16(len(told)))
	f.chunk = append(f.chunk, told...)
	return id
}

// forget begins the numbers anew. It must be called before there are more than labelIDs labels.
func (f *frames) forget() {
	clear(f.labels)
}

// shortened cuts a text after a whole character.
func shortened(text string) string {
	if len(text) <= maxLabelBytes {
		return text
	}
	end := maxLabelBytes
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

func (f *frames) sample(label uint16, traits byte, endNanos, durationNanos int64) {
	f.room(sampleBytes)
	at := len(f.chunk)
	record := f.chunk[at : at+sampleBytes]
	record[0] = recordSample
	binary.LittleEndian.PutUint16(record[1:], label)
	record[3] = traits
	binary.LittleEndian.PutUint64(record[4:], uint64(endNanos))
	binary.LittleEndian.PutUint64(record[12:], uint64(durationNanos))
	f.chunk = f.chunk[:at+sampleBytes]
	f.samples++
}

func (f *frames) users(active uint32) {
	f.room(usersBytes)
	f.chunk = append(f.chunk, recordUsers)
	f.chunk = binary.LittleEndian.AppendUint32(f.chunk, active)
}

// end tells how many samples there were, so that the engine can say whether any is missing.
func (f *frames) end() {
	f.room(endBytes)
	f.chunk = append(f.chunk, recordEnd)
	f.chunk = binary.LittleEndian.AppendUint64(f.chunk, f.samples)
	f.flush()
}

func (f *frames) room(bytes int) {
	if len(f.chunk)+bytes > chunkBytes {
		f.flush()
	}
}

// flush hands over what there is.
func (f *frames) flush() {
	payload := len(f.chunk) - headerBytes
	if payload == 0 {
		return
	}
	binary.LittleEndian.PutUint16(f.chunk[8:], uint16(payload))
	f.begin(f.take(f.chunk))
}
