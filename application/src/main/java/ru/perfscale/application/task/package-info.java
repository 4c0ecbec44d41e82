/**
 * The life of a task: submit, place, offer, accept, record, finish, and the ways in which it ends
 * early. Start at {@code SubmitTask}, then {@code PlaceTasks}, {@code CheckInbox}, {@code
 * AcceptOffer}, {@code RecordFrames}, {@code FinishAssignment}.
 */
package ru.perfscale.application.task;
