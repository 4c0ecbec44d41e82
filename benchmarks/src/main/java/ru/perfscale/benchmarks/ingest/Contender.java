package ru.perfscale.benchmarks.ingest;

import java.io.IOException;

/** Something that reads all bytes of a load; says how many samples it found. */
interface Contender {
  long read(Data data) throws IOException;
}
