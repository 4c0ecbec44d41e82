package ru.perfscale.benchmarks.stop;

import java.time.Duration;
import ru.perfscale.runner.engine.RunResult;

/**
 * What became of one cancel.
 *
 * @param survivors processes that were alive when the engine gave the result
 * @param toLastDeath from the cancel to the moment when the engine found nothing alive
 */
public record Cancelled(RunResult result, int survivors, Duration toLastDeath) {}
