// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.config.ServiceHealthCheck;
import net.vireo.cli.text.Numbers;

/**
 * Asks guests over HTTP how they are: from the host, by the link-local address under which it knows them. One virtual thread
 * for a request; of the answer only the status is read, so that a guest can neither hold it up nor fill memory. Any thread.
 */
public final class GuestHttp {
    /** A status line is shorter. */
    private static final int MOST_BYTES = 256;

    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Runnable wake;

    /** @param wake called by another thread when there is an outcome */
    public GuestHttp(final Runnable wake) {
        this.wake = wake;
    }

    /**
     * How a request went.
     *
     * @param id of the check
     * @param number of the probe
     * @param why in words
     */
    public record Outcome(String id, int number, boolean well, String why) {}

    /**
     * Makes a request; its outcome comes in time, whatever happens.
     *
     * @param vif of the guest
     * @param host what the request calls it
     */
    public void ask(
            final String id, final int number, final int vif, final String host, final ServiceHealthCheck check) {
        Thread.ofVirtual().name("agent-health").start(() -> {
            outcomes.add(outcome(id, number, vif, host, check));
            wake.run();
        });
    }

    private static Outcome outcome(
            final String id, final int number, final int vif, final String host, final ServiceHealthCheck check) {
        if (HostAddress.of(vif).isEmpty()) {
            return new Outcome(id, number, false, "the host has no address for it: vif " + vif);
        }
        try {
            final String line = statusLine(HostAddress.of(vif).getAsInt(), host, check);
            final String[] words = line.split(" ", 3);
            final int status =
                    words.length >= 2 && words[0].startsWith("HTTP/1.") ? Numbers.decimal(words[1], 999) : -1;
            return status < 0
                    ? new Outcome(id, number, false, "what answers speaks no HTTP/1")
                    : new Outcome(id, number, check.expects(status), "status " + status);
        } catch (final SocketTimeoutException late) {
            return new Outcome(id, number, false, "no answer in time");
        } catch (final IOException e) {
            return new Outcome(id, number, false, "not reached: " + e.getMessage());
        }
    }

    private static String statusLine(final int address, final String host, final ServiceHealthCheck check)
            throws IOException {
        final long endNs = System.nanoTime() + check.timeoutNs();
        try (Socket connection = new Socket()) {
            final InetAddress guest = InetAddress.getByAddress(
                    ByteBuffer.allocate(Integer.BYTES).putInt(address).array());
            connection.connect(new InetSocketAddress(guest, check.port()), leftMs(endNs));
            connection
                    .getOutputStream()
                    .write(("GET " + check.urlPath() + " HTTP/1.1\r\nHost: " + host + ":" + check.port()
                                    + "\r\nUser-Agent: vireo-health-check\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            final InputStream in = connection.getInputStream();
            final StringBuilder line = new StringBuilder();
            while (line.length() < MOST_BYTES) {
                connection.setSoTimeout(leftMs(endNs));
                final int octet = in.read();
                if (octet < 0 || octet == '\n') {
                    break;
                }
                line.append((char) octet);
            }
            return line.toString().strip();
        }
    }

    /** @throws SocketTimeoutException when nothing is left */
    private static int leftMs(final long endNs) throws SocketTimeoutException {
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (leftMs <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) leftMs;
    }

    /** Whether {@link #poll} has something. */
    public boolean hasOutcomes() {
        return !outcomes.isEmpty();
    }

    /** The next outcome, null when there is none. */
    public Outcome poll() {
        return outcomes.poll();
    }
}
