package ru.perfscale.adapters.http.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How enums are called on the wire: their names in lower case, made once per enum. */
final class Words {
  private static final ClassValue<Map<String, Enum<?>>> WORDS =
      new ClassValue<>() {
        @Override
        protected Map<String, Enum<?>> computeValue(Class<?> type) {
          Map<String, Enum<?>> words = new LinkedHashMap<>();
          for (Object constant : type.getEnumConstants()) {
            Enum<?> named = (Enum<?>) constant;
            words.put(named.name().toLowerCase(Locale.ROOT), named);
          }
          return Collections.unmodifiableMap(words);
        }
      };

  private Words() {}

  /** In the order of the constants. */
  static Map<String, Enum<?>> of(Class<? extends Enum<?>> type) {
    return WORDS.get(type);
  }
}
