/** The stored load tests, as rows. */
package ru.perfscale.adapters.persistence.loadtest;
