/**
 * From the bytes a tool writes to snapshots: readers ({@code FrameReader}, {@code CsvReader}) call
 * a {@code SampleSink}, {@code Collector} is the sink that adds up by second and series. No object
 * is made per sample. Nothing here has a thread or a clock; callers hold the collector's lock and
 * hand in the time of arrival.
 */
package ru.perfscale.runner.engine.internal.sample;
