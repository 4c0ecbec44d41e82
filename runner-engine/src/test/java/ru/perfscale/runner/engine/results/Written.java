package ru.perfscale.runner.engine.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Result files as tools write them. */
final class Written {
  static final String JTL_HEADER =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
          + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n";
  static final String K6_HEADER =
      "metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,"
          + "name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata\n";

  private Written() {}

  static Path file(Path directory, String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  static String jtl(long timeStamp, long elapsed, String label, boolean success) {
    return (timeStamp + "," + elapsed + "," + label + ",200,OK,T 1-1,text," + success)
        + ",,10,10,1,1,http://x/,1,0,0";
  }

  static String k6(String timestamp, String millis, String name) {
    return ("http_req_duration," + timestamp + "," + millis + ",,,,true,,GET," + name)
        + ",HTTP/1.1,default,,200,,,http://x/,,";
  }

  static Results read(Path... files) {
    return ResultFiles.read(Arrays.asList(files), Window.ALL);
  }
}
