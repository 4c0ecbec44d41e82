package ru.perfscale.application.simulation;

/** What is promised whatever goes wrong, each looked at whenever it could be broken. */
enum Promise {
  STATES_ADVANCE("states only advance, and times stay"),
  ONE_RUNNER("one runner per assignment, ever"),
  ONE_LOAD("one load per machine"),
  PRESENT_LIFE("only the present life of an agent accepts"),
  EPOCHS_FENCE("a machine runs what it holds under its epoch"),
  TOGETHER("all shares begin together or none does"),
  TASK_FOLLOWS("a task ends with its last share"),
  EVERY_TASK_ENDS("every task ends"),
  LOADS_END("a load is over before its loss is told"),
  CANCEL_HOLDS("what is cancelled does not begin, and stops"),
  FAULT_STOPS_ALL("one machine's fault stops the others and fails"),
  QUOTA_HOLDS("no tenant has more under way than it may"),
  STORED_STAYS("what was acknowledged is stored"),
  NOTHING_REFUSED("what a run measured is taken, also late"),
  FIGURES_FOLLOW("figures never show more than is stored"),
  RESULTS_EXACT("stored is what was recorded and delivered"),
  COVERAGE_GROWS("the coverage of a lost run is what is stored"),
  PASSED_IS_WHOLE("passed only with all results"),
  AGENTS_REST("no agent has work or journals left");

  private final String words;

  Promise(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
