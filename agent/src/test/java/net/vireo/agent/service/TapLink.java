// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.vireo.linux.Epoll;
import net.vireo.linux.Fds;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.Tap;
import net.vireo.linux.netlink.RtNetlink;

/**
 * A guest's place for system tests: a network namespace with a TAP {@code eth0}, whose frames a thread feeds to a core and
 * whose answers it sends back, as the agent's pump does.
 */
public final class TapLink implements AutoCloseable {
    public static final String DEVICE = "eth0";

    private static final int FRAME_BYTES = 9216;
    private static final int POLL_MS = 50;

    private final Path folder;
    private final Path netns;
    private final Tap tap;
    private final Function<Bytes, List<Bytes>> core;
    private final List<Bytes> received = new CopyOnWriteArrayList<>();
    private final Thread pump;
    private volatile boolean running = true;

    /** @param core frames of the guest in, frames to the guest out; called by one thread */
    public TapLink(final long mac, final Function<Bytes, List<Bytes>> core) throws IOException {
        this.core = core;
        folder = Files.createTempDirectory("vireo-agent");
        netns = folder.resolve("netns");
        NetNamespace.create(netns);
        tap = NetNamespace.call(netns, () -> Tap.open(DEVICE, 1, false));
        try (RtNetlink net = RtNetlink.open(netns)) {
            final int index = net.link(DEVICE).index();
            net.setMac(index, mac);
            net.setUp(index);
        }
        pump = Thread.ofPlatform().name("tap-link").start(this::run);
    }

    /** Files of the test may lie here. */
    public Path folder() {
        return folder;
    }

    /** All that the guest has sent. */
    public List<Bytes> received() {
        return received;
    }

    /** Sends a frame to the guest, beside the core's answers. */
    public void send(final Bytes frame) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame.toArray());
            final int sent = Fds.tryWrite(tap.fd(0), segment.address(), frame.size());
            if (sent != frame.size()) {
                throw new AssertionError("the TAP took " + sent + " of " + frame.size() + " bytes");
            }
        }
    }

    /** What a command prints in the guest's namespace; fails the test when it fails, hangs or is not installed. */
    public String run(final String... command) throws IOException, InterruptedException {
        final Path output = Files.createTempFile(folder, "output", ".txt");
        final Process process = NetNamespace.call(
                netns,
                () -> new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start());
        final boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        final String text = Files.readString(output, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + (ended ? ": " : " hangs: ") + text);
        }
        return text;
    }

    private void run() {
        try (Arena arena = Arena.ofConfined();
                Epoll epoll = Epoll.open()) {
            final MemorySegment buffer = arena.allocate(FRAME_BYTES);
            final int[] ready = new int[1];
            epoll.add(tap.fd(0), Epoll.IN, 0);
            while (running) {
                if (epoll.await(ready, POLL_MS) > 0) {
                    drain(buffer);
                }
            }
        }
    }

    private void drain(final MemorySegment buffer) {
        int length = Fds.tryRead(tap.fd(0), buffer.address(), FRAME_BYTES);
        while (length > 0) {
            final byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            final Bytes frame = Bytes.of(bytes);
            received.add(frame);
            core.apply(frame).forEach(this::send);
            length = Fds.tryRead(tap.fd(0), buffer.address(), FRAME_BYTES);
        }
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            pump.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        tap.close();
        NetNamespace.delete(netns);
        try (var files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
