/**
 * Does a stopped run leave anything behind? {@code benchmarks/run stop} cancels twenty scripts that
 * try to get away, each many times and with each {@code Means} of the machine, and looks through
 * /proc for what is left, by other ways than the engine's. The scripts are resources of this
 * package; a test runs each of them once.
 */
package ru.perfscale.benchmarks.stop;
