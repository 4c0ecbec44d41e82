package ru.perfscale.bootstrap.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system offers to hold a run together and to make load with. */
final class KernelChecks {
  private static final List<String> NEEDED =
      List.of("bash", "setsid", "unshare", "setpriv", "mkfifo", "env");
  private static final Pattern OPEN_FILES =
      Pattern.compile("^Max open files +(\\S+)", Pattern.MULTILINE);
  private static final Pattern AVAILABLE =
      Pattern.compile("^MemAvailable: +(\\d+) kB", Pattern.MULTILINE);
  private static final int MANY_FILES = 10_000;
  private static final long KIB_PER_GIB = 1 << 20;
  private static final long LITTLE_MEMORY_KIB = KIB_PER_GIB / 2;

  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    findings.add(kernel());
    findings.add(programs());
    findings.add(isolation());
    findings.add(cgroup());
    findings.add(processors());
    findings.add(openFiles());
    findings.add(clock());
    return findings;
  }

  private static Finding kernel() {
    String name = System.getProperty("os.name");
    String text =
        name + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    return name.equals("Linux") && Files.isDirectory(Path.of("/proc/self"))
        ? Finding.ok("kernel", text)
        : Finding.bad("kernel", text + "; load tests run on Linux with /proc");
  }

  private static Finding programs() {
    List<String> missing =
        NEEDED.stream().filter(program -> Programs.find(program).isEmpty()).toList();
    return missing.isEmpty()
        ? Finding.ok("programs", String.join(", ", NEEDED))
        : Finding.bad(
            "programs",
            "there is no "
                + String.join(", ", missing)
                + " on the PATH; install bash, coreutils and util-linux");
  }

  /** As the engine will try it. */
  private static Finding isolation() {
    List<String> command = new ArrayList<>(List.of("setsid", "--", "unshare"));
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      command.addAll(List.of("--user", "--map-current-user"));
    }
    command.addAll(List.of("--mount", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"));
    command.addAll(List.of("--", "true"));
    Optional<String> complaint = Programs.complaint(command);
    return complaint.isEmpty()
        ? Finding.ok("isolation", "PID namespace: nothing of a run can outlive it")
        : Finding.warning(
            "isolation",
            "process group only, which a script can leave: there are no PID namespaces here ("
                + complaint.get()
                + ")");
  }

  private static Finding cgroup() {
    String subject = "cgroup v2";
    for (String mount : text("/proc/mounts").lines().toList()) {
      String[] fields = mount.split(" ");
      if (fields.length > 2 && fields[2].equals("cgroup2")) {
        boolean ours = Files.isWritable(Path.of(fields[1]));
        return Finding.ok(subject, fields[1] + (ours ? "" : ", not writable by this user"));
      }
    }
    return Finding.warning(
        subject, "not mounted; the tool's memory and processor time are read from its processes");
  }

  private static Finding processors() {
    Matcher available = AVAILABLE.matcher(text("/proc/meminfo"));
    long kib = available.find() ? Long.parseLong(available.group(1)) : -1;
    String text =
        String.format(
            Locale.ROOT,
            "%d processors, %.1f GiB of memory available",
            Runtime.getRuntime().availableProcessors(),
            (double) kib / KIB_PER_GIB);
    return kib >= 0 && kib < LITTLE_MEMORY_KIB
        ? Finding.warning("capacity", text + "; little for a load generator")
        : Finding.ok("capacity", text);
  }

  /** Each connection of a tool is one. */
  private static Finding openFiles() {
    Matcher limit = OPEN_FILES.matcher(text("/proc/self/limits"));
    String soft = limit.find() ? limit.group(1) : "unknown";
    boolean few = soft.matches("\\d{1,9}") && Integer.parseInt(soft) < MANY_FILES;
    String text = soft + ", and so many connections at once";
    return few
        ? Finding.warning("open files", text + "; raise it with ulimit -n")
        : Finding.ok("open files", text);
  }

  private static Finding clock() {
    String source =
        text("/sys/devices/system/clocksource/clocksource0/current_clocksource").strip();
    boolean quick = List.of("tsc", "kvm-clock", "arch_sys_counter").contains(source);
    return source.isEmpty() || quick
        ? Finding.ok("clock", source.isEmpty() ? "source unknown" : source)
        : Finding.warning("clock", source + ": reading it is slow, which costs load and precision");
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      return "";
    }
  }
}
