package samples

import (
	"strings"

	"go.k6.io/k6/v2/metrics"
)

// The kinds of requests, as the frames number them.
const (
	kindHTTP    = 0
	kindGRPC    = 1
	kindWS      = 2
	kindBrowser = 3
)

// The other traits of a sample.
const (
	traitError    = 1 << 3
	traitSetup    = 1 << 4
	traitTeardown = 2 << 4
)

// rememberedSeries bounds a script that has a new URL for each request; each series has one label.
const rememberedSeries = labelIDs / 4

// seriesKey identifies a series: k6 has one TagSet for equal tags.
type seriesKey struct {
	tags *metrics.TagSet
	kind byte
}

// series is what the tags of a sample mean.
type series struct {
	label       uint16
	traits      byte
	noResponse  bool
	timeIsStart bool
}

// seriesIndex remembers the series seen last.
type seriesIndex struct {
	frames  *frames
	series  map[seriesKey]series
	lastKey seriesKey
	last    series
}

func newSeriesIndex(frames *frames) *seriesIndex {
	return &seriesIndex{frames: frames, series: make(map[seriesKey]series)}
}

// of is the series of a sample. It holds until the next call.
func (x *seriesIndex) of(kind byte, tags *metrics.TagSet) series {
	key := seriesKey{tags, kind}
	if key == x.lastKey {
		return x.last
	}
	s, known := x.series[key]
	if !known {
		if len(x.series) == rememberedSeries {
			clear(x.series)
			x.frames.forget()
		}
		s = x.read(kind, tags)
		x.series[key] = s
	}
	x.lastKey, x.last = key, s
	return s
}

func (x *seriesIndex) read(kind byte, tags *metrics.TagSet) series {
	name := tag(tags, metrics.TagName)
	url := tag(tags, metrics.TagURL)
	label := name
	if label == "" {
		label = url
	}
	traits := kind
	if !succeeded(kind, tags) {
		traits |= traitError
	}
	// A user may name a group "setup", too, but that runs within a scenario.
	if tag(tags, metrics.TagScenario) == "" {
		traits |= phase(tag(tags, metrics.TagGroup))
	}
	return series{
		label:      x.frames.label(label),
		traits:     traits,
		noResponse: tag(tags, metrics.TagErrorCode) != "" && tag(tags, metrics.TagStatus) == "0",
		// A session of the module k6/ws carries the time of its start, one of k6/websockets that of
		// its end. They differ in the tags: k6/websockets sets name and url to the same text.
		timeIsStart: kind == kindWS && name != url,
	}
}

func succeeded(kind byte, tags *metrics.TagSet) bool {
	status := tag(tags, metrics.TagStatus)
	switch kind {
	case kindGRPC:
		return status == "0"
	case kindWS:
		return status == "101"
	case kindBrowser:
		// As k6's own browser_http_req_failed has it.
		return below400(status)
	default:
		// A script that switched k6's own judgement off is judged by k6's default.
		if expected := tag(tags, metrics.TagExpectedResponse); expected != "" {
			return expected == "true"
		}
		return below400(status)
	}
}

func below400(status string) bool {
	return len(status) == 3 && (status[0] == '2' || status[0] == '3')
}

func phase(group string) byte {
	switch {
	case inGroup(group, "::setup"):
		return traitSetup
	case inGroup(group, "::teardown"):
		return traitTeardown
	default:
		return 0
	}
}

func inGroup(group, outer string) bool {
	rest, inside := strings.CutPrefix(group, outer)
	return inside && (rest == "" || rest[0] == ':')
}

func tag(tags *metrics.TagSet, name metrics.SystemTag) string {
	value, _ := tags.Get(name.String())
	return value
}
