package ru.perfscale.application.simulation;

import java.util.OptionalInt;

/**
 * The database and the repositories on it, shared by all servers.
 *
 * @param quota how many tasks of a tenant may have machines at a time
 */
record Store(
    Database database,
    StoredTests tests,
    StoredMachines machines,
    StoredTasks tasks,
    StoredAssignments assignments,
    StoredAgents agents,
    StoredFrames frames,
    StoredReports reports,
    OptionalInt quota) {

  static Store on(Database database, OptionalInt quota) {
    StoredTasks tasks = new StoredTasks(database);
    StoredAgents agents = new StoredAgents(database);
    StoredReports reports = new StoredReports(database);
    StoredAssignments assignments = new StoredAssignments(database, tasks, agents, reports);
    return new Store(
        database,
        new StoredTests(),
        new StoredMachines(),
        tasks,
        assignments,
        agents,
        new StoredFrames(database, assignments),
        reports,
        quota);
  }
}
