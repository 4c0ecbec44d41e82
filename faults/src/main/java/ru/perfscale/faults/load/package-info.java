/** The load: scripts that write down for themselves what they measured, and the reader of that. */
package ru.perfscale.faults.load;
