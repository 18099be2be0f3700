// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.linux.NetNamespace;
import net.vireo.linux.UnixName;
import net.vireo.linux.UnixSocket;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.flow.FlowState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flow mode from end to end: guests, misses over pkt0, verdicts over the control socket, as an agent would give them. */
@Tag("system")
@Tag("tap")
@Timeout(120)
class PermitSystemTest {
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final int PROTOCOL_ICMP = 1;

    @TempDir
    private Path directory;

    private TwoGuests guests;

    @BeforeEach
    void start() throws IOException {
        guests = new TwoGuests(directory);
    }

    @AfterEach
    void stop() {
        guests.close();
    }

    @Test
    void shouldDeliverTheFirstPacketAfterItsWaitAndAskOnce() throws Exception {
        try (PermitAll decider = PermitAll.start(guests.node)) {
            awaitAgent();
            // So far apart that no more come during the wait than may wait, on a machine that does other things too.
            assertThat(TwoGuests.ping(guests.left, TwoGuests.RIGHT, 6, 0.5)).contains("6 received");
            // Others: what the guests' kernels send by themselves, neighbour solicitations for instance.
            final PermitAll.Counts counts = decider.counts();
            assertThat(counts).isEqualTo(new PermitAll.Counts(1, 1, 0, counts.others()));
            final List<VireoFlowList> flows = guests.flows();
            assertThat(flows).hasSize(2);
            final int first = flows.getFirst().value(VireoFlowList.KEY_NH_ID) == TwoGuests.LEFT_NEXTHOP ? 0 : 1;
            final VireoFlowList forward = flows.get(first);
            final VireoFlowList reverse = flows.get(1 - first);
            assertThat(reverse.value(VireoFlowList.KEY_NH_ID)).isEqualTo(TwoGuests.RIGHT_NEXTHOP);
            assertThat(forward.value(VireoFlowList.REVERSE_INDEX)).isEqualTo(reverse.value(VireoFlowList.INDEX));
            assertThat(reverse.value(VireoFlowList.REVERSE_INDEX)).isEqualTo(forward.value(VireoFlowList.INDEX));
            for (final VireoFlowList flow : flows) {
                assertThat(flow.value(VireoFlowList.ACTION)).isEqualTo(FlowState.FORWARD);
                // The first packet counts when it goes on; it had been counted by nobody before.
                assertThat(flow.value(VireoFlowList.PACKETS)).isEqualTo(6);
            }
            assertThat(guests.ledger().broken()).isEmpty();
        }
    }

    @Test
    void shouldSurviveTheRestartOfEitherSide() throws Exception {
        PermitAll decider = PermitAll.start(guests.node);
        awaitAgent();
        awaitAnswers(guests.left, TwoGuests.RIGHT, 3);
        assertThatThrownBy(() -> PermitAll.start(guests.node))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("open already");
        guests.stop();
        guests.start();
        awaitAgent();
        // A connection to the data plane that is gone may still be noticed by the first request only.
        TwoGuests.ping(guests.left, TwoGuests.RIGHT, 1, 0.05);
        awaitAnswers(guests.left, TwoGuests.RIGHT, 3);
        decider.close();
        decider = PermitAll.start(guests.node);
        awaitAgent();
        awaitAnswers(guests.right, TwoGuests.LEFT, 3);
        decider.close();
    }

    @Test
    void shouldKeepOldFlowsGoingWhileNewOnesFlood() throws Exception {
        guests.holdLimit(100);
        try (PermitAll decider = PermitAll.start(guests.node)) {
            awaitAgent();
            final CompletableFuture<String> old = CompletableFuture.supplyAsync(() -> {
                try {
                    return TwoGuests.ping(guests.left, TwoGuests.RIGHT, 300, 0.01);
                } catch (final Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
            await().until(() -> decider.counts().permitted() == 1);
            final long startNs = System.nanoTime();
            while (!old.isDone()) {
                flood(5_000);
            }
            final double seconds = (System.nanoTime() - startNs) / 1e9;
            // What the guest's own queue refused to a ping between its flooding never came to the data plane.
            final long taken = pingsTaken();
            assertThat(taken).as("pings that came to the data plane").isGreaterThan(100);
            assertThat(received(old.join()))
                    .as("answers to %d pings in a flow that was there", taken)
                    .isGreaterThanOrEqualTo(taken * 9 / 10);
            final long refused = guests.drops(DropReason.FLOW_UNUSABLE) + guests.drops(DropReason.FLOW_SHARE);
            assertThat(refused).isPositive();
            assertThat(decider.counts().permitted()).isGreaterThan(100);
            System.out.printf(
                    "%.0f flows set up per second, %d refused in %.1f s%n",
                    decider.counts().permitted() / seconds, refused, seconds);
            assertThat(guests.ledger().broken()).isEmpty();
        }
    }

    @Test
    void shouldCountWhatAnAgentThatDoesNotReadMissesAndRecover() throws Exception {
        guests.holdLimit(0);
        final Path name = guests.node.resolve("agent_pkt0");
        try (UnixSocket deaf = UnixSocket.bind(name, UnixSocket.Type.DATAGRAM);
                UnixName dataPlane = new UnixName(guests.node.resolve("dpdk_pkt0"))) {
            assertThat(dataPlane.tryConnect(deaf.fd())).isZero();
            awaitAgent();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                flood(2_000);
                return guests.drops(DropReason.PKT0_FULL) > 0;
            });
        }
        Files.delete(name);
        assertThat(guests.ledger().broken()).isEmpty();
        final long withoutAgent = guests.drops(DropReason.TRAP_NO_IF);
        await().until(() -> {
            flood(10);
            return guests.drops(DropReason.TRAP_NO_IF) > withoutAgent;
        });
        // Whom nobody decided on is given up after two seconds; until then there is no room for others to wait.
        Thread.sleep(2_500);
        try (PermitAll decider = PermitAll.start(guests.node)) {
            awaitAgent();
            awaitAnswers(guests.left, TwoGuests.RIGHT, 5);
            assertThat(decider.counts().failed()).isZero();
        }
    }

    /** New flows from left to right: a destination port each, a source port each time. */
    private void flood(final int flows) {
        NetNamespace.call(guests.left, () -> {
            try (DatagramChannel channel = DatagramChannel.open()) {
                final ByteBuffer nothing = ByteBuffer.allocate(8);
                for (int port = 1; port <= flows; port++) {
                    channel.send(nothing.clear(), new InetSocketAddress(TwoGuests.RIGHT, port));
                }
            } catch (final IOException full) {
                // The guest's own queue, or an ICMP error for what the other guest does not take.
            }
            return null;
        });
    }

    /** The data plane looks for an agent ten times a second. */
    private static void awaitAgent() throws InterruptedException {
        Thread.sleep(250);
    }

    /** On a machine that is busy with something else the first ones may come too late, or too many wait for one verdict. */
    private static void awaitAnswers(final Path space, final String address, final int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(TwoGuests.ping(space, address, count, 0.05)).contains(count + " received"));
    }

    /** @return the packets of the only flow of ICMP from the left guest */
    private long pingsTaken() throws IOException {
        return guests.flows().stream()
                .filter(flow -> flow.value(VireoFlowList.PROTO) == PROTOCOL_ICMP
                        && flow.value(VireoFlowList.KEY_NH_ID) == TwoGuests.LEFT_NEXTHOP)
                .mapToLong(flow -> flow.value(VireoFlowList.PACKETS))
                .sum();
    }

    private static long received(final String output) {
        final Matcher matcher = RECEIVED.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
