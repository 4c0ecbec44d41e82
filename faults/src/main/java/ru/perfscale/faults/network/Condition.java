package ru.perfscale.faults.network;

/** In which state a network is. */
public enum Condition {
  /** Everything passes. */
  WHOLE,
  /** Connections end at once, and new ones too. */
  CUT,
  /** Connections stand, nothing passes; what was sent passes when the network is whole again. */
  BLACKHOLE,
  /** What clients send is swallowed, what they are sent passes. */
  NOTHING_UP,
  /** What clients send passes, what they are sent is swallowed. */
  NOTHING_DOWN
}
