package ru.perfscale.runner.engine.internal.sample;

import java.util.Arrays;

/** Numbers the series of a run densely, so that accumulators can stand in arrays. */
final class SeriesIndex {
  private static final int FREE = -1;

  private int[] slots = filled(64);
  private int[] keys = new int[16];
  private int size;

  /** The dense number of a {@link Traits#key}. */
  int number(int key) {
    int slot = slotOf(key);
    if (slots[slot] != FREE) {
      return slots[slot];
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      slots = filled(slots.length * 2);
      for (int number = 0; number < size; number++) {
        slots[slotOf(keys[number])] = number;
      }
      slot = slotOf(key);
    }
    keys[size] = key;
    slots[slot] = size;
    return size++;
  }

  int key(int number) {
    return keys[number];
  }

  private int slotOf(int key) {
    int mask = slots.length - 1;
    int slot = key * 0x9E3779B9 >>> 8 & mask;
    while (slots[slot] != FREE && keys[slots[slot]] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private static int[] filled(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, FREE);
    return slots;
  }
}
