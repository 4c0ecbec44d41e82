/**
 * The networks between the processes, as proxies on loopback that can be told to fail. {@code
 * Cable} passes bytes, {@code Line} whole requests and answers, of which it also keeps what the
 * server acknowledged ({@code Deliveries}).
 */
package ru.perfscale.faults.network;
