package samples

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gopkg.in/guregu/null.v3"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

var end = time.Unix(1736935500, 123456789)

// fixture is an output with a pipe that is read to its end.
type fixture struct {
	*Output
	t        *testing.T
	builtin  *metrics.BuiltinMetrics
	registry *metrics.Registry
	read     chan []byte
}

func start(t *testing.T) *fixture {
	t.Helper()
	path := filepath.Join(t.TempDir(), "samples")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan []byte, 1)
	go func() {
		bytes, err := readPipe(path)
		if err != nil {
			t.Error(err)
		}
		read <- bytes
	}()
	made, err := New(output.Params{Environment: map[string]string{pipeVariable: path}})
	if err != nil {
		t.Fatal(err)
	}
	registry := metrics.NewRegistry()
	f := &fixture{made.(*Output), t, metrics.RegisterBuiltinMetrics(registry), registry, read}
	f.SetBuiltinMetrics(f.builtin)
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	return f
}

func readPipe(path string) ([]byte, error) {
	pipe, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer pipe.Close()
	return io.ReadAll(pipe)
}

// stopped is everything that was written, but for the end.
func (f *fixture) stopped() []string {
	f.t.Helper()
	if err := f.Stop(); err != nil {
		f.t.Fatal(err)
	}
	told := decode(f.t, <-f.read)
	if len(told) == 0 || told[len(told)-1] != "end" {
		f.t.Fatalf("the last record is no end: %q", told)
	}
	return told[:len(told)-1]
}

func (f *fixture) tags(pairs ...string) *metrics.TagSet {
	tags := f.registry.RootTagSet()
	for i := 0; i < len(pairs); i += 2 {
		tags = tags.With(pairs[i], pairs[i+1])
	}
	return tags
}

func (f *fixture) trail(duration time.Duration, tags *metrics.TagSet) *httpext.Trail {
	trail := &httpext.Trail{EndTime: end, Duration: duration, Failed: null.BoolFrom(false)}
	trail.SaveSamples(f.builtin, &metrics.TagsAndMeta{Tags: tags})
	return trail
}

func (f *fixture) sample(metric *metrics.Metric, value float64, tags *metrics.TagSet) metrics.Sample {
	return metrics.Sample{
		TimeSeries: metrics.TimeSeries{Metric: metric, Tags: tags}, Time: end, Value: value,
	}
}

const at = "1736935500123456789"

func TestARequestIsOneSampleWhateverItsMetrics(t *testing.T) {
	f := start(t)
	ok := f.tags("scenario", "s", "name", "cart", "url", "u", "status", "200", "expected_response", "true")
	bad := f.tags("scenario", "s", "name", "cart", "status", "500", "error_code", "1500", "expected_response", "false")
	refused := f.tags("scenario", "s", "url", "http://x/", "status", "0", "error_code", "1212", "expected_response", "false")
	timeout := f.tags("scenario", "s", "name", "slow", "status", "0", "error_code", "1050", "expected_response", "false")

	f.AddMetricSamples([]metrics.SampleContainer{
		f.trail(1234567, ok), f.trail(2, bad), f.trail(0, refused), f.trail(60e9, timeout), f.trail(0, ok),
	})

	equalLines(t, f.stopped(), []string{
		"sample cart|http|ok|main|" + at + "|1234567|-",
		"sample cart|http|error|main|" + at + "|2|-",
		"sample http://x/|http|error|main|" + at + "|-|-",
		"sample slow|http|error|main|" + at + "|60000000000|-",
		"sample cart|http|ok|main|" + at + "|0|-",
	})
}

func TestWithoutK6sOwnJudgementTheStatusDecides(t *testing.T) {
	f := start(t)

	f.AddMetricSamples([]metrics.SampleContainer{
		f.trail(1, f.tags("scenario", "s", "name", "n", "status", "399")),
		f.trail(2, f.tags("scenario", "s", "name", "n", "status", "400")),
		f.trail(3, f.tags("scenario", "s", "name", "n", "status", "0", "error_code", "1050")),
	})

	equalLines(t, f.stopped(), []string{
		"sample n|http|ok|main|" + at + "|1|-",
		"sample n|http|error|main|" + at + "|2|-",
		"sample n|http|error|main|" + at + "|3|-",
	})
}

func TestSetupAndTeardownAreToldFromGroupsOfTheirNames(t *testing.T) {
	f := start(t)
	for _, group := range []string{"::setup", "::setup::login", "::teardown", "::setups", ""} {
		f.AddMetricSamples([]metrics.SampleContainer{
			f.trail(1, f.tags("name", group, "group", group, "expected_response", "true")),
		})
	}
	f.AddMetricSamples([]metrics.SampleContainer{
		f.trail(1, f.tags("name", "n", "group", "::setup", "scenario", "s", "expected_response", "true")),
	})

	equalLines(t, f.stopped(), []string{
		"sample ::setup|http|ok|setup|" + at + "|1|-",
		"sample ::setup::login|http|ok|setup|" + at + "|1|-",
		"sample ::teardown|http|ok|teardown|" + at + "|1|-",
		"sample ::setups|http|ok|main|" + at + "|1|-",
		"sample |http|ok|main|" + at + "|1|-",
		"sample n|http|ok|main|" + at + "|1|-",
	})
}

func TestTheOtherKindsHaveTheirOwnMetricsAndErrors(t *testing.T) {
	f := start(t)
	browser := f.registry.MustNewMetric(browserMetric, metrics.Trend, metrics.Time)
	call := func(status string) *metrics.TagSet {
		return f.tags("scenario", "s", "name", "n", "url", "u", "status", status)
	}
	websockets := f.tags("scenario", "s", "name", "n", "url", "n", "status", "101")

	f.AddMetricSamples([]metrics.SampleContainer{
		f.sample(f.builtin.GRPCReqDuration, 0.1, call("0")),
		f.sample(f.builtin.GRPCReqDuration, 123456.789012, call("14")),
		metrics.Samples{
			f.sample(f.builtin.WSSessionDuration, 2, call("101")), f.sample(f.builtin.WSSessionDuration, 3, call("")),
		},
		f.sample(f.builtin.WSSessionDuration, 2, websockets),
		f.sample(browser, 4, call("304")),
		f.sample(browser, 5, call("404")),
		f.sample(f.builtin.HTTPReqDuration, 6, call("200").With("expected_response", "true")),
	})

	equalLines(t, f.stopped(), []string{
		"sample n|grpc|ok|main|" + at + "|100000|-",
		"sample n|grpc|error|main|" + at + "|123456789012|-",
		"sample n|ws|ok|main|1736935500125456789|2000000|-",
		"sample n|ws|error|main|1736935500126456789|3000000|-",
		"sample n|ws|ok|main|" + at + "|2000000|-",
		"sample n|browser|ok|main|" + at + "|4000000|-",
		"sample n|browser|error|main|" + at + "|5000000|-",
		"sample n|http|ok|main|" + at + "|6000000|-",
	})
}

func TestUsersAreToldAndTheRestIsPassedBy(t *testing.T) {
	f := start(t)
	root := f.registry.RootTagSet()

	f.AddMetricSamples([]metrics.SampleContainer{
		metrics.ConnectedSamples{Samples: []metrics.Sample{
			f.sample(f.builtin.VUs, 17, root), f.sample(f.builtin.VUsMax, 20, root),
		}},
		f.sample(f.builtin.IterationDuration, 5, root),
		f.sample(f.builtin.Checks, 1, root),
	})

	equalLines(t, f.stopped(), []string{"users 17", "users 0"})
}

func TestLabelsWithoutEndAreForgottenAndNumberedAnew(t *testing.T) {
	f := start(t)
	var want []string
	for i := range 2*rememberedSeries + 10 {
		name := strconv.Itoa(i)
		f.AddMetricSamples([]metrics.SampleContainer{
			f.trail(1, f.tags("scenario", "s", "name", name, "expected_response", "true")),
		})
		want = append(want, "sample "+name+"|http|ok|main|"+at+"|1|-")
	}

	equalLines(t, f.stopped(), want)
	if len(f.series.series) > rememberedSeries {
		t.Fatalf("%d series are remembered", len(f.series.series))
	}
}

func TestASlowReaderSlowsNobodyDown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "samples")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	// Opened for both, so that nobody waits for the other end.
	reader, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	writer, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	q := startQueue(writer)
	f := newFrames(1, q.buffer(), q.add)
	const count = 100_000

	// Twenty times what the pipe holds, and nobody reads it yet.
	for i := range count {
		f.sample(f.label("x"), kindHTTP, int64(i), 1)
	}
	f.end()
	closed := make(chan error)
	go func() { closed <- q.close() }()

	var all []byte
	buffer := make([]byte, 64*1024)
	for !strings.HasSuffix(string(all), "\x05\xa0\x86\x01\x00\x00\x00\x00\x00") {
		n, err := reader.Read(buffer)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, buffer[:n]...)
	}
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	if told := decode(t, all); len(told) != count+1 {
		t.Fatalf("%d records arrived, want %d", len(told), count+1)
	}
}

func TestLostSamplesAreAnErrorOfTheStop(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	q := startQueue(writer)
	f := newFrames(1, q.buffer(), q.add)
	f.sample(f.label("x"), kindHTTP, 1, 1)
	f.end()

	if err := q.close(); err == nil {
		t.Fatal("nobody read the samples, and nobody says so")
	}
}

func TestWithoutAPipeThereIsNoOutput(t *testing.T) {
	if _, err := New(output.Params{}); err == nil || !strings.Contains(err.Error(), pipeVariable) {
		t.Fatalf("the error is %v, must name %s", err, pipeVariable)
	}
	missing, err := New(output.Params{Environment: map[string]string{pipeVariable: "/nowhere/samples"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := missing.Start(); err == nil || !strings.Contains(err.Error(), "/nowhere/samples") {
		t.Fatalf("the error is %v, must name the path", err)
	}
}

func BenchmarkRequest(b *testing.B) {
	registry := metrics.NewRegistry()
	builtin := metrics.RegisterBuiltinMetrics(registry)
	tags := registry.RootTagSet().With("scenario", "s").With("name", "http://127.0.0.1/").With("expected_response", "true")
	trail := &httpext.Trail{EndTime: end, Duration: 123456, Tags: tags}
	batch := make([]metrics.SampleContainer, 1000)
	for i := range batch {
		batch[i] = trail
	}
	o := &Output{builtin: builtin}
	o.frames = newFrames(1, make([]byte, 0, chunkBytes), func(chunk []byte) []byte { return chunk })
	o.series = newSeriesIndex(o.frames)
	for b.Loop() {
		o.AddMetricSamples(batch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(batch)), "ns/request")
}
