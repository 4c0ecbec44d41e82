/**
 * Who asks: the token of a request becomes a {@code Principal} before its route is looked at. Start
 * at {@code PersonAuthentication}. No token is ever logged or put into a message.
 */
package ru.perfscale.adapters.http.identity;
