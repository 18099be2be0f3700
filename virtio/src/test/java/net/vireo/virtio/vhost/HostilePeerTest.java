// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.vireo.testkit.FuzzBudget;
import net.vireo.virtio.Features;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Peers that mean no good, at either end: no exception, no descriptor lost, no contract broken. */
class HostilePeerTest {
    private static final long[] VALUES = {
        0,
        1,
        2,
        3,
        7,
        8,
        0xf,
        0x80,
        0xff,
        0x100,
        0x101,
        255,
        256,
        1024,
        0x7fff,
        0x8000,
        32768,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        16,
        -16,
        0x1000
    };
    private static final FrontEndRequest[] USUAL = {
        FrontEndRequest.SET_MEM_TABLE,
        FrontEndRequest.ADD_MEM_REG,
        FrontEndRequest.REM_MEM_REG,
        FrontEndRequest.SET_VRING_NUM,
        FrontEndRequest.SET_VRING_NUM,
        FrontEndRequest.SET_VRING_ADDR,
        FrontEndRequest.SET_VRING_ADDR,
        FrontEndRequest.SET_VRING_BASE,
        FrontEndRequest.GET_VRING_BASE,
        FrontEndRequest.SET_VRING_KICK,
        FrontEndRequest.SET_VRING_KICK,
        FrontEndRequest.SET_VRING_KICK,
        FrontEndRequest.SET_VRING_CALL,
        FrontEndRequest.SET_VRING_ERR,
        FrontEndRequest.SET_VRING_ENABLE,
        FrontEndRequest.SET_FEATURES,
        FrontEndRequest.SET_PROTOCOL_FEATURES,
        FrontEndRequest.SET_STATUS,
        FrontEndRequest.GET_STATUS,
        FrontEndRequest.RESET_OWNER,
        FrontEndRequest.RESET_DEVICE,
        FrontEndRequest.SET_BACKEND_REQ_FD,
        FrontEndRequest.NET_SET_MTU,
        FrontEndRequest.SEND_RARP
    };
    /** Three for each of 8 rings, 8 regions, the back end's socket, 8 of a message that is under way. */
    private static final int MOST_FDS = 3 * 8 + 8 + 1 + 8;

    @Test
    void shouldSurviveAHostileFrontEnd() {
        frontEnds(FuzzBudget.cases(HostilePeerTest.class, 1500), 20261127L);
    }

    @Test
    void shouldSurviveAHostileBackEnd() {
        backEnds(FuzzBudget.cases(HostilePeerTest.class, 1500), 20261127L);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveAHostileFrontEndForLong() {
        frontEnds(FuzzBudget.ofCommandLine(HostilePeerTest.class), System.nanoTime());
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveAHostileBackEndForLong() {
        backEnds(FuzzBudget.ofCommandLine(HostilePeerTest.class), System.nanoTime());
    }

    private static void frontEnds(final FuzzBudget budget, final long firstSeed) {
        long started = 0;
        long mapped = 0;
        for (long seed = firstSeed; budget.more(); seed++) {
            final ScriptedPeer peer = new ScriptedPeer();
            try {
                talk(peer, new Random(seed));
                started += peer.device.calls.stream()
                        .filter(call -> call.startsWith("start"))
                        .count();
                mapped += peer.device.calls.stream()
                        .filter(call -> call.startsWith("memory"))
                        .count();
                peer.end();
            } catch (final RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed + ", calls " + peer.device.calls, broken);
            }
        }
        // It is no test if everything is refused.
        assertThat(started).isPositive();
        assertThat(mapped).isPositive();
    }

    private static void talk(final ScriptedPeer peer, final Random random) {
        final long features = random.nextBoolean() ? ScriptedPeer.SPLIT : ScriptedPeer.PACKED;
        peer.negotiate(features, ProtocolFeatures.SUPPORTED & (random.nextBoolean() ? -1 : ~ProtocolFeatures.STATUS));
        if (random.nextInt(4) != 0) {
            peer.share();
        }
        for (int i = random.nextInt(300); i > 0 && peer.session.ended() == null; i--) {
            if (random.nextInt(10) == 0) {
                peer.device.unwilling.clear();
                if (random.nextInt(3) == 0) {
                    final String[] methods = {"memory", "startRing", "features"};
                    peer.device.unwilling.add(methods[random.nextInt(methods.length)]);
                }
            }
            for (int ring = 0; ring < 8; ring++) {
                peer.device.positions.put(ring, new RingBase(random.nextInt(65536), random.nextInt(65536)));
            }
            feed(peer, message(random), random);
            assertThat(peer.fds.openCount()).isLessThanOrEqualTo(MOST_FDS);
        }
    }

    private static void feed(final ScriptedPeer peer, final byte[] message, final Random random) {
        final FrontEndRequest request = FrontEndRequest.of(message[0]);
        int fds = request == null
                ? 1
                : request.maxFds() == 8 ? message[Math.min(12, message.length - 1)] & 7 : request.maxFds();
        if (random.nextInt(8) == 0) {
            fds = random.nextInt(12);
        }
        final int cut = random.nextInt(4) == 0 ? 1 + random.nextInt(message.length) : message.length;
        peer.session.receive(ByteBuffer.wrap(message, 0, cut), peer.fds.open(fds));
        if (cut < message.length) {
            final int late = random.nextInt(16) == 0 ? 1 : 0;
            peer.session.receive(ByteBuffer.wrap(message, cut, message.length - cut), peer.fds.open(late));
        }
        peer.device.checkLent();
        for (Outgoing reply = peer.session.poll(); reply != null; reply = peer.session.poll()) {
            assertThat(reply.bytes().remaining()).isEqualTo(20);
            assertThat(reply.bytes().get(4)).isEqualTo((byte) 5);
        }
    }

    /** Mostly sensible, so that it gets somewhere; sometimes with a few bytes turned over. */
    private static byte[] message(final Random random) {
        final FrontEndRequest[] all = random.nextInt(50) == 0 ? FrontEndRequest.values() : USUAL;
        final FrontEndRequest request = all[random.nextInt(all.length)];
        final int flags = random.nextInt(100) == 0 ? random.nextInt(16) : Wire.NEED_REPLY;
        final byte[] message = Wire.message(request, flags, payload(request, random));
        if (random.nextInt(50) == 0) {
            message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
        return message;
    }

    private static byte[] payload(final FrontEndRequest request, final Random random) {
        final int ring = random.nextInt(16) == 0 ? (int) value(random) : random.nextInt(4);
        return switch (request) {
            case SET_MEM_TABLE -> {
                final byte[][] regions = new byte[1 + random.nextInt(3)][];
                for (int i = 0; i < regions.length; i++) {
                    regions[i] = region(random, i);
                }
                yield Wire.table(random.nextInt(16) == 0 ? (int) value(random) : regions.length, regions);
            }
            case ADD_MEM_REG, REM_MEM_REG -> Wire.slot(region(random, 1 + random.nextInt(8)));
            case SET_VRING_NUM -> Wire.state(ring, random.nextInt(4) == 0 ? (int) value(random) : 64);
            case SET_VRING_BASE, GET_VRING_BASE -> Wire.state(ring, (int) value(random));
            case SET_VRING_ENABLE -> Wire.state(ring, random.nextInt(3));
            case SET_VRING_ADDR -> address(ring, random);
            case SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR ->
                Wire.u64(random.nextInt(8) == 0 ? ring | 0x100 : ring);
            case SET_FEATURES -> Wire.u64(random.nextInt(4) == 0 ? random.nextLong() : ScriptedPeer.SPLIT);
            case SET_PROTOCOL_FEATURES ->
                Wire.u64(ProtocolFeatures.SUPPORTED | (random.nextInt(8) == 0 ? value(random) : 0));
            case SET_STATUS -> Wire.u64(random.nextInt(4) == 0 ? value(random) : 0xf);
            default -> new byte[request.minPayloadBytes()];
        };
    }

    private static byte[] region(final Random random, final int slot) {
        final long step = slot * ScriptedPeer.LENGTH;
        return Wire.region(
                odd(random, ScriptedPeer.GUEST + step),
                odd(random, ScriptedPeer.LENGTH),
                odd(random, ScriptedPeer.USER + step),
                odd(random, 0));
    }

    private static byte[] address(final int ring, final Random random) {
        final long at =
                ScriptedPeer.USER + (ring & 7) * 0x4000L + (random.nextInt(4) == 0 ? ScriptedPeer.LENGTH - 64 : 0);
        return Wire.address(
                ring,
                random.nextInt(16) == 0 ? 1 : 0,
                odd(random, at),
                odd(random, at + 0x2000),
                odd(random, at + 0x1000));
    }

    private static long odd(final Random random, final long usual) {
        return random.nextInt(24) == 0 ? value(random) : random.nextInt(24) == 0 ? usual + value(random) : usual;
    }

    private static long value(final Random random) {
        return VALUES[random.nextInt(VALUES.length)];
    }

    private static void backEnds(final FuzzBudget budget, final long firstSeed) {
        long failed = 0;
        long ran = 0;
        long stopped = 0;
        for (long seed = firstSeed; budget.more(); seed++) {
            final Random random = new Random(seed);
            final FdLedger fds = new FdLedger();
            final FrontEndSession front =
                    new FrontEndSession(new FrontEndConfig(0, Features.VERSION_1, 1 + random.nextInt(2), 100), fds, 0);
            try {
                for (int i = 0; i < 200 && front.state() != FrontEndState.FAILED; i++) {
                    if (front.state() == FrontEndState.READY) {
                        stopped += i > 10 ? 1 : 0;
                        front.start(i, List.of(new SharedRegion(new MemoryRegion(0, 4096, 0, 0), 5)), rings(front));
                    } else if (front.state() == FrontEndState.RUNNING) {
                        ran++;
                        front.stop(i);
                    }
                    answer(front, fds, random, i);
                }
                assertThat(front.state() == FrontEndState.FAILED).isEqualTo(front.failure() != null);
                failed += front.state() == FrontEndState.FAILED ? 1 : 0;
                front.close("the end");
                assertThat(fds.openCount()).isZero();
            } catch (final RuntimeException | AssertionError broken) {
                throw new AssertionError("seed " + seed + ", state " + front.state(), broken);
            }
        }
        // Some get somewhere, some do not.
        assertThat(failed).isPositive();
        assertThat(ran).isPositive();
        assertThat(stopped).isPositive();
    }

    private static List<DriverRing> rings(final FrontEndSession front) {
        final int pairs = Features.has(front.features(), Features.MQ) ? 2 : 1;
        return Collections.nCopies(2 * pairs, new DriverRing(16, 0, 1024, 2048, new RingBase(0, 0), -1, 7));
    }

    private static void answer(final FrontEndSession front, final FdLedger fds, final Random random, final long nowNs) {
        ByteBuffer asked = null;
        for (Outgoing said = front.poll(); said != null; said = front.poll()) {
            asked = said.bytes();
        }
        if (asked == null) {
            return;
        }
        final long value = random.nextInt(200) == 0
                ? value(random)
                : switch (asked.get(0)) {
                    case 1 -> 0x150400000L;
                    case 11 -> asked.getLong(Header.SIZE);
                    case 15 -> random.nextBoolean() ? 0x10009 : 1;
                    case 17 -> 2;
                    case 40 -> 0xf;
                    default -> 0;
                };
        final byte[] reply = Wire.message(asked.get(0), 5, Wire.u64(value));
        if (random.nextInt(200) == 0) {
            reply[random.nextInt(reply.length)] = (byte) random.nextInt();
        }
        final int cut = 1 + random.nextInt(reply.length);
        front.receive(nowNs, ByteBuffer.wrap(reply, 0, cut), fds.open(random.nextInt(3)));
        front.receive(nowNs, ByteBuffer.wrap(reply, cut, reply.length - cut));
        front.tick(random.nextInt(500) == 0 ? nowNs + 200 : nowNs);
        assertThat(fds.openCount()).isLessThanOrEqualTo(8);
    }
}
