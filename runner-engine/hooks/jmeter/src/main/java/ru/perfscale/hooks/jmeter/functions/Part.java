package ru.perfscale.hooks.jmeter.functions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import org.apache.jmeter.engine.util.CompoundVariable;
import org.apache.jmeter.functions.AbstractFunction;
import org.apache.jmeter.functions.InvalidVariableException;
import org.apache.jmeter.samplers.SampleResult;
import org.apache.jmeter.samplers.Sampler;
import ru.perfscale.hooks.launch.Share;

/**
 * A share's part of a number in a plan. As a function it divides what the plan's own functions and
 * variables make of the number, whenever JMeter asks for it.
 */
public final class Part extends AbstractFunction {
  private static final String KEY = "__perfscalePart";
  private static final String WHOLE_NUMBER = "number";
  private static final int PARAMETERS = 4;

  private CompoundVariable total;
  private Share share;
  private boolean wholeNumber;

  /** The call for a whole number, such as of threads. */
  public static String ofNumber(String text, Share share) {
    return call(text, share, WHOLE_NUMBER);
  }

  /** The call for a rate, of which each share gets the same. */
  public static String ofRate(String text, Share share) {
    return call(text, share, "rate");
  }

  private static String call(String text, Share share, String kind) {
    return "${%s(%s,%d,%d,%s)}".formatted(KEY, text.strip(), share.index(), share.of(), kind);
  }

  @Override
  public void setParameters(Collection<CompoundVariable> given) throws InvalidVariableException {
    checkParameterCount(given, PARAMETERS);
    List<CompoundVariable> parameters = List.copyOf(given);
    total = parameters.get(0);
    share = new Share(number(parameters.get(1)), number(parameters.get(2)));
    wholeNumber = parameters.get(3).execute().equals(WHOLE_NUMBER);
  }

  private static int number(CompoundVariable parameter) {
    return Integer.parseInt(parameter.execute());
  }

  @Override
  public String execute(SampleResult previous, Sampler current) {
    String text = total.execute().strip();
    try {
      return wholeNumber
          ? Long.toString(share.part(Long.parseLong(text)))
          : new BigDecimal(text)
              .divide(BigDecimal.valueOf(share.of()), MathContext.DECIMAL128)
              .toPlainString();
    } catch (NumberFormatException e) {
      return text; // JMeter makes of it what it makes of it in any plan.
    }
  }

  @Override
  public String getReferenceKey() {
    return KEY;
  }

  @Override
  public List<String> getArgumentDesc() {
    return List.of("total", "index", "of", "kind");
  }
}
