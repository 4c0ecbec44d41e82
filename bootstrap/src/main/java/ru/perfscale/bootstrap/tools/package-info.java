/**
 * Finds load tools on this machine and installs them: on the PATH in a version we tested, else in
 * the cache directory, else from the tool's own ecosystem, pinned by a lock file (versions and
 * SHA-256) and built where nobody sees it before it is whole.
 *
 * <p>Start at {@link ru.perfscale.bootstrap.tools.MachineTools}. Each tool is one {@code
 * Provision}; {@code ToolCache} is the only code that writes. May use runner-engine's SPI, a Maven
 * resolver and the ecosystems' own clients; names no registry.
 *
 * <p>Safe for any number of threads and processes on one cache directory.
 */
package ru.perfscale.bootstrap.tools;
