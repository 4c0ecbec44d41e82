package ru.perfscale.benchmarks.cancel;

import java.time.Duration;

/**
 * One cancelled task; all counted from the moment before the request was sent.
 *
 * @param answered when the answer to it came
 * @param asked when the tool was asked to stop
 * @param over when the last process was gone
 * @param shown when the task was seen as cancelled; it is looked at every 10 ms
 */
record Cancelled(Duration answered, Duration asked, Duration over, Duration shown) {}
