package ru.perfscale.faults.load;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a custom test does in a round: samples in batches, ten a batch and ten batches a second,
 * each written down in a file of its own before the engine gets it.
 *
 * @param batches how many
 * @param stubborn whether it heeds no signal and goes on when nobody reads its samples
 * @param garbage whether every batch has a line that is no sample
 * @param exitCode what it ends with
 * @param brokenShare the share that ends at once as a command does that is not there; 0 for none
 */
public record Load(int batches, boolean stubborn, boolean garbage, int exitCode, int brokenShare) {
  /** Samples in one batch. */
  public static final int BATCH = 10;

  private static final String SCRIPT =
      """
      i=0 n=0 stop=
      share=${PERFSCALE_SHARE%%/*}
      [ "$share" != %8$d ] || exit 127
      echo "$PERFSCALE_RUN" >>'%1$s/starts'
      exec 4>>'%1$s/samples-'"$share" 3>"$PERFSCALE_SAMPLES"
      trap '%2$s' TERM INT HUP
      trap '' PIPE
      while [ $n -lt %3$d ] && [ -z "$stop" ]; do
        n=$((n + 1)) k=0 text=
        while [ $k -lt %4$d ]; do
          k=$((k + 1)) i=$((i + 1))
          outcome=ok
          [ $((i %% 50)) != 0 ] || outcome=error
          text="$text$((1 + (i + share * 131) * 7919 %% 997)).5 $outcome step $((i %% 3))
      "
        done
        printf %%s "$text" >&4
        printf '%%s%5$s' "$text" 2>/dev/null >&3 || [ -n '%6$s' ] || exit 1
        sleep 0.1
      done
      exit %7$d
      """;

  /** A load of about that length that ends when it is asked to. */
  public static Load lasting(Duration length) {
    return new Load((int) Math.max(1, length.toMillis() / 100), false, false, 0, 0);
  }

  /** The same, but only being killed ends it early. */
  public Load stubbornly() {
    return new Load(batches, true, garbage, exitCode, brokenShare);
  }

  public Load withGarbage() {
    return new Load(batches, stubborn, true, exitCode, brokenShare);
  }

  public Load endingWith(int code) {
    return new Load(batches, stubborn, garbage, code, brokenShare);
  }

  public Load brokenAt(int share) {
    return new Load(batches, stubborn, garbage, exitCode, share);
  }

  /**
   * The script.
   *
   * @param diary the directory in which it writes down what it does; anybody may write there
   */
  public String script(Path diary) {
    return SCRIPT.formatted(
        diary,
        stubborn ? "" : "stop=1",
        batches,
        BATCH,
        garbage ? "no sample\\n" : "",
        stubborn ? "on" : "",
        exitCode,
        brokenShare);
  }
}
