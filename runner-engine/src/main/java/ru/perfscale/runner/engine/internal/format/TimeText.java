package ru.perfscale.runner.engine.internal.format;

import ru.perfscale.runner.engine.internal.text.Decimal;

/** How a format writes an instant. */
@FunctionalInterface
interface TimeText {
  /** Unix time in microseconds. */
  TimeText MICROS = (bytes, from, to) -> Decimal.parse(bytes, from, to, 3);

  /** Nanoseconds since the epoch, {@link Decimal#INVALID} if it is no instant. */
  long nanos(byte[] bytes, int from, int to);
}
