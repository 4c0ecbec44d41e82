/**
 * Looks at this machine: what it can run, and why not. Start at {@code Doctor}. Each check is a
 * method that looks, changes nothing and never fails; what it cannot find out it says so.
 *
 * <p>May use {@code settings} and {@code tools}.
 */
package ru.perfscale.bootstrap.doctor;
