/**
 * A real PostgreSQL for development, demonstrations and tests: unpacked from the class path,
 * started as our child, reached over loopback only. Production sets {@code PERFSCALE_DATABASE_URL}
 * and never comes here.
 *
 * <p>Start with {@link ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres}. The order of a
 * start is: binaries ({@code PostgresBinaries}), lock ({@code DirectoryLock}), account ({@code
 * ServerAccount}), a server left behind ({@code Postmaster}), data ({@code Cluster}), process
 * ({@code ServerProcess}). Nothing here is a test double: data written through it survives a power
 * failure unless the settings say otherwise. Needs Linux and {@code sh}.
 */
package ru.perfscale.adapters.persistence.embedded;
