package ru.perfscale.benchmarks.observer;

import java.util.Arrays;

/**
 * The share of the request rate that was kept, round by round. The interval around the median is
 * that of two order statistics, which assumes nothing about how the rounds are distributed: for n
 * rounds the k-th lowest and the k-th highest hold the median between them with the probability 1 −
 * 2·P(fewer than k of n fair coins show heads).
 *
 * @param sorted the rounds' ratios, ascending
 * @param rank k
 * @param confidence the probability
 */
record Kept(double[] sorted, int rank, double confidence) {
  private static final double WANTED = 0.95;

  static Kept of(double... ratios) {
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    int rank = 1;
    while (confidence(sorted.length, rank + 1) >= WANTED) {
      rank++;
    }
    return new Kept(sorted, rank, confidence(sorted.length, rank));
  }

  private static double confidence(int rounds, int rank) {
    double fewer = 0;
    double ways = 1;
    for (int heads = 0; heads < rank; heads++) {
      fewer += ways;
      ways = ways * (rounds - heads) / (heads + 1);
    }
    return Math.max(0, 1 - 2 * fewer / Math.pow(2, rounds));
  }

  double low() {
    return sorted[rank - 1];
  }

  double high() {
    return sorted[sorted.length - rank];
  }
}
