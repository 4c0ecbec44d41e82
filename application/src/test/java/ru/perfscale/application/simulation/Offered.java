package ru.perfscale.application.simulation;

import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;

/** What an agent may answer, run and report: an assignment under an epoch. */
record Offered(AssignmentId assignment, Epoch epoch) {}
