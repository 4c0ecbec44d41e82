package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.internal.format.CsvReader;
import ru.perfscale.runner.engine.internal.sample.Collector;
import ru.perfscale.runner.engine.tool.K6;

/** Everything that holds for stock k6, with k6 of the folder k6-output; and that both agree. */
class K6OutputTest extends K6Test {
  @Override
  Path program() {
    return Tools.k6WithOutput();
  }

  @Override
  Set<String> extensions() {
    return Set.of(K6.SAMPLE_OUTPUT);
  }

  @Test
  void bothOutputsOfOneRunGiveTheSameNumbers() throws Exception {
    Path rows = recordRawRows();
    try (WebSocketTarget sockets = new WebSocketTarget()) {
      RunResult result =
          engine.run(
              script(
                      """
                      import http from 'k6/http';
                      import ws from 'k6/ws';
                      import { WebSocket } from 'k6/websockets';
                      import { group } from 'k6';
                      export const options = { scenarios: { s: {
                        executor: 'per-vu-iterations', vus: 5, iterations: 60 } } };
                      export function setup() {
                        http.get(__ENV.TARGET + '/setup');
                        group('inner', () => http.get(__ENV.TARGET + '/setup'));
                      }
                      export default function () {
                        http.get(__ENV.TARGET + '/' + __ITER % 7);
                        group('setup', () => http.get(__ENV.TARGET + '/', {
                          tags: { name: 'a "quoted",\\nlonger naïve name ' + 'x'.repeat(300) } }));
                        http.get(__ENV.TARGET + '/expected', {
                          responseCallback: http.expectedStatuses(500) });
                        if (__ITER % 20 === 0) {
                          http.get('http://127.0.0.1:1/refused');
                          http.get(__ENV.TARGET + '/late', { timeout: '1ms' });
                          ws.connect(__ENV.SOCKETS, {}, () => {});
                          try { ws.connect(__ENV.SOCKETS + '-not', {}, () => {}); } catch (e) {}
                          new WebSocket(__ENV.SOCKETS);
                        }
                      }
                      export function teardown() { http.get(__ENV.TARGET + '/teardown'); }
                      """)
                  .environment("SOCKETS", sockets.url("/ws")));

      assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
      Map<Series, LatencySnapshot> frames = bySeries(result.totals());
      Map<Series, LatencySnapshot> csv = bySeries(read(rows, result));
      assertThat(frames.keySet()).isEqualTo(csv.keySet());
      assertThat(frames.keySet())
          .extracting(Series::kind)
          .contains(Kind.HTTP, Kind.WS)
          .doesNotContain(Kind.CUSTOM);
      assertThat(frames.keySet())
          .extracting(Series::phase)
          .contains(Phase.MAIN, Phase.SETUP, Phase.TEARDOWN);
      frames.forEach((series, snapshot) -> assertSame(snapshot, csv.get(series)));
      assertThat(result.counts().samples())
          .isEqualTo(frames.values().stream().mapToLong(LatencySnapshot::count).sum());
      assertThat(frames.values().stream().mapToLong(LatencySnapshot::untimed).sum())
          .isEqualTo(result.counts().untimed())
          .isGreaterThanOrEqualTo(15);
    }
  }

  private static Map<Series, LatencySnapshot> bySeries(List<LatencySnapshot> snapshots) {
    return snapshots.stream()
        .collect(Collectors.toMap(LatencySnapshot::series, Function.identity()));
  }

  private static List<LatencySnapshot> read(Path rows, RunResult run) throws Exception {
    // The rows tell their times, but they are read when the run is over.
    long end = run.totals().stream().mapToLong(LatencySnapshot::lastEndNanos).max().orElseThrow();
    Collector collector = new Collector(end - TimeUnit.MINUTES.toNanos(1));
    collector.arrivedAt(end);
    CsvReader reader = CsvReader.k6(collector);
    byte[] bytes = Files.readAllBytes(rows);
    reader.read(bytes, 0, bytes.length);
    reader.end();
    assertThat(collector.counts().malformed()).isZero();
    assertThat(collector.counts().samples()).isEqualTo(run.counts().samples());
    while (collector.hasOpenSeconds()) {
      collector.closeSecond();
    }
    return collector.totals();
  }

  /** CSV cuts the end of a request to a microsecond. */
  private static void assertSame(LatencySnapshot frames, LatencySnapshot csv) {
    String series = frames.series().toString();
    assertThat(frames.count()).as(series).isEqualTo(csv.count());
    assertThat(frames.untimed()).as(series).isEqualTo(csv.untimed());
    assertThat(frames.sumNanos()).as(series).isEqualTo(csv.sumNanos());
    assertThat(frames.minNanos()).as(series).isEqualTo(csv.minNanos());
    assertThat(frames.maxNanos()).as(series).isEqualTo(csv.maxNanos());
    assertThat(frames.histogram()).as(series).isEqualTo(csv.histogram());
    assertThat(frames.firstStartNanos()).as(series).isCloseTo(csv.firstStartNanos(), within(999L));
    assertThat(frames.lastEndNanos()).as(series).isCloseTo(csv.lastEndNanos(), within(999L));
  }
}
