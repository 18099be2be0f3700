// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Numbers;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;

/**
 * Reads {@code kind: ServiceHealthCheck}:
 *
 * <pre>{@code
 * name: alive
 * enabled: true
 * monitor: http                     # ping (default), http or bfd
 * delay: 3s                         # between probes; s, ms or us; of bfd between our packets
 * timeout: 1s                       # of one probe; of bfd between the guest's packets
 * retries: 2                        # failures that are forgiven; of bfd the detection multiplier
 * port: 8080                        # of http, default 80
 * url-path: /health                 # of http, default /
 * expected-codes: [200, 204-206]    # of http, default 200-399
 * targets: [10.1.0.4]               # default: the port's first IPv4 address
 * }</pre>
 */
final class HealthCheckReader {
    private static final String TIME_EXPECTED = "a time like 3s, 500ms or 50000us";
    private static final String CODES_EXPECTED = "statuses like 200 or 200-299";
    private static final long MIN_PROBE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_PROBE_NS = TimeUnit.HOURS.toNanos(1);
    private static final long MIN_BFD_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_BFD_NS = TimeUnit.SECONDS.toNanos(60);
    private static final List<String> HTTP_KEYS = List.of("port", "url-path", "expected-codes");
    private static final int MOST_PATH = 1024;

    private final Problems problems;

    HealthCheckReader(final Problems problems) {
        this.problems = problems;
    }

    ServiceHealthCheck read(final Fields fields) {
        final ServiceHealthCheck.Monitor monitor = ServiceHealthCheck.Monitor.valueOf(
                fields.oneOf("monitor", List.of("ping", "http", "bfd"), "ping").toUpperCase(Locale.ROOT));
        final boolean bfd = monitor == ServiceHealthCheck.Monitor.BFD;
        if (monitor != ServiceHealthCheck.Monitor.HTTP) {
            HTTP_KEYS.stream()
                    .filter(fields::has)
                    .forEach(key -> problems.add(fields.place(key), key + " is for monitor: http"));
        }
        final long delayNs = time(fields, "delay", bfd, TimeUnit.SECONDS.toNanos(bfd ? 1 : 3));
        final long timeoutNs = time(fields, "timeout", bfd, TimeUnit.SECONDS.toNanos(1));
        if (!bfd && timeoutNs > delayNs) {
            problems.add(
                    fields.place("timeout"),
                    "timeout is longer than delay, expected one that is not: one probe is under way at a time");
        }
        return new ServiceHealthCheck(
                fields.name("name"),
                fields.oneOf("enabled", List.of("true", "false"), "true").equals("true"),
                monitor,
                delayNs,
                Math.min(timeoutNs, bfd ? timeoutNs : delayNs),
                bfd ? fields.number("retries", 1, 255, 3) : fields.number("retries", 0, 255, 2),
                fields.number("port", 1, 65_535, 80),
                path(fields),
                codes(fields),
                targets(fields));
    }

    private long time(final Fields fields, final String key, final boolean bfd, final long fallbackNs) {
        if (!fields.has(key)) {
            return fallbackNs;
        }
        final long minNs = bfd ? MIN_BFD_NS : MIN_PROBE_NS;
        final long maxNs = bfd ? MAX_BFD_NS : MAX_PROBE_NS;
        final String text = fields.text(key, TIME_EXPECTED);
        final long timeNs = timeNs(text);
        if (timeNs < minNs || timeNs > maxNs) {
            problems.add(
                    fields.place(key),
                    key + " is '" + text + "', expected " + TIME_EXPECTED + ", "
                            + TimeUnit.NANOSECONDS.toMillis(minNs) + "ms to " + TimeUnit.NANOSECONDS.toSeconds(maxNs)
                            + "s");
            return fallbackNs;
        }
        return timeNs;
    }

    /** @return -1 for what is no time */
    private static long timeNs(final String text) {
        final int unit = text.endsWith("ms") || text.endsWith("us") ? 2 : text.endsWith("s") ? 1 : 0;
        final int number = unit == 0 ? -1 : Numbers.decimal(text.substring(0, text.length() - unit), 100_000_000);
        if (number < 0) {
            return -1;
        }
        return text.endsWith("ms")
                ? TimeUnit.MILLISECONDS.toNanos(number)
                : text.endsWith("us") ? TimeUnit.MICROSECONDS.toNanos(number) : TimeUnit.SECONDS.toNanos(number);
    }

    /** It becomes part of a request's line: nothing may end that early. */
    private String path(final Fields fields) {
        final String path =
                fields.optionalText("url-path", "a path like /health").orElse("/");
        if (!path.startsWith("/") || path.length() > MOST_PATH || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            problems.add(
                    fields.place("url-path"),
                    "url-path is '" + path + "', expected a path like /health, without spaces");
            return "/";
        }
        return path;
    }

    private List<ServiceHealthCheck.Codes> codes(final Fields fields) {
        final List<ServiceHealthCheck.Codes> codes = fields.words("expected-codes", CODES_EXPECTED).stream()
                .map(this::codes)
                .toList();
        return codes.isEmpty() ? List.of(new ServiceHealthCheck.Codes(200, 399)) : codes;
    }

    private ServiceHealthCheck.Codes codes(final Yaml.Scalar word) {
        final String text = word.text();
        final int dash = text.indexOf('-');
        final int first = Numbers.decimal(dash < 0 ? text : text.substring(0, dash), 599);
        final int last = dash < 0 ? first : Numbers.decimal(text.substring(dash + 1), 599);
        if (first < 100 || last < first) {
            problems.add(word, "expected-codes is '" + text + "', expected " + CODES_EXPECTED);
        }
        return new ServiceHealthCheck.Codes(first, last);
    }

    private List<IpPrefix> targets(final Fields fields) {
        final List<IpPrefix> targets = fields.hosts("targets");
        if (targets.stream().anyMatch(IpPrefix::ipv6)) {
            problems.add(
                    fields.place("targets"), "targets has an IPv6 address, expected IPv4: guests are probed by it");
        }
        return targets;
    }
}
