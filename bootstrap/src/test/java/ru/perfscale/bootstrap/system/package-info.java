/**
 * The one jar as a user meets it: started as a process of its own, asked over HTTP, stopped by a
 * signal. Start at {@code UpIT}; {@code Program} is a run of the jar, {@code Up} one that serves,
 * {@code Api} a client of it, {@code CountingTarget} what load tests are aimed at. Everything is on
 * free ports and below one {@code PassableDirectory}, which is gone afterwards.
 */
package ru.perfscale.bootstrap.system;
