/**
 * Who asks: principals, roles and the tenant whose data they see. Start at {@code Principal}.
 * Immutable.
 */
package ru.perfscale.domain.identity;
