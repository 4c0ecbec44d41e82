/**
 * Our side of a Gatling run: it lives in Gatling's own JVM, one per run, and hands every sample to
 * the engine.
 *
 * <p>Start at {@link ru.perfscale.hooks.gatling.Launcher}. It may use Gatling, {@code
 * hooks.samples} and the JDK, and nothing else of perfscale. Gatling has no interface for what is
 * done here, so it works with internals of the one version it is compiled against.
 *
 * <p>Threads: Gatling calls {@code SampleRecorder} from its event loops; all of them meet in the
 * lock of {@code SampleChannel}, which also a flusher thread takes ten times a second.
 */
package ru.perfscale.hooks.gatling;
