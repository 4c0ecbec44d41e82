/**
 * In which rows the seconds of a run are stored: {@code benchmarks/run rows} writes the same data
 * as one row per assignment, second and label, and as one row per assignment and second with all
 * labels, and compares what writing costs the database, how long a merge takes, and how long the
 * first chart after a restart. Its figures are in the decision record about the layout.
 */
package ru.perfscale.benchmarks.rows;
