package ru.perfscale.agent.protocol;

import ru.perfscale.runner.engine.DataFile.Split;

/**
 * A data file of an offer, to be read before it is accepted.
 *
 * @param name by which the script finds it
 * @param split what this machine's share of the load gets of it
 * @param bytes how many it has
 * @param sha256 of them, in hexadecimal digits
 */
public record OfferedFile(String name, Split split, long bytes, String sha256) {}
