// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import java.nio.file.Path;
import java.util.List;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.IpAddress;

/** A TCP port of a guest that says the guest's name to whoever connects; {@code busybox nc} on both sides. */
public final class NamedPort implements AutoCloseable {
    private static final String CONNECT_LIMIT_S = "3";
    private static final long LIMIT_MS = 8000;
    private static final long POLL_MS = 50;
    private static final int POLLS = 200;

    private final int port;
    private final Place.Running server;

    private NamedPort(final int port, final Place.Running server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param name what it says
     * @param log gets its messages
     */
    public static NamedPort start(final Place place, final int port, final String name, final Path log)
            throws InterruptedException {
        final NamedPort started = new NamedPort(
                port,
                place.start(List.of("busybox", "nc", "-ll", "-p", String.valueOf(port), "-e", "echo", name), log));
        for (int i = 0; i < POLLS && !listens(place, port); i++) {
            Thread.sleep(POLL_MS);
        }
        return started;
    }

    private static boolean listens(final Place place, final int port) throws InterruptedException {
        final String mark = ":" + port + " ";
        return place.runQuietly(List.of("busybox", "netstat", "-ltn"), LIMIT_MS)
                .output()
                .contains(mark);
    }

    /**
     * Connects to it.
     *
     * @param from where from
     * @param address the server's
     * @return the name, or an empty string when nobody answers
     */
    public String ask(final Place from, final IpAddress address) throws InterruptedException {
        return from.runQuietly(
                        List.of("busybox", "nc", "-w", CONNECT_LIMIT_S, address.toString(), String.valueOf(port)),
                        LIMIT_MS)
                .output()
                .strip();
    }

    /** Stops it; nobody is answered after that. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
