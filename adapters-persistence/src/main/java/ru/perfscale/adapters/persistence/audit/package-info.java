/** The audit log as rows that are only ever added. Start at {@code JdbiAuditLog}. */
package ru.perfscale.adapters.persistence.audit;
