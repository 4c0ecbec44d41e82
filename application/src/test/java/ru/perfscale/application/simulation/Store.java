package ru.perfscale.application.simulation;

/** The database and the repositories on it, shared by all servers. */
record Store(
    Database database,
    StoredTests tests,
    StoredMachines machines,
    StoredTasks tasks,
    StoredAssignments assignments,
    StoredAgents agents,
    StoredFrames frames,
    StoredReports reports) {

  static Store on(Database database) {
    StoredTasks tasks = new StoredTasks(database);
    StoredAgents agents = new StoredAgents(database);
    StoredAssignments assignments = new StoredAssignments(database, tasks, agents);
    return new Store(
        database,
        new StoredTests(),
        new StoredMachines(),
        tasks,
        assignments,
        agents,
        new StoredFrames(database, assignments),
        new StoredReports(database));
  }
}
