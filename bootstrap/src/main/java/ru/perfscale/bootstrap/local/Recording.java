package ru.perfscale.bootstrap.local;

import java.time.Instant;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.SecondSnapshot;

/** Keeps what a run tells. */
interface Recording extends RunListener {
  /** Keeps nothing. */
  Recording NONE =
      new Recording() {
        @Override
        public void begin(Instant start) {
          // Nothing to keep.
        }

        @Override
        public void onSecond(SecondSnapshot second) {
          // Nothing to keep.
        }
      };

  /**
   * The run has started; the first seconds may have come before.
   *
   * @param start from where its seconds are counted
   */
  void begin(Instant start);
}
