package ru.perfscale.adapters.http.machine;

import ru.perfscale.application.machine.ChangeMachine;
import ru.perfscale.application.machine.FindMachine;
import ru.perfscale.application.machine.IssueJoinToken;
import ru.perfscale.application.machine.ListMachines;
import ru.perfscale.application.machine.RegisterMachine;
import ru.perfscale.application.machine.RemoveMachine;

/** What people do with machines. */
public record MachineUseCases(
    RegisterMachine register,
    FindMachine find,
    ListMachines list,
    ChangeMachine change,
    RemoveMachine remove,
    IssueJoinToken issueJoinToken) {}
