// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import net.vireo.linux.Fds;
import net.vireo.linux.Namespaces;
import net.vireo.linux.NetNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("system")
class NeighbourMonitorSystemTest {
    private static final int FAR_IP = 0x0a00_0002;

    private final Namespaces namespaces = new Namespaces();
    private final Path near = namespaces.create("near");
    private final Path far = namespaces.create("far");
    private final RtNetlink net = RtNetlink.open(near);
    private final NeighbourMonitor monitor = NeighbourMonitor.open(near);

    @AfterEach
    void close() {
        monitor.close();
        net.close();
        namespaces.close();
    }

    @Test
    void shouldHearHowAProbedNeighbourIsResolved() {
        final int index = makeLink();
        assertThat(monitor.await(0)).isEmpty();
        net.probeNeighbour(index, FAR_IP);
        final Neighbour reachable = awaitOne(neighbour -> neighbour.state() == Neighbour.REACHABLE);
        final long farMac;
        try (RtNetlink farNet = RtNetlink.open(far)) {
            farMac = farNet.link("far0").mac();
        }
        assertThat(reachable).isEqualTo(new Neighbour(index, FAR_IP, farMac, Neighbour.REACHABLE, false));
        assertThat(reachable.usable()).isTrue();
        assertThat(net.neighbours()).contains(reachable);
    }

    @Test
    void shouldHearThatNobodyAnswers() {
        final int index = makeLink();
        net.probeNeighbour(index, 0x0a00_0063);
        final Neighbour failed = awaitOne(neighbour -> neighbour.state() == Neighbour.FAILED);
        assertThat(failed).isEqualTo(new Neighbour(index, 0x0a00_0063, 0, Neighbour.FAILED, false));
        assertThat(failed.usable()).isFalse();
    }

    @Test
    void shouldHearOfADeletion() {
        final int index = makeLink();
        net.putNeighbour(index, 0x0a00_0009, 0x0200_0000_0009L);
        final List<Neighbour> added = monitor.await(1000);
        assertThat(added)
                .containsExactly(new Neighbour(index, 0x0a00_0009, 0x0200_0000_0009L, Neighbour.PERMANENT, false));
        net.deleteNeighbour(index, 0x0a00_0009);
        assertThat(awaitOne(Neighbour::deleted).ip()).isEqualTo(0x0a00_0009);
    }

    @Test
    void shouldReadTheWholeTableWhenChangesWereLost() {
        final int index = makeLink();
        for (int i = 1; i <= 3000; i++) {
            net.putNeighbour(index, 0x0a00_1000 + i, 0x0200_0000_0000L + i);
        }
        final List<Neighbour> all = monitor.await(1000);
        assertThat(monitor.overruns()).isEqualTo(1);
        assertThat(all).hasSize(3000);
        assertThat(monitor.await(0)).isEmpty();
        net.putNeighbour(index, 0x0a00_0009, 0x0200_0000_0009L);
        assertThat(monitor.await(1000)).extracting(Neighbour::ip).containsExactly(0x0a00_0009);
    }

    /** A veth to the other namespace, where 10.0.0.2 is; 10.0.0.1/19 is here. */
    private int makeLink() {
        final int farNetns = NetNamespace.open(far);
        final int index = net.addVeth("near0", "far0", farNetns);
        Fds.close(farNetns);
        net.addAddress(index, 0x0a00_0001, 19);
        try (RtNetlink farNet = RtNetlink.open(far)) {
            final int farIndex = farNet.link("far0").index();
            farNet.addAddress(farIndex, FAR_IP, 19);
            farNet.setUp(farIndex);
        }
        net.setUp(index);
        return index;
    }

    private Neighbour awaitOne(final Predicate<Neighbour> wanted) {
        final long deadlineNs = System.nanoTime() + 10_000_000_000L;
        final List<Neighbour> heard = new ArrayList<>();
        while (System.nanoTime() < deadlineNs) {
            for (final Neighbour neighbour : monitor.await(500)) {
                heard.add(neighbour);
                if (wanted.test(neighbour)) {
                    return neighbour;
                }
            }
        }
        throw new AssertionError("not heard in 10 s; heard " + heard);
    }
}
