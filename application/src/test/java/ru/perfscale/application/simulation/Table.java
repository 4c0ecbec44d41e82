package ru.perfscale.application.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows by key, in the order of their insertion; each transaction sees its own changes only. */
final class Table<K, V> {
  private final String name;
  private final Database database;
  private final Map<K, V> stored = new LinkedHashMap<>();
  private final Map<Transaction, Map<K, Optional<V>>> changes = new LinkedHashMap<>();
  private Listener<V> listener = (before, after) -> {};

  /** Hears of each row that a transaction stored. */
  interface Listener<V> {
    void changed(Optional<V> before, Optional<V> after);
  }

  private record RowLock(String table, Object key) {}

  Table(String name, Database database) {
    this.name = name;
    this.database = database;
  }

  void listen(Listener<V> who) {
    listener = who;
  }

  Optional<V> find(K key) {
    Map<K, Optional<V>> own = changes.get(database.transaction());
    if (own != null && own.containsKey(key)) {
      return own.get(key);
    }
    return Optional.ofNullable(stored.get(key));
  }

  List<V> all() {
    Map<K, Optional<V>> own = changes.get(database.transaction());
    if (own == null) {
      return List.copyOf(stored.values());
    }
    List<V> rows = new ArrayList<>();
    stored.forEach(
        (key, row) -> {
          if (own.containsKey(key)) {
            own.get(key).ifPresent(rows::add);
          } else {
            rows.add(row);
          }
        });
    own.forEach(
        (key, row) -> {
          if (!stored.containsKey(key)) {
            row.ifPresent(rows::add);
          }
        });
    return rows;
  }

  void put(K key, V row) {
    change(key, Optional.of(row));
  }

  void remove(K key) {
    change(key, Optional.empty());
  }

  private void change(K key, Optional<V> row) {
    lock(key);
    changes.computeIfAbsent(database.transaction(), t -> new LinkedHashMap<>()).put(key, row);
  }

  /** Waits until nobody else has it locked. */
  void lock(K key) {
    database.lock(new RowLock(name, key));
  }

  boolean isFree(K key) {
    return database.isFree(new RowLock(name, key));
  }

  void commit(Transaction transaction) {
    Map<K, Optional<V>> own = changes.remove(transaction);
    if (own == null) {
      return;
    }
    own.forEach(
        (key, row) -> {
          Optional<V> before =
              Optional.ofNullable(
                  row.isPresent() ? stored.put(key, row.get()) : stored.remove(key));
          listener.changed(before, row);
        });
  }

  void rollBack(Transaction transaction) {
    changes.remove(transaction);
  }
}
