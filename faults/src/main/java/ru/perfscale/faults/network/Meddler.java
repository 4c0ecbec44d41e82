package ru.perfscale.faults.network;

/** Says what becomes of each message on a {@link Line}. Asked by many threads. */
public interface Meddler {
  /** Lets everything pass. */
  Meddler NONE = new Meddler() {};

  /**
   * @param path where the request goes, such as {@code /agent/v1/assignments/a_1/accept}
   */
  default Deed request(String path) {
    return Deed.PASS;
  }

  /** What becomes of the answer to such a request; the server has done what it was asked for. */
  default Deed answer(String path, int status) {
    return Deed.PASS;
  }
}
