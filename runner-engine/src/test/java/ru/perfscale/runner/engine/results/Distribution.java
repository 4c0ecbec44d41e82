package ru.perfscale.runner.engine.results;

import java.util.Arrays;
import java.util.Random;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Distributions of durations that are easy to get wrong; nanoseconds. */
enum Distribution {
  /** Half fast, half slow, and nothing at all between: p95 stands at the edge of the gap. */
  BIMODAL_WITH_A_GAP_AT_P95 {
    @Override
    long next(Random random, int i, int n) {
      return i < n * 95L / 100
          ? 4_000_000 + random.nextInt(1_000_000)
          : 900_000_000L + random.nextInt(9_000_000);
    }
  },
  DRIFT {
    @Override
    long next(Random random, int i, int n) {
      return 1_000_000 + 200_000L * i + random.nextInt(50_000);
    }
  },
  HEAVY_TAIL {
    @Override
    long next(Random random, int i, int n) {
      return (long) (2_000_000 / Math.pow(1 - random.nextDouble(), 1 / 1.1));
    }
  },
  CONSTANT {
    @Override
    long next(Random random, int i, int n) {
      return 42_424_242;
    }
  },
  ONE_OUTLIER {
    @Override
    long next(Random random, int i, int n) {
      return i == n / 3 ? 3_600_000_000_000L : 10_000_000 + random.nextInt(100);
    }
  },
  SUB_MILLISECOND {
    @Override
    long next(Random random, int i, int n) {
      return 1 + random.nextInt(999_998);
    }
  },
  UNIFORM {
    @Override
    long next(Random random, int i, int n) {
      return random.nextLong(10_000_000_000L);
    }
  },
  /** Odd samples have another label, and are a hundred times slower. */
  TWO_LABELS_INTERLEAVED {
    @Override
    long next(Random random, int i, int n) {
      return (i % 2 == 0 ? 1 : 100) * (5_000_000L + random.nextInt(5_000_000));
    }
  },
  ZEROS {
    @Override
    long next(Random random, int i, int n) {
      return i % 10 == 0 ? 7_000_000 : 0;
    }
  },
  HUGE_NEAR_THE_MAXIMUM {
    @Override
    long next(Random random, int i, int n) {
      return LatencyHistogram.MAX_NANOS - random.nextLong(50_000_000_000L);
    }
  },
  /** Neighbours of the bounds at which the buckets get wider, and many of each. */
  TIES_AT_BUCKET_BOUNDS {
    @Override
    long next(Random random, int i, int n) {
      return (1L << 11 + random.nextInt(28)) + random.nextInt(3) - 1;
    }
  },
  TINY {
    @Override
    long next(Random random, int i, int n) {
      return 1_000_000L << 3 * i;
    }

    @Override
    int size() {
      return 3;
    }
  };

  abstract long next(Random random, int i, int n);

  int size() {
    return 11_000;
  }

  /** The samples in order of appearance. */
  long[] samples(long seed) {
    Random random = new Random(seed);
    long[] samples = new long[size()];
    Arrays.setAll(
        samples, i -> Math.min(next(random, i, samples.length), LatencyHistogram.MAX_NANOS));
    return samples;
  }

  /** The label of the sample at a place. */
  String label(int i) {
    return this == TWO_LABELS_INTERLEAVED && i % 2 == 1 ? "slow, \"quoted\"" : "fast";
  }
}
