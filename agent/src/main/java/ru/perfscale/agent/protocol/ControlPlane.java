package ru.perfscale.agent.protocol;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import ru.perfscale.runner.engine.LatencyMeaning;

/**
 * The control plane as an agent sees it. Every method asks once and returns, or throws a {@link
 * ControlPlaneException}; an interrupt gives the request up. Close it to give up all of them.
 */
public final class ControlPlane implements AutoCloseable {
  /** Which version of the agent protocol is spoken here. */
  static final int PROTOCOL = 1;

  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofSeconds(35);

  private final Contact contact;
  private final HttpExchange http;

  /**
   * @param server where the control plane is, without {@code /agent/v1}
   * @param contact hears of the answers to signs of life
   */
  public ControlPlane(URI server, Credential credential, Contact contact) {
    this.contact = contact;
    http = new HttpExchange(server, credential, contact);
  }

  /** How long the control plane has not been known to hear this agent. */
  public Duration silence() {
    return contact.silence();
  }

  /** A new life of the agent begins; what an earlier one was running is lost. */
  public void hello(Hello hello) throws InterruptedException {
    http.ask("hello", Json.object(hello::write), LONG);
  }

  /**
   * @param draining whether the agent ends what it runs and takes nothing new
   */
  public void heartbeat(String boot, boolean draining) throws InterruptedException {
    byte[] body =
        Json.object(
            out -> {
              out.writeStringField("boot", boot);
              if (draining) {
                out.writeBooleanField("draining", true);
              }
            });
    http.tell("heartbeat", body, SHORT);
  }

  /**
   * Waits until there is something to do, at most some 25 s.
   *
   * @param running what was accepted by this boot and is not finished
   */
  public Orders poll(String boot, Collection<Claim> running) throws InterruptedException {
    byte[] body =
        Json.object(
            out -> {
              out.writeStringField("boot", boot);
              out.writeArrayFieldStart("running");
              for (Claim claim : running) {
                out.writeStartObject();
                out.writeStringField("assignment", claim.assignment());
                out.writeNumberField("epoch", claim.epoch());
                out.writeEndObject();
              }
              out.writeEndArray();
            });
    return Answers.orders(http.ask("poll", body, POLL));
  }

  /** Keeps an offer that cannot be accepted yet. */
  public void preparing(Claim claim, String message) throws InterruptedException {
    http.tell(path(claim, "preparing"), answer(claim, message), SHORT);
  }

  /** Gives an offer back. */
  public void decline(Claim claim, String message) throws InterruptedException {
    http.tell(path(claim, "decline"), answer(claim, message), SHORT);
  }

  /** Asks what the server's clock says. */
  public Instant clock() throws InterruptedException {
    return Answers.serverTime(http.ask("clock", Json.object(out -> {}), SHORT));
  }

  /**
   * Reads a part of a data file of an offer.
   *
   * @param file counted from 1, in the order of the offer
   * @param from the first byte
   * @return a few hundred KB; none behind the end
   */
  public byte[] data(String boot, Claim claim, int file, long from) throws InterruptedException {
    byte[] body =
        Json.object(
            out -> {
              out.writeStringField("boot", boot);
              out.writeNumberField("epoch", claim.epoch());
              out.writeNumberField("file", file);
              out.writeNumberField("from", from);
            });
    return http.fetch(path(claim, "data"), body, LONG);
  }

  /**
   * Takes an offer. The same question again gets the same answer.
   *
   * @param clock how this machine's clock stands to the server's; empty when it is not known
   */
  public WorkOrder accept(String boot, Claim claim, Optional<ClockOffset> clock)
      throws InterruptedException {
    byte[] body =
        Json.object(
            out -> {
              out.writeStringField("boot", boot);
              out.writeNumberField("epoch", claim.epoch());
              if (clock.isPresent()) {
                out.writeObjectFieldStart("clock");
                out.writeNumberField("offset_nanos", clock.get().ahead().toNanos());
                out.writeNumberField("error_nanos", clock.get().error().toNanos());
                out.writeEndObject();
              }
            });
    return Answers.workOrder(http.ask(path(claim, "accept"), body, LONG));
  }

  /**
   * Delivers frames.
   *
   * @param frames contiguous, in order, at most 60
   * @param latency what the durations in them are; empty when that is not known
   * @return the number of the last frame that is stored
   */
  public long frames(Claim claim, List<Frame> frames, Optional<LatencyMeaning> latency)
      throws InterruptedException {
    byte[] body =
        Json.object(
            out -> {
              out.writeNumberField("epoch", claim.epoch());
              if (latency.isPresent()) {
                Json.writeLatency(out, latency.get());
              } else {
                out.writeNullField("latency");
              }
              out.writeArrayFieldStart("frames");
              for (Frame frame : frames) {
                Json.writeFrame(out, frame);
              }
              out.writeEndArray();
            });
    return Answers.ackedSeq(http.ask(path(claim, "frames"), body, LONG));
  }

  /**
   * The text that reports the end of a run, as it can be sent now or by another life of the agent.
   *
   * @param lastSeq how many frames there are
   */
  public static byte[] report(Claim claim, FinishReport report, long lastSeq) {
    return Json.object(
        out -> {
          out.writeNumberField("epoch", claim.epoch());
          Json.writeReport(out, report, lastSeq);
        });
  }

  /**
   * Reports the end of a run.
   *
   * @param report as {@link #report} makes it
   * @return the number of the last frame that is stored; when it is lower than the report's,
   *     nothing has ended
   */
  public long finish(Claim claim, byte[] report) throws InterruptedException {
    return Answers.ackedSeq(http.ask(path(claim, "finish"), report, LONG));
  }

  private static byte[] answer(Claim claim, String message) {
    return Json.object(
        out -> {
          out.writeNumberField("epoch", claim.epoch());
          out.writeStringField("message", message);
        });
  }

  private static String path(Claim claim, String verb) {
    return "assignments/" + claim.assignment() + "/" + verb;
  }

  @Override
  public void close() {
    http.close();
  }
}
