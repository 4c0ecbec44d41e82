/**
 * One request and its answer, whatever the feature: which routes there are ({@code RouteTable}),
 * how a body is read within its bounds ({@code JsonBody}), how lists are written ({@code
 * ListAnswer}), and how everything that goes wrong becomes {@code {error, message}} ({@code
 * ErrorAnswer}). Runs on the thread of its request, which is a virtual one, so it may block.
 */
package ru.perfscale.adapters.http.exchange;
