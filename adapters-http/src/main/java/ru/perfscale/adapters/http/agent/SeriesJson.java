package ru.perfscale.adapters.http.agent;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.task.Series;

/** The fields that say which samples belong together. */
final class SeriesJson {
  static final int MOST_LABEL_BYTES = 256;

  private SeriesJson() {}

  /** Empty when something of it is wrong. */
  static Optional<Series> read(Fields fields) {
    String label = fields.spokenText("label");
    if (!fields.has("label") || label.getBytes(StandardCharsets.UTF_8).length > MOST_LABEL_BYTES) {
      fields.refuse("label", "must be text of at most " + MOST_LABEL_BYTES + " bytes");
    }
    Series.Kind kind = fields.oneOf("kind", Series.Kind.class);
    Series.Outcome outcome = fields.oneOf("outcome", Series.Outcome.class);
    Series.Phase phase = fields.oneOf("phase", Series.Phase.class);
    Series.Measure measure = fields.oneOf("measure", Series.Measure.class);
    return fields.make(() -> new Series(label, kind, outcome, phase, measure));
  }
}
