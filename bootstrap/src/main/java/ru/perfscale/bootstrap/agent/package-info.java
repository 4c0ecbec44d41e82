/**
 * This host as a machine: what it is, what its agent keeps between two starts, its agent as part of
 * a server ({@code LocalAgent}) and as a program of its own ({@code StandaloneAgent}). Both talk
 * HTTP. A state directory belongs to one process at a time.
 */
package ru.perfscale.bootstrap.agent;
