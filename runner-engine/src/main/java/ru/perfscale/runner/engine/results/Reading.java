package ru.perfscale.runner.engine.results;

import java.util.function.LongSupplier;
import ru.perfscale.runner.engine.internal.format.CsvReader;
import ru.perfscale.runner.engine.internal.format.GatlingLog;
import ru.perfscale.runner.engine.internal.format.HdrLog;
import ru.perfscale.runner.engine.internal.format.JtlColumns;
import ru.perfscale.runner.engine.internal.format.JtlRows;
import ru.perfscale.runner.engine.internal.format.K6Json;
import ru.perfscale.runner.engine.internal.sample.ResultSink;
import ru.perfscale.runner.engine.internal.sample.SampleReader;

/**
 * How a file is read.
 *
 * @param transactions how many transactions were passed over so far
 */
record Reading(Format format, SampleReader reader, LongSupplier transactions) {
  static Reading jtl(JtlColumns columns, ResultSink sink) {
    JtlRows rows = new JtlRows(sink, columns);
    CsvReader reader = CsvReader.jtl(sink, rows, columns);
    return new Reading(Format.JMETER_CSV, reader, rows::transactions);
  }

  static Reading k6Csv(ResultSink sink) {
    return new Reading(Format.K6_CSV, CsvReader.k6AnyTime(sink), () -> 0);
  }

  static Reading k6Json(ResultSink sink) {
    return new Reading(Format.K6_JSON, new K6Json(sink), () -> 0);
  }

  static Reading gatling(ResultSink sink) {
    GatlingLog log = new GatlingLog(sink);
    return new Reading(Format.GATLING_LOG, log, log::groups);
  }

  static Reading hdr(ResultSink sink) {
    return new Reading(Format.HDR_LOG, new HdrLog(sink), () -> 0);
  }
}
