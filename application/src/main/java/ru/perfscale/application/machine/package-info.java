/**
 * Registering machines and letting agents serve them. Start at {@code RegisterMachine}, then {@code
 * IssueJoinToken} and {@code JoinMachine} (how a host becomes a machine), {@code AdmitAgent} and
 * {@code HearAgent} (how its agent is known from then on).
 */
package ru.perfscale.application.machine;
