/**
 * One run from start to result. {@code RunStarter} prepares it, {@code ActiveRun} is it: its own
 * thread keeps time limits and the supervisor's heartbeat and sees to the end; three more read the
 * supervisor, the samples and the log; one closes seconds and calls the listener, so that a slow
 * listener delays nothing else.
 */
package ru.perfscale.runner.engine.internal.run;
