/**
 * The faults, each a class named after what must hold. A new one implements {@code Fault}, puts its
 * fault on the stage of a {@code Round}, says what it requires, and is listed in {@code Faults}.
 */
package ru.perfscale.faults.fault;
