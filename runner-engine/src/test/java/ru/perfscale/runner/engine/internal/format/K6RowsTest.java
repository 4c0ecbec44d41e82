package ru.perfscale.runner.engine.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.internal.sample.RecordingSink;

class K6RowsTest {
  private static final String HEADER =
      "metric_name,timestamp,metric_value,error_code,expected_response,group,name,scenario,status,"
          + "url,extra_tags,metadata\n";

  private static List<String> read(String csv, int size) {
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    RecordingSink sink = new RecordingSink();
    CsvReader reader = CsvReader.k6(sink);
    for (int at = 0; at < bytes.length; at += size) {
      reader.read(bytes, at, Math.min(bytes.length, at + size));
    }
    reader.end();
    return sink.heard;
  }

  private static List<String> read(String csv) {
    List<String> heard = read(csv, Integer.MAX_VALUE / 2);
    for (int size = 1; size < 20; size++) {
      assertThat(read(csv, size)).as("in pieces of %d bytes", size).isEqualTo(heard);
    }
    return heard;
  }

  @Test
  void requestsAreReadAndOtherMetricsPassedOver() {
    assertThat(
            read(
                HEADER
                    + "http_reqs,1795499198303056,1.000000,,true,,a,default,200,a,,\n"
                    + "http_req_duration,1795499198303056,12.345678,,true,,a,default,200,a,,\n"
                    + "http_req_duration,1795499198303057,0.500000,1404,false,,a,default,404,a,,\n"
                    + "http_req_durations,1,1,,,,,,,,,\n"
                    + "vus,1795499198303056,17.000000,,,,,,,,,\n"))
        .containsExactly(
            "sample a|http|ok|main|1795499198303056000|12345678|-",
            "sample a|http|error|main|1795499198303057000|500000|-",
            "users 17");
  }

  @Test
  void withoutK6sOwnJudgementTheStatusDecides() {
    assertThat(
            read(
                HEADER
                    + "http_req_duration,1,1,,,,a,default,399,a,,\n"
                    + "http_req_duration,1,1,1400,,,a,default,400,a,,\n"
                    + "http_req_duration,1,1,1050,,,a,default,0,a,,\n"))
        .extracting(sample -> sample.split("\\|")[2])
        .containsExactly("ok", "error", "error");
  }

  @Test
  void columnsAreFoundByTheHeaderInAnyOrder() {
    assertThat(
            read(
                "metric_name,url,status,name,metric_value,timestamp,more,scenario,group,"
                    + "expected_response,error_code\n"
                    + "http_req_duration,u,200,n,1.5,1000,,default,,true,\n"))
        .containsExactly("sample n|http|ok|main|1000000|1500000|-");
  }

  @Test
  void quotedNamesMayHoldCommasQuotesAndLineFeeds() {
    assertThat(
            read(
                HEADER
                    + "http_req_failed,1,0,,true,\"::g, \"\"q\"\"\nx\",\"a, \"\"b\"\"\nc\",d,200,u,,\n"
                    + "http_req_duration,1,1,,true,\"::g, \"\"q\"\"\nx\",\"a, \"\"b\"\"\nc\",d,200,"
                    + "u,\"x=\"\"\",\n"
                    + "http_req_duration,2,1,,true,,b,d,200,u,,\n"))
        .containsExactly(
            "sample a, \"b\"\nc|http|ok|main|1000|1000000|-",
            "sample b|http|ok|main|2000|1000000|-");
  }

  @Test
  void aRequestWithoutResponseIsUntimedUnlessItTookTime() {
    assertThat(
            read(
                HEADER
                    + "http_req_duration,1,0.000000,1212,false,,a,d,0,a,,\n"
                    + "http_req_duration,1,299.780200,1050,false,,a,d,0,a,,\n"))
        .containsExactly(
            "sample a|http|error|main|1000|-|-", "sample a|http|error|main|1000|299780200|-");
  }

  @Test
  void setupAndTeardownAreGroupsOutsideOfAScenario() {
    assertThat(
            read(
                HEADER
                    + "http_req_duration,1,1,,true,::setup,a,,200,a,,\n"
                    + "http_req_duration,1,1,,true,::teardown::x,a,,200,a,,\n"
                    + "http_req_duration,1,1,,true,::setups,a,,200,a,,\n"
                    + "http_req_duration,1,1,,true,::setup,a,default,200,a,,\n"))
        .containsExactly(
            "sample a|http|ok|setup|1000|1000000|-",
            "sample a|http|ok|teardown|1000|1000000|-",
            "sample a|http|ok|main|1000|1000000|-",
            "sample a|http|ok|main|1000|1000000|-");
  }

  @Test
  void otherProtocolsAreJudgedByTheirStatus() {
    assertThat(
            read(
                HEADER
                    + "grpc_req_duration,1,2,,,,/svc/M,d,0,host/svc/M,,\n"
                    + "grpc_req_duration,1,2,,,,/svc/M,d,14,host/svc/M,,\n"
                    + "browser_http_req_duration,1,2,,,,,d,304,http://u/,,\n"
                    + "browser_http_req_duration,1,2,,,,,d,0,http://u/,,\n"))
        .containsExactly(
            "sample /svc/M|grpc|ok|main|1000|2000000|-",
            "sample /svc/M|grpc|error|main|1000|2000000|-",
            "sample http://u/|browser|ok|main|1000|2000000|-",
            "sample http://u/|browser|error|main|1000|2000000|-");
  }

  @Test
  void webSocketSessionsCarryTheirStartOrTheirEnd() {
    assertThat(
            read(
                HEADER
                    + "ws_session_duration,1000,2,,,,,d,101,ws://u,,\n"
                    + "ws_session_duration,1000,2,,,,named,d,,ws://u,,\n"
                    + "ws_session_duration,1000,2,,,,ws://u,d,101,ws://u,,\n"))
        .containsExactly(
            "sample ws://u|ws|ok|main|3000000|2000000|-",
            "sample named|ws|error|main|3000000|2000000|-",
            "sample ws://u|ws|ok|main|1000000|2000000|-");
  }

  @Test
  void rowsThatMakeNoSenseAreMalformed() {
    assertThat(
            read(
                "printed by somebody before the header\n"
                    + HEADER
                    + "http_req_duration,1,1,,true\n"
                    + "http_req_duration,x,1,,true,,a,d,200,a,,\n"
                    + "http_req_duration,1,NaN,,true,,a,d,200,a,,\n"
                    + "http_req_duration,1,1,,true,,"
                    + "a".repeat(70_000)
                    + ",d,200,a,,\n"
                    + "http_req_duration,1,1,,true,,a,d,200,a,,\n"
                    + "http_req_duration,1,1,,true,,cut"))
        .containsExactly(
            "malformed 1",
            "malformed 1",
            "malformed 1",
            "malformed 1",
            "sample a|http|ok|main|1000|1000000|-",
            "malformed 1");
  }
}
