// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.linux.UnixSocket;
import net.vireo.port.AgentPort;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VireoRing;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole data planes with two lcores and two vhost-user guests: who polls, who processes, and what is told of it. */
@Tag("system")
@Timeout(60)
class QueuesSystemTest {
    private static final int COUNT = 4000;
    private static final int FLOOD = 60_000;
    private static final int[] CORES = {10, 11};
    private static final int TRAPPED = 100;

    /** From the left guest to the router, which leaves it to the agent. */
    private static final byte[] ARP_REPLY = HexFormat.of()
            .parseHex("00005e000100" + "020000000003" + "0806" + "00010800060400" + "02" + "020000000003" + "78000003"
                    + "00005e000100" + "78000001" + "000000000000000000000000000000000000");

    @TempDir
    private Path directory;

    private GuestPair pair;

    @AfterEach
    void stop() {
        pair.close();
    }

    private void start(final LoadBalance mode, final QueuePolicy policy, final int queues) throws IOException {
        final DeviceOptions options = new DeviceOptions(
                        false, Optional.empty(), DeviceOptions.Offloading.GUESTS, Optional.empty(), mode)
                .withQueuePolicy(policy);
        pair = GuestPair.start(
                VrouterConfig.of("compute1", directory.resolve("node")).withDevices(options), queues);
    }

    private VireoQueue map(final int vif) {
        return pair.client()
                .request(new VireoQueue().op(SandeshOp.GET).put(VireoQueue.VIF, vif))
                .first(VireoQueue.class);
    }

    /** The number of the lcore that polls the left guest's first queue. */
    private int poller() {
        return map(GuestPair.LEFT).value(VireoQueue.RX_LCORES)[0];
    }

    private long left(final int core, final Field.OfLong<VrInterface> counter) {
        return pair.vif(GuestPair.LEFT, core).value(counter);
    }

    private long left(final Field.OfLong<VrInterface> counter) {
        return left(GuestPair.ALL_CORES, counter);
    }

    /** The two-core anomaly, as the counters of pages 78 and 79 show it. */
    @Test
    void shouldLetTheLcoreThatPollsProcessNothingAsContrailDoes() throws IOException {
        start(LoadBalance.CONTRAIL, QueuePolicy.ALL, 1);
        final int poller = poller();
        final int other = CORES[0] + CORES[1] - poller;

        pair.pass(COUNT);

        GuestPair.await(() -> left(VrInterface.IPACKETS) == COUNT);
        assertThat(left(poller, VrInterface.PORT_IPACKETS)).isEqualTo(COUNT);
        assertThat(left(poller, VrInterface.IPACKETS)).as("processes none").isZero();
        assertThat(left(poller, VrInterface.QUEUE_IPACKETS)).isZero();
        assertThat(left(other, VrInterface.PORT_IPACKETS)).as("polls none").isZero();
        assertThat(left(other, VrInterface.IPACKETS)).isEqualTo(COUNT);
        assertThat(left(other, VrInterface.QUEUE_IPACKETS)).isEqualTo(COUNT);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.RX_PACKETS)[0]).isEqualTo(COUNT);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.GUEST)).isEqualTo(VireoQueue.CONNECTED);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.OPEN_PAIRS)).isEqualTo(1);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.RING_FAULTS)).isZero();
        identityHolds();
        pair.awaitLedger();
    }

    /** Whatever is lost on the way is a queue error: RX port = RX packets + RX queue errors, also under overload. */
    @Test
    void shouldAccountForEveryPacketOfAFlood() throws IOException {
        start(LoadBalance.CONTRAIL, QueuePolicy.ALL, 1);

        final int taken = pair.flood(FLOOD);

        GuestPair.await(() -> left(VrInterface.PORT_IPACKETS) == taken);
        GuestPair.await(() -> left(VrInterface.IPACKETS) + left(VrInterface.QUEUE_IERRORS) == taken);
        identityHolds();
        pair.awaitLedger();
    }

    private void identityHolds() {
        long polled = 0;
        long processed = 0;
        long errors = 0;
        for (final int core : CORES) {
            final VrInterface vif = pair.vif(GuestPair.LEFT, core);
            polled += vif.value(VrInterface.PORT_IPACKETS);
            processed += vif.value(VrInterface.IPACKETS);
            errors += vif.value(VrInterface.QUEUE_IERRORS);
        }
        assertThat(polled).isEqualTo(processed + errors).isEqualTo(left(VrInterface.PORT_IPACKETS));
        assertThat(left(VrInterface.IPACKETS)).isEqualTo(processed);
        assertThat(left(VrInterface.QUEUE_IERRORS)).isEqualTo(errors);
    }

    @Test
    void shouldLeaveTheRingsBetweenLcoresQuietWithoutLoadBalance() throws IOException {
        start(LoadBalance.NONE, QueuePolicy.ALL, 1);
        final int poller = poller();

        pair.pass(COUNT);

        GuestPair.await(() -> left(VrInterface.IPACKETS) == COUNT);
        assertThat(left(poller, VrInterface.IPACKETS)).isEqualTo(COUNT);
        for (final int core : CORES) {
            assertThat(left(core, VrInterface.QUEUE_IPACKETS)).isZero();
            assertThat(left(core, VrInterface.QUEUE_IERRORS)).isZero();
        }
        GuestPair.await(() -> left(VrInterface.PORT_IPACKETS) == COUNT);
        pair.awaitLedger();
    }

    /** pkt0 has one socket: the lcore that polls it sends for both (pages 78 and 79, TX queue). */
    @Test
    void shouldSendToTheAgentByTheLcoreThatOwnsPkt0() throws IOException {
        start(LoadBalance.NONE, QueuePolicy.ALL, 2);
        pair.client()
                .request(new VrInterface()
                        .op(SandeshOp.ADD)
                        .put(VrInterface.IDX, Vif.AGENT_INDEX)
                        .put(VrInterface.TYPE, Vif.TYPE_AGENT)
                        .put(VrInterface.TRANSPORT, Vif.TRANSPORT_SOCKET)
                        .put(VrInterface.NAME, "unix")
                        .put(VrInterface.VRF, Vif.NO_VRF)
                        .put(VrInterface.MCAST_VRF, Vif.NO_VRF)
                        .put(VrInterface.MAC, WireMac.toBytes(Vif.ROUTER_MAC))
                        .put(VrInterface.MTU, 1514)
                        .put(VrInterface.QOS_MAP_INDEX, -1));
        try (UnixSocket agent =
                UnixSocket.bind(directory.resolve("node").resolve(AgentPort.AGENT_NAME), UnixSocket.Type.DATAGRAM)) {
            assertThat(agent.fd()).isNotNegative();
            final int owner = map(Vif.AGENT_INDEX).value(VireoQueue.RX_LCORES)[0];
            final int other = CORES[0] + CORES[1] - owner;
            assertThat(map(Vif.AGENT_INDEX).value(VireoQueue.TX_LCORES)).containsExactly(owner, owner);
            assertThat(map(Vif.AGENT_INDEX).value(VireoQueue.TX_RING_PACKETS)).isEqualTo(1024);
            Thread.sleep(300); // until it is known that an agent listens

            for (int i = 0; i < TRAPPED; i++) {
                assertThat(pair.send(ARP_REPLY, i % 2)).isTrue();
            }

            GuestPair.await(() -> agent(other, VrInterface.QUEUE_OPACKETS) == TRAPPED / 2);
            GuestPair.await(
                    () -> agent(owner, VrInterface.PORT_OPACKETS) + agent(owner, VrInterface.PORT_OERRORS) == TRAPPED);
            assertThat(agent(other, VrInterface.OPACKETS))
                    .as("TX packets = TX queue where there is no queue of its own")
                    .isEqualTo(TRAPPED / 2);
            assertThat(agent(other, VrInterface.PORT_OPACKETS)).isZero();
            assertThat(agent(owner, VrInterface.QUEUE_OPACKETS)).isZero();
            assertThat(agent(owner, VrInterface.PORT_OPACKETS)).isPositive();
            assertThat(agent(GuestPair.ALL_CORES, VrInterface.QUEUE_OPACKETS)).isEqualTo(TRAPPED / 2);
            assertThat(map(Vif.AGENT_INDEX).value(VireoQueue.TX_HANDED_OVER)[other - CORES[0]])
                    .isEqualTo(TRAPPED / 2);
            pair.awaitLedger();
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    private long agent(final int core, final Field.OfLong<VrInterface> counter) {
        return pair.vif(Vif.AGENT_INDEX, core).value(counter);
    }

    /** Page 120: three queues and two lcores. */
    @Test
    void shouldNeverPollTheQueueThatIsOneTooManyAsContrailDoes() throws IOException {
        start(LoadBalance.NONE, QueuePolicy.CONTRAIL, 3);
        final VireoQueue map = map(GuestPair.LEFT);
        assertThat(map.value(VireoQueue.POLICY)).isEqualTo("contrail");
        assertThat(map.value(VireoQueue.RX_LCORES)[2]).isEqualTo(VireoQueue.NONE);
        assertThat(map.value(VireoQueue.RX_LCORES)).startsWith(poller(), CORES[0] + CORES[1] - poller());
        assertThat(map.value(VireoQueue.RX_ENABLED)).startsWith(1, 1, 1);

        final int sent = pair.flood(FLOOD, 2);
        assertThat(sent).as("what its ring holds").isEqualTo(GuestPair.RING_ENTRIES);
        pair.pass(COUNT, 2);
        GuestPair.await(() -> left(VrInterface.IPACKETS) == COUNT);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.RX_PACKETS)[2]).isZero();
        final VireoQueue stuck = map(GuestPair.LEFT);
        assertThat(stuck.value(VireoQueue.RX_WAITING)[2]).isEqualTo(GuestPair.RING_ENTRIES);
        assertThat(stuck.value(VireoQueue.RX_WAITING)[0]).isEqualTo(VireoQueue.NONE);
        final VireoRing ring = pair.client()
                .request(new VireoRing()
                        .op(SandeshOp.GET)
                        .put(VireoRing.VIF, GuestPair.LEFT)
                        .put(VireoRing.QUEUE, 2)
                        .put(VireoRing.SIDE, VireoRing.RECEIVE))
                .first(VireoRing.class);
        assertThat(ring.value(VireoRing.WAITING)).isEqualTo(GuestPair.RING_ENTRIES);
        assertThat(ring.value(VireoRing.STATES)).hasSize(32).contains((byte) 1);
        pair.awaitLedger();
    }

    /** The mend of page 120: what waited in the ring comes out as soon as the policy is another one. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "CONTRAIL", "AUTO"})
    void shouldPollWhatNobodyPolledFromNowOn(final LoadBalance mode) throws IOException {
        start(mode, QueuePolicy.CONTRAIL, 3);
        final int waiting = pair.flood(FLOOD, 2);
        assertThat(waiting).isEqualTo(GuestPair.RING_ENTRIES);

        pair.client().request(new VireoNode().op(SandeshOp.ADD).put(VireoNode.CHANGE, "queue-policy all"));

        GuestPair.await(() -> left(VrInterface.IPACKETS) == waiting);
        final VireoQueue map = map(GuestPair.LEFT);
        assertThat(map.value(VireoQueue.POLICY)).isEqualTo("all");
        assertThat(map.value(VireoQueue.RX_LCORES)[2]).isEqualTo(map.value(VireoQueue.RX_LCORES)[0]);
        assertThat(map.value(VireoQueue.RX_LCORES)).doesNotContain(VireoQueue.NONE);
        GuestPair.await(() -> map(GuestPair.LEFT).value(VireoQueue.RX_PACKETS)[2] == waiting);
        pair.awaitLedger();

        final AtomicLong sent = new AtomicLong(waiting);
        GuestPair.await(() -> sent.addAndGet(pair.flood(GuestPair.RING_ENTRIES, 2)) > 3 * GuestPair.RING_ENTRIES);
        GuestPair.await(() -> left(VrInterface.IPACKETS) + left(VrInterface.QUEUE_IERRORS) == sent.get());
        pair.awaitLedger();
    }

    /** Who is polled stays so when Contrail's rule is asked for; the ledger holds, TX port errors are exact. */
    @Test
    void shouldCountWhatAStuckGuestLosesThoughItIsWaitedFor() throws IOException {
        start(LoadBalance.NONE, QueuePolicy.ALL, 3);
        pair.client()
                .request(new VireoNode()
                        .op(SandeshOp.ADD)
                        .put(VireoNode.CHANGE, "queue-policy contrail\ntx-wait-us 2000"));
        assertThat(map(GuestPair.LEFT).value(VireoQueue.RX_LCORES)).doesNotContain(VireoQueue.NONE);

        final int sent = pair.shout(COUNT);

        GuestPair.await(() -> left(VrInterface.IPACKETS) == sent);
        GuestPair.await(() -> right(VrInterface.PORT_OPACKETS) + right(VrInterface.PORT_OERRORS) == sent);
        assertThat(right(VrInterface.PORT_OPACKETS)).as("one lcore's ring").isEqualTo(GuestPair.RING_ENTRIES);
        pair.awaitLedger();

        GuestPair.await(() ->
                pair.flood(GuestPair.RING_ENTRIES) < 0 || right(VrInterface.PORT_OPACKETS) > GuestPair.RING_ENTRIES);
        pair.awaitLedger();
    }

    private long right(final Field.OfLong<VrInterface> counter) {
        return pair.vif(GuestPair.RIGHT, GuestPair.ALL_CORES).value(counter);
    }

    @Test
    void shouldPollEveryQueueByOurOwnRule() throws IOException {
        start(LoadBalance.NONE, QueuePolicy.ALL, 3);
        final VireoQueue map = map(GuestPair.LEFT);
        assertThat(map.value(VireoQueue.RX_LCORES)[2]).isEqualTo(map.value(VireoQueue.RX_LCORES)[0]);
        assertThat(map.value(VireoQueue.TX_QUEUES)).containsExactly(0, 1);

        pair.pass(COUNT, 3);

        GuestPair.await(() -> left(VrInterface.IPACKETS) == COUNT);
        assertThat(map(GuestPair.LEFT).value(VireoQueue.RX_PACKETS)[2]).isPositive();
        pair.awaitLedger();
    }
}
