package samples

import "io"

const (
	// Chunks that may wait for a reader that is slower than k6: 64 MiB, some three million samples.
	// When they are full, k6 waits.
	waitingChunks = 16 * 1024
	spareChunks   = 64
)

// queue writes chunks in a goroutine of its own, so that a slow reader does not slow k6 down.
type queue struct {
	pipe    io.WriteCloser
	waiting chan []byte
	spare   chan []byte
	done    chan error
}

func startQueue(pipe io.WriteCloser) *queue {
	q := &queue{
		pipe:    pipe,
		waiting: make(chan []byte, waitingChunks),
		spare:   make(chan []byte, spareChunks),
		done:    make(chan error, 1),
	}
	go q.run()
	return q
}

// buffer is an empty buffer, used before if there is one.
func (q *queue) buffer() []byte {
	select {
	case buffer := <-q.spare:
		return buffer
	default:
		return make([]byte, 0, chunkBytes)
	}
}

// add takes over a chunk and gives a buffer for the next one.
func (q *queue) add(chunk []byte) []byte {
	q.waiting <- chunk
	return q.buffer()
}

func (q *queue) run() {
	var failure error
	for chunk := range q.waiting {
		if failure == nil {
			_, failure = q.pipe.Write(chunk)
		}
		select {
		case q.spare <- chunk:
		default:
		}
	}
	if err := q.pipe.Close(); failure == nil {
		failure = err
	}
	q.done <- failure
}

// close writes what waits, and tells whether everything could be written.
func (q *queue) close() error {
	close(q.waiting)
	return <-q.done
}
