/**
 * Who did what, when: a row for each change of state and for each refusal that a person should know
 * of. Use cases write it in the transaction of the change that it tells of. Start at {@code
 * AuditLog}.
 */
package ru.perfscale.application.audit;
