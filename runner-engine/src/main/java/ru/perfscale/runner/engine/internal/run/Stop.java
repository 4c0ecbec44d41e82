package ru.perfscale.runner.engine.internal.run;

import java.time.Instant;
import ru.perfscale.runner.engine.End;

/** Why and when a run was asked to stop before its own end. */
record Stop(End end, String message, Instant askedAt) {}
