// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.trace.TraceStep;
import net.vireo.vrouter.trace.TraceWalk;
import net.vireo.vrouter.trace.Traces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static final int DONT_FRAGMENT = 0x4000;

    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        lab.close();
    }

    /** The names of the nodes, and where the walk ended. */
    private List<String> names(final TraceWalk walk) {
        final List<String> names = new ArrayList<>();
        final ByteBuffer steps = ByteBuffer.wrap(walk.steps());
        while (steps.hasRemaining()) {
            final ByteBuffer step = steps.slice(steps.position(), TraceStep.LENGTH_BYTES);
            steps.position(steps.position() + TraceStep.LENGTH_BYTES);
            final int edge = step.getShort(2) & 0xffff;
            final String born = (step.getShort(6) & TraceStep.FLAG_BORN) != 0 ? "+" : "";
            names.add(born + lab.node.counters.nodeNames().get(step.getShort(0)));
            if (edge == TraceStep.DROPPED) {
                names.add(DropReason.at(step.getShort(4)).name());
            }
        }
        return names;
    }

    private static int[] fields(final TraceWalk walk, final int step) {
        final int[] fields = new int[10];
        ByteBuffer.wrap(walk.steps(), step * TraceStep.LENGTH_BYTES + 8, 40)
                .asIntBuffer()
                .get(fields);
        return fields;
    }

    @Test
    void shouldRecordTheWalkNodeByNode() {
        final int session = lab.node.traces.arm(TestNode.RED_VIF, 1);
        final byte[] frame = OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload());
        lab.guestToFabric(frame);
        final TraceWalk walk = lab.node.traces.fetch(session, 0);
        assertThat(names(walk)).containsExactly("vif-input", "guest-input", "route-lookup", "encap-mplsudp");
        assertThat(walk.head()).isEqualTo(frame);
    }

    @Test
    void shouldRecordWhatTheNodesFound() {
        final int session = lab.node.traces.arm(Traces.ANY_VIF, 1);
        lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        final TraceWalk walk = lab.node.traces.fetch(session, 0);
        final int ipBytes = 20 + OneNode.payload().length;
        assertThat(fields(walk, 0))
                .containsExactly(TestNode.RED_VIF, -1, TestNode.RED, -1, -1, 0, -1, 14 + ipBytes, 10, 0);
        assertThat(fields(walk, 3))
                .as("vif, to, vrf, next hop, label, destination, prefix, length, lcore")
                .containsExactly(
                        TestNode.RED_VIF,
                        0,
                        TestNode.RED,
                        TestNode.TUNNEL_NEXTHOP,
                        OneNode.LABEL_THERE,
                        FAR_GUEST,
                        32,
                        46 + ipBytes,
                        10,
                        0);
    }

    @Test
    void shouldEndWithTheReasonWhenDropped() {
        final int session = lab.node.traces.arm(TestNode.RED_VIF, 1);
        lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()));
        assertThat(names(lab.node.traces.fetch(session, 0)))
                .endsWith(
                        "route-lookup",
                        "ttl-expired",
                        "+icmp-error",
                        "icmp-error",
                        "TTL_EXCEEDED",
                        "+vif-output",
                        "+port-tx");
    }

    @Test
    void shouldFollowAnAnswerThatTheRouterMade() {
        final int session = lab.node.traces.arm(TestNode.RED_VIF, 1);
        lab.guestToFabric(OneNode.fromGuest(ipv4(0, DONT_FRAGMENT, 64, 17, GUEST, FAR_GUEST, new byte[1480])));
        assertThat(names(lab.node.traces.fetch(session, 0)))
                .endsWith("tunnel-mtu", "+icmp-error", "icmp-error", "MTU_EXCEEDED", "+vif-output", "+port-tx");
    }

    @Test
    void shouldFollowAPacketOutOfATunnel() {
        final int session = lab.node.traces.arm(0, 1);
        lab.fabricToGuest(OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload())));
        assertThat(names(lab.node.traces.fetch(session, 0)))
                .containsExactly("vif-input", "fabric-input", "mpls-input", "encap-rewrite");
    }

    @Test
    void shouldCatchAsManyPacketsAsAskedForOnThatVifOnly() {
        final int session = lab.node.traces.arm(TestNode.RED_VIF, 3);
        lab.neighbour.send(new byte[20]);
        for (int i = 0; i < 5; i++) {
            lab.guest.send(OneNode.fromGuest(FAR_GUEST, 64 + i, 17, OneNode.payload()));
        }
        lab.node.settle();
        assertThat(lab.node.traces.captured(session)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(slice(lab.node.traces.fetch(session, i).head(), 22, 1)).containsExactly(64 + i);
        }
        assertThat(lab.node.traces.fetch(session, 3)).isNull();
    }

    @Test
    void shouldForgetADisarmedSession() {
        final int session = lab.node.traces.arm(TestNode.RED_VIF, 3);
        lab.node.traces.disarm(session);
        lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        assertThat(lab.node.traces.captured(session)).isZero();
        assertThat(lab.node.traces.fetch(session, 0)).isNull();
    }

    @Test
    void shouldRefuseMoreSessionsThanThereIsRoomFor() {
        for (int i = 0; i < 16; i++) {
            assertThat(lab.node.traces.arm(TestNode.RED_VIF, 1)).isPositive();
        }
        assertThat(lab.node.traces.arm(TestNode.RED_VIF, 1)).isEqualTo(Traces.NO_SESSION);
    }

    @Test
    void shouldNotChangeWhatHappensToThePackets() {
        final byte[] frame = OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload());
        final byte[] untraced = lab.guestToFabric(frame).getFirst();
        lab.node.traces.arm(TestNode.RED_VIF, 1);
        final byte[] traced = lab.guestToFabric(frame).getFirst();
        assertThat(slice(traced, 26, traced.length - 26)).isEqualTo(slice(untraced, 26, untraced.length - 26));
        assertThat(lab.node.ledger().broken()).isEmpty();
    }
}
