package ru.perfscale.adapters.http.agent;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import ru.perfscale.application.machine.Allowance;

/**
 * How often somebody may fail to join: ten times at once from one network address, and once more
 * each six seconds. Who succeeds uses a token up, and needs no other limit. Of an IPv6 address the
 * network counts, since a host has as many of the rest as it likes. Thread-safe.
 */
final class JoinLimits {
  private static final int FAILURES = 10;
  private static final Duration INTERVAL = Duration.ofSeconds(6);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanoTime;

  /** Whose failures were the last ones; the longest forgotten goes when there are too many. */
  private final Map<String, Allowance> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MOST_ADDRESSES || eldest.getValue().isFull();
        }
      };

  JoinLimits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** How long the address has to wait, in whole seconds; 0 when it may try. */
  synchronized long secondsToWait(String address) {
    Allowance left = byAddress.get(network(address));
    return left == null || left.isOpen() ? 0 : INTERVAL.toSeconds();
  }

  synchronized void failed(String address) {
    String network = network(address);
    Allowance left = byAddress.get(network);
    if (left == null) {
      left = new Allowance(FAILURES, INTERVAL, nanoTime);
      left.take();
      byAddress.put(network, left);
    } else {
      left.take();
    }
  }

  /** Of how many addresses anything is known. */
  synchronized int known() {
    return byAddress.size();
  }

  private static String network(String address) {
    try {
      // What a socket says of its other end is a literal: no resolver is asked.
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return HexFormat.of()
          .formatHex(bytes.length > 4 ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
