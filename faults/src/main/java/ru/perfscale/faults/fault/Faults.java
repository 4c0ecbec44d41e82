package ru.perfscale.faults.fault;

import java.time.Duration;
import java.util.List;
import ru.perfscale.faults.Fault;
import ru.perfscale.faults.fault.AHerdComesBackPolitely.Killed;
import ru.perfscale.faults.fault.HalfATestIsNoSuccess.Trouble;
import ru.perfscale.faults.network.Condition;

/** All faults, and how often a campaign puts each. */
public final class Faults {
  private static final Duration SHORT_LIMIT = Duration.ofSeconds(10);
  private static final Duration REAL_LIMIT = Duration.ofSeconds(60);

  /**
   * One fault of a campaign.
   *
   * @param rounds of a whole one
   * @param scales whether a campaign of another size has more or fewer of them
   */
  public record Planned(Fault fault, int rounds, boolean scales) {
    private Planned(Fault fault, int rounds) {
      this(fault, rounds, true);
    }
  }

  /** What a campaign cannot do on its machine, or in its time. */
  public static final List<String> NOT_HERE =
      List.of(
          "5, a network that fails for 30 min: it would be half of a campaign; the longest outage"
              + " here is a little longer than the usual contact limit",
          "7, a clock that is wrong or jumps: all processes have this machine's; the seeded"
              + " simulation has clocks that jump",
          "16, a migration of the database in a run: there is one version of the schema at a time",
          "18, a tool that exits with 0 and no sample: a custom command may; the tools have tests");

  private Faults() {}

  /** What a whole campaign does. */
  public static List<Planned> all() {
    return List.of(
        new Planned(new AKilledServerCostsNothing(1), 16),
        new Planned(new AServerKilledAgainAndAgainCostsNothing(4, Duration.ofMinutes(5)), 1, false),
        new Planned(new AKilledServerCostsNothing(4), 3),
        new Planned(new AKilledAgentsLoadDiesWithIt(), 10),
        new Planned(new AKilledAgentOfSeveralStopsTheOthers(), 4),
        new Planned(new ADeadAgentIsShownAndGivenUp(SHORT_LIMIT), 12),
        new Planned(new ADeadAgentIsShownAndGivenUp(REAL_LIMIT), 1, false),
        new Planned(new ARestartedAgentEndsWhatIsLeft(), 8),
        new Planned(new ACrashOfTheDatabaseLosesNothing(1), 12),
        new Planned(new ADatabaseThatIsAwayIsWaitedFor(Duration.ZERO, Duration.ofSeconds(8)), 6),
        new Planned(new ADatabaseThatIsAwayIsWaitedFor(REAL_LIMIT, REAL_LIMIT), 1, false),
        new Planned(new AnOutageOfTheNetworkIsBridged(Condition.CUT), 5),
        new Planned(new AnOutageOfTheNetworkIsBridged(Condition.BLACKHOLE), 5),
        new Planned(new AnOutageOfTheNetworkIsBridged(Condition.NOTHING_UP), 4),
        new Planned(new AnOutageOfTheNetworkIsBridged(Condition.NOTHING_DOWN), 4),
        new Planned(new AnAgentOutOfContactEndsItsLoadInTime(Condition.CUT, SHORT_LIMIT), 4),
        new Planned(new AnAgentOutOfContactEndsItsLoadInTime(Condition.BLACKHOLE, SHORT_LIMIT), 4),
        new Planned(new AnAgentOutOfContactEndsItsLoadInTime(Condition.NOTHING_UP, SHORT_LIMIT), 3),
        new Planned(
            new AnAgentOutOfContactEndsItsLoadInTime(Condition.NOTHING_DOWN, SHORT_LIMIT), 2),
        new Planned(
            new AnAgentOutOfContactEndsItsLoadInTime(Condition.BLACKHOLE, REAL_LIMIT), 1, false),
        new Planned(new ADatabaseOutOfReachIsWaitedFor(Condition.CUT), 6),
        new Planned(new ADatabaseOutOfReachIsWaitedFor(Condition.BLACKHOLE), 5),
        new Planned(new AFrozenAgentsLoadEndsInTime(), 8),
        new Planned(new AMangledDeliveryIsStoredOnce(1), 12),
        new Planned(new AMangledDeliveryIsStoredOnce(4), 3),
        new Planned(new ALostAnswerIsAskedForAgain(), 10),
        new Planned(new TwoServersGiveATaskToOneAgent(), 8),
        new Planned(new ATaskEndsOnce(), 10),
        new Planned(new ACancelledOfferNeverStarts(), 10),
        new Planned(new AnUpgradeOfServersFailsNoRun(), 5),
        new Planned(new ADrainedAgentFinishesItsRun(), 5),
        new Planned(new HalfATestIsNoSuccess(Trouble.BROKEN), 3),
        new Planned(new HalfATestIsNoSuccess(Trouble.LATE), 3),
        new Planned(new HalfATestIsNoSuccess(Trouble.KILLED), 3),
        new Planned(new AToolThatFailsDoesNotPass(), 3),
        new Planned(new AHerdComesBackPolitely(Killed.SERVER), 2),
        new Planned(new AHerdComesBackPolitely(Killed.AGENTS), 2));
  }

  /** A few rounds that take seconds each. */
  public static List<Fault> quick() {
    return List.of(
        new AKilledServerCostsNothing(1),
        new AKilledAgentsLoadDiesWithIt(),
        new ACrashOfTheDatabaseLosesNothing(1),
        new AMangledDeliveryIsStoredOnce(1),
        new ALostAnswerIsAskedForAgain(),
        new ACancelledOfferNeverStarts());
  }
}
