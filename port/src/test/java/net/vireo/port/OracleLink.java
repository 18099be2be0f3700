// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.linux.Errno;
import net.vireo.linux.Ethtool;
import net.vireo.linux.Fds;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.PacketSocket;
import net.vireo.linux.PacketSocketOptions;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;

/**
 * A veth pair whose kernel code is asked what it makes of frames: cut at the near end, merged at the far one. Frames
 * have a virtio header in front, both ways. A throttle on the near end holds frames back and lets them go at once, so
 * that the far end sees them in one poll: that needs no privilege over the machine, as a flush timeout would.
 */
final class OracleLink implements AutoCloseable {
    private static final int HEADER_BYTES = 10;
    private static final int ROOM_BYTES = 1 << 17;
    private static final long QUIET_NS = 20_000_000L;
    private static final byte[] NO_HEADER = new byte[HEADER_BYTES];

    private final TestNetwork network;
    private final Mapping room = Mmap.anonymous(ROOM_BYTES, false);
    private final PacketSocket near;
    private final PacketSocket far;
    private String lastResult = "";

    /** What came out: of the virtio header the flags, segment type and size; the frame in hexadecimal. */
    record Heard(int flags, int type, int sizeBytes, String frame) {}

    OracleLink(final Path directory, final boolean merging) throws IOException {
        network = new TestNetwork(directory);
        near = network.call(() -> {
            TestNetwork.addVeth("near", "far", 1500);
            Ethtool.setAllOffloadsOff("near");
            Ethtool.setAllOffloadsOff("far");
            if (merging) {
                Ethtool.setOffload("far", Ethtool.Offload.GRO, true);
            }
            return open("near");
        });
        far = network.call(() -> open("far"));
    }

    private static PacketSocket open(final String link) {
        try (RtNetlink links = RtNetlink.open()) {
            return PacketSocket.open(
                    links.link(link).index(),
                    new PacketSocketOptions().promiscuous(true).vnetHeader(true).buffers(1 << 22, 1 << 22));
        }
    }

    /** @return whether the kernel took it: EINVAL, the header is false; ENOMEM, it could not cut it, or had no memory */
    boolean send(final byte[] header, final byte[] frame) {
        Memory.copyIn(header, 0, room.address(), HEADER_BYTES);
        Memory.copyIn(frame, 0, room.address() + HEADER_BYTES, frame.length);
        final int sent = Fds.tryWrite(near.fd(), room.address(), HEADER_BYTES + frame.length);
        if (sent < 0 && sent != -Errno.EINVAL && sent != -Errno.ENOMEM && sent != -Errno.ENOBUFS) {
            throw new AssertionError("write to a packet socket: " + Errno.name(-sent));
        }
        lastResult = sent < 0 ? Errno.name(-sent) : "taken";
        return sent >= 0;
    }

    /** How the last send ended. */
    String lastResult() {
        return lastResult;
    }

    /** Sends frames so that the far end gets them in one poll. At most 60: the kernel takes 64 from a queue at once. */
    List<Heard> sendTogether(final List<byte[]> frames) {
        throttle("add", "8bit burst 1600");
        final byte[] stopper = new byte[1514];
        stopper[12] = (byte) 0x88;
        stopper[13] = (byte) 0xb5;
        send(NO_HEADER, stopper); // takes what the throttle's bucket has
        send(NO_HEADER, stopper); // waits, and all others behind it
        frames.forEach(frame -> send(NO_HEADER, frame));
        throttle("change", "100gbit burst 4mb");
        send(NO_HEADER, stopper); // makes the queue run
        final List<Heard> heard = hear();
        throttle("del", null);
        return heard.stream().filter(h -> !isStopper(h.frame)).toList();
    }

    /** Everything that comes until it has been quiet for a while. */
    List<Heard> hear() {
        final List<Heard> heard = new ArrayList<>();
        long quietSinceNs = System.nanoTime();
        while (System.nanoTime() - quietSinceNs < QUIET_NS) {
            final Heard next = hearNow();
            if (next != null) {
                heard.add(next);
                quietSinceNs = System.nanoTime();
            }
        }
        return heard;
    }

    /** What comes until there are {@code count} frames, or it has been quiet for long; and what waits behind them. */
    List<Heard> hear(final int count) {
        final List<Heard> heard = new ArrayList<>();
        final long deadlineNs = System.nanoTime() + 10 * QUIET_NS;
        while (heard.size() < count && System.nanoTime() < deadlineNs) {
            final Heard next = hearNow();
            if (next != null) {
                heard.add(next);
            }
        }
        for (Heard next = hearNow(); next != null; next = hearNow()) {
            heard.add(next);
        }
        return heard;
    }

    private Heard hearNow() {
        final int got = Fds.tryRead(far.fd(), room.address(), ROOM_BYTES);
        if (got < HEADER_BYTES) {
            return null;
        }
        final byte[] bytes = new byte[got];
        Memory.copyOut(room.address(), bytes, 0, got);
        final int sizeBytes = (bytes[5] & 0xff) << 8 | bytes[4] & 0xff;
        return new Heard(bytes[0], bytes[1] & 0xff, sizeBytes, HexFormat.of().formatHex(bytes, HEADER_BYTES, got));
    }

    private static boolean isStopper(final String frame) {
        return frame.startsWith("88b5", 24);
    }

    private void throttle(final String verb, final String shape) {
        final List<String> command = new ArrayList<>(List.of("tc", "qdisc", verb, "dev", "near", "root"));
        if (shape != null) {
            command.addAll(List.of(("handle 1: tbf rate " + shape + " limit 4000000").split(" ", -1)));
        }
        try {
            final Process process = network.call(
                    () -> new ProcessBuilder(command).redirectErrorStream(true).start());
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
        } catch (final IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
        room.close();
        network.close();
    }
}
