/**
 * Settings from the environment and from {@code perfscale.properties}: which keys there are, which
 * one wins, where directories are by default. Start at {@code Settings}; the keys are in {@code
 * Key}. Immutable.
 */
package ru.perfscale.bootstrap.settings;
