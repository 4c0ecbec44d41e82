/**
 * The agent's side of {@code docs/agent-protocol.md}: requests, answers and what a failed request
 * means. Start at {@link ru.perfscale.agent.protocol.ControlPlane}. Uses Jackson, the JDK's HTTP
 * client and the engine's measurements; knows nothing about when something is asked. All types may
 * be used by several threads.
 */
package ru.perfscale.agent.protocol;
