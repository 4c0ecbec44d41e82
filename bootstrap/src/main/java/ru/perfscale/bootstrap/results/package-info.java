/**
 * What a load test found, for people and for programs: the table, the JSON, the verdict, the files
 * of {@code --out}. The same for a run and for results that are read from files. Start at {@code
 * Outcome}.
 *
 * <p>Figures come from runner-engine's summary, the rules of the verdict from the domain. Immutable
 * or confined to one thread.
 */
package ru.perfscale.bootstrap.results;
