package ru.perfscale.adapters.http.task;

import ru.perfscale.application.task.CancelAllTasks;
import ru.perfscale.application.task.CancelTask;
import ru.perfscale.application.task.FindHistogram;
import ru.perfscale.application.task.FindTask;
import ru.perfscale.application.task.ListTasks;
import ru.perfscale.application.task.PinTask;
import ru.perfscale.application.task.SubmitTask;

/** What people do with tasks. */
public record TaskUseCases(
    SubmitTask submit,
    FindTask find,
    ListTasks list,
    CancelTask cancel,
    CancelAllTasks cancelAll,
    PinTask pin,
    FindHistogram histogram) {}
