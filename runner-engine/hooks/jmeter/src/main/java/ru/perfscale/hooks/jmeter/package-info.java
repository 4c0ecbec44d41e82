/**
 * Our side of a JMeter run: it lives in JMeter's own JVM, one per run, and hands every sample to
 * the engine.
 *
 * <p>Start at {@link ru.perfscale.hooks.jmeter.Launcher}. It may use JMeter and the JDK, and
 * nothing of perfscale: the engine knows it only as a jar to put on a class path and as a writer of
 * sample frames.
 *
 * <p>Threads: JMeter calls {@code SampleRecorder} from every virtual user; all of them meet in the
 * lock of {@code SampleChannel}, which also a flusher thread takes ten times a second.
 */
package ru.perfscale.hooks.jmeter;
