// Package samples is an output of k6 that writes one binary record per request to a named pipe, in
// the format that docs/sample-frames.md of this repository describes. [Output] hears k6's metrics,
// series.go decides what a sample means, [frames] lays out the bytes and [queue] writes them.
package samples
