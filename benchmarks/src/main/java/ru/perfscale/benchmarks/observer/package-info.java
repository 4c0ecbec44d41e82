/**
 * What it costs a load tool to be observed: its maximum request rate under the engine beside that
 * of the tool alone. Start at {@link ru.perfscale.benchmarks.observer.Main}; {@link
 * ru.perfscale.benchmarks.observer.Subject} has what is measured, {@link
 * ru.perfscale.benchmarks.observer.Window} how. Requests are counted by the target, a process of
 * its own, and never by the tool.
 */
package ru.perfscale.benchmarks.observer;
