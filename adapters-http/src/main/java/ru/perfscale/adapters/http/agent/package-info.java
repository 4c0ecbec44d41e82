/**
 * The agents' side of the server: {@code docs/agent-protocol.md}. Start at {@code PresenceRoutes};
 * {@code PollHub} keeps the polls that wait. A waiting poll holds no thread: its request is
 * suspended, and each look for news runs on a virtual thread of its own.
 */
package ru.perfscale.adapters.http.agent;
