package samples

import (
	"errors"
	"fmt"
	"math"
	"os"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

const (
	pipeVariable  = "PERFSCALE_SAMPLES"
	browserMetric = "browser_http_req_duration"
)

// Output writes sample frames to the pipe that PERFSCALE_SAMPLES names.
//
// k6 calls AddMetricSamples from one goroutine every 50 ms, never at the same time as Start and Stop:
// the samples become bytes there and then, which costs less than to keep them for later.
type Output struct {
	path    string
	builtin *metrics.BuiltinMetrics
	queue   *queue
	frames  *frames
	series  *seriesIndex
}

var (
	_ output.Output             = (*Output)(nil)
	_ output.WithBuiltinMetrics = (*Output)(nil)
)

// New makes an output; nothing is opened before Start.
func New(params output.Params) (output.Output, error) {
	path := params.Environment[pipeVariable]
	if path == "" {
		return nil, errors.New(pipeVariable + " is not set, must be the path of the pipe for the samples")
	}
	return &Output{path: path}, nil
}

// Description is what k6 shows of the output.
func (o *Output) Description() string {
	return fmt.Sprintf("perfscale (%s)", o.path)
}

// SetBuiltinMetrics is called by k6 before Start.
func (o *Output) SetBuiltinMetrics(builtin *metrics.BuiltinMetrics) {
	o.builtin = builtin
}

// Start opens the pipe.
func (o *Output) Start() error {
	pipe, err := os.OpenFile(o.path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("cannot open the pipe of %s: %w", pipeVariable, err)
	}
	o.queue = startQueue(pipe)
	o.frames = newFrames(uint32(os.Getpid()), o.queue.buffer(), o.queue.add)
	o.series = newSeriesIndex(o.frames)
	return nil
}

// Stop writes everything that is left.
func (o *Output) Stop() error {
	o.frames.end()
	if err := o.queue.close(); err != nil {
		return fmt.Errorf("samples are lost: %w", err)
	}
	return nil
}

// AddMetricSamples takes what k6 measured.
func (o *Output) AddMetricSamples(containers []metrics.SampleContainer) {
	for _, container := range containers {
		switch c := container.(type) {
		case *httpext.Trail:
			// Nearly everything is one of these; of its nine samples one is of interest.
			o.write(kindHTTP, c.Tags, c.EndTime.UnixNano(), c.Duration.Nanoseconds())
		case metrics.Sample:
			o.add(&c)
		default:
			samples := c.GetSamples()
			for i := range samples {
				o.add(&samples[i])
			}
		}
	}
	o.frames.flush()
}

func (o *Output) add(sample *metrics.Sample) {
	switch sample.Metric {
	case o.builtin.VUs:
		o.frames.users(uint32(sample.Value))
	case o.builtin.HTTPReqDuration:
		o.timed(kindHTTP, sample)
	case o.builtin.GRPCReqDuration:
		o.timed(kindGRPC, sample)
	case o.builtin.WSSessionDuration:
		o.timed(kindWS, sample)
	default:
		if sample.Metric.Name == browserMetric {
			o.timed(kindBrowser, sample)
		}
	}
}

func (o *Output) timed(kind byte, sample *metrics.Sample) {
	// k6 made milliseconds of whole nanoseconds.
	nanos := int64(math.Round(sample.Value * 1e6))
	o.write(kind, sample.Tags, sample.Time.UnixNano(), nanos)
}

func (o *Output) write(kind byte, tags *metrics.TagSet, timeNanos, durationNanos int64) {
	s := o.series.of(kind, tags)
	end, duration := timeNanos, durationNanos
	if s.timeIsStart {
		end += durationNanos
	}
	// No response and no time: nothing was measured.
	if s.noResponse && durationNanos == 0 {
		duration = notMeasured
	}
	o.frames.sample(s.label, s.traits, end, duration)
}
