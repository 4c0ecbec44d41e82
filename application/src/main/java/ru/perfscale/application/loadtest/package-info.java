/** Storing, changing and reading load tests. Start at {@code DefineLoadTest}. */
package ru.perfscale.application.loadtest;
