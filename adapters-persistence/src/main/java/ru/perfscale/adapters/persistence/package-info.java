/**
 * The repositories of the application on PostgreSQL 14 or newer. Start at {@code Database}, which
 * opens the pool and brings the schema up to date, and at the migrations in {@code db/migration}.
 *
 * <p>Every statement names the tenant. The exceptions are the look-up of an agent by its
 * credential, which is how its tenant gets known, and the two jobs that work for all tenants,
 * {@code lockOpen} and {@code lockOverdue}.
 *
 * <p>Rows are locked in the order machine, task, assignment, claim, agent, always {@code FOR NO KEY
 * UPDATE}, so that checks of foreign keys never wait for them. Everything here is thread-safe; a
 * transaction belongs to its thread.
 */
package ru.perfscale.adapters.persistence;
