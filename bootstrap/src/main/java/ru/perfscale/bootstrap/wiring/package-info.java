/**
 * How the control plane is put together, by hand: repositories, use cases, HTTP, the jobs that run
 * every second. Start at {@code ControlPlane}.
 */
package ru.perfscale.bootstrap.wiring;
