package ru.perfscale.benchmarks.dispatch;

import java.time.Duration;

/**
 * One submitted task; all counted from the moment before the request was sent.
 *
 * @param answered when the answer to it came
 * @param accepted when the agent took it, by the server's clock
 * @param begun when its process did the first thing
 */
record Started(Duration answered, Duration accepted, Duration begun) {}
