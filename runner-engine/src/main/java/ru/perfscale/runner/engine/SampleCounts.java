package ru.perfscale.runner.engine;

/**
 * Counts over the whole run, all kinds and phases together.
 *
 * @param samples requests
 * @param errors requests the tool judged bad
 * @param untimed requests without a measured duration
 * @param malformed records of the sample stream that could not be read; such a run cannot pass
 * @param late samples that arrived after their second had closed
 * @param skewed samples with a timestamp more than 5 s off their arrival
 * @param clamped durations outside 0 … 2^42−1 ns, counted at the nearer end
 * @param labelsComplete false when more than 1,000 labels appeared and the rest is in {@code other}
 */
public record SampleCounts(
    long samples,
    long errors,
    long untimed,
    long malformed,
    long late,
    long skewed,
    long clamped,
    boolean labelsComplete) {}
