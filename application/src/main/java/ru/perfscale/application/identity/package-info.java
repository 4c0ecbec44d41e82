/** How a bearer token becomes a principal: the port that an identity adapter implements. */
package ru.perfscale.application.identity;
