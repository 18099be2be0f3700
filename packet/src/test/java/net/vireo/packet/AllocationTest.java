// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import net.vireo.packet.fuzz.Corpus;
import net.vireo.packet.fuzz.GuardedBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes call for every packet allocates nothing once it is compiled; tables and text may. */
class AllocationTest extends ViewTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 20_000;

    /** Until here the compiler may take to see through the accessors of native memory. */
    private static final long PATIENCE_NS = 15_000_000_000L;

    private final GuardedBuffer out = new GuardedBuffer(4096);
    private long seen;

    @AfterEach
    void unmapOut() {
        out.close();
    }

    /** The least of several runs: the interpreter allocates for method handles, compiled code must not. */
    private void shouldAllocateNothing(final Runnable work) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() - deadlineNs < 0) {
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                work.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(seen).isNotZero();
    }

    @Test
    void shouldNameAndHashFlowsWithoutAllocation() {
        final Toeplitz toeplitz = new Toeplitz(new byte[Toeplitz.KEY_BYTES]);
        final long v4 = put("udp-data", 14);
        shouldAllocateNothing(() -> {
            final long tuple = FlowTuple.ofIpv4(v4, Ipv4.check(v4, 33));
            final long addresses = FlowTuple.ipv4Addresses(v4, tuple);
            seen += FlowHash.hash64(addresses, tuple, 1) + toeplitz.hash(addresses, FlowTuple.ports(tuple));
        });
        final long v6 = put("ipv6-hop-by-hop", 14);
        final int length = Ipv6.totalLengthBytes(v6);
        shouldAllocateNothing(() -> {
            final long walk = Ipv6Extensions.walk(v6, length);
            seen += FlowTuple.ofIpv6(v6, walk) + FlowHash.ofIpv6(v6, walk, 1, 2);
        });
    }

    @Test
    void shouldTranslateWithoutAllocation() {
        final long v4 = put("tcp-data", 14);
        final int header = Ipv4.headerBytes(v4);
        shouldAllocateNothing(() -> {
            final long turned = Long.rotateLeft(Ipv4.addresses(v4), 32);
            seen += Nat4.rewrite(v4, header, turned, 1 << 16 | 2, false);
        });
        final long error = put("icmpv6-time-exceeded", 14);
        final long walk = Ipv6Extensions.walk(error, Ipv6.totalLengthBytes(error));
        shouldAllocateNothing(() -> seen += Nat6.rewrite(error, walk, 1, seen, 3, 4, 1 << 16 | 2, false));
    }

    @Test
    void shouldAnswerWithoutAllocation() {
        final long ns = put("nd-solicitation", 14);
        final long answer = out.garbage(1280);
        shouldAllocateNothing(() -> {
            seen += NeighbourDiscovery.check(ns);
            seen += NeighbourDiscovery.answer(ns, 1, NeighbourDiscovery.ROUTER, answer, 72);
        });
        final long tooBig = put("icmpv6-too-big", 14);
        shouldAllocateNothing(() -> seen += Icmpv6Errors.packetTooBig(tooBig, 1500, 1400, 1, 2, answer, 1280));
    }

    @Test
    void shouldCutPacketsWithoutAllocation() {
        final Corpus fragments = Corpus.load(Path.of("src/test/resources/fragments"));
        final long p = buffer.put(fragments.bytes("options"), 14);
        final int header = Ipv4.headerBytes(p);
        final long fragment = out.garbage(576);
        shouldAllocateNothing(() -> {
            final long plan = Ipv4Fragmenter.plan(p, header, 576);
            for (int k = 0; k < Ipv4Fragmenter.count(plan); k++) {
                seen += Ipv4Fragmenter.emit(p, plan, k, fragment);
            }
        });
    }
}
