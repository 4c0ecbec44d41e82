package ru.perfscale.adapters.http.loadtest;

import ru.perfscale.application.loadtest.ChangeLoadTest;
import ru.perfscale.application.loadtest.DefineLoadTest;
import ru.perfscale.application.loadtest.FindLoadTest;
import ru.perfscale.application.loadtest.ListLoadTests;
import ru.perfscale.application.loadtest.RemoveLoadTest;

/** What people do with load tests. */
public record LoadTestUseCases(
    DefineLoadTest define,
    FindLoadTest find,
    ListLoadTests list,
    ChangeLoadTest change,
    RemoveLoadTest remove) {}
