/**
 * What the measurements have in common: the machine they ran on, and how their figures are summed
 * up. Each measurement is a package of its own with a class {@code Main}, started by {@code
 * benchmarks/run NAME}. Nothing here runs in a test.
 */
package ru.perfscale.benchmarks;
