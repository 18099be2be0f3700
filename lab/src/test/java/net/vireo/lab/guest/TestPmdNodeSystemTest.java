// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * DPDK's testpmd as two guests of one node, whose data plane is started as users start it. The node stays; guests come
 * and go on its sockets.
 */
@Tag("system")
@Tag("guests")
class TestPmdNodeSystemTest {
    private static final Pattern TX_PORT = Pattern.compile("TX port +packets:(\\d+) errors:\\d+(?: syscalls:(\\d+))?");

    private static final List<Guest> CALLERS = List.of(guest(4), guest(6));
    private static final List<Guest> LISTENERS = List.of(guest(7), guest(8));
    private static final int BURST = 32;
    private static final int ENOUGH = 1000;

    @TempDir
    private static Path directory;

    private static MachineNodes nodes;

    @BeforeAll
    static void startTheNode() throws Exception {
        final Topology all = Scenarios.TWO_NODES;
        final Topology node = new Topology(
                "testpmd",
                "one node with DPDK guests in a bridged network",
                all.encap(),
                false,
                all.fabric(),
                List.of(all.node("compute1")),
                List.of(all.network("green")),
                List.of(CALLERS.get(0), CALLERS.get(1), LISTENERS.get(0), LISTENERS.get(1)));
        nodes = new MachineNodes(node, directory, Set.copyOf(LISTENERS), 2);
        nodes.start();
    }

    @AfterAll
    static void stopTheNode() {
        nodes.close();
    }

    private static Guest guest(final int host) {
        return new Guest(
                "dpdk" + host,
                "green",
                "compute1",
                0x78000000 | host,
                new IpAddress(0xfd00_0120_0000_0000L, host),
                0x02_00_78_00_30_00L | host,
                100 + 2 * host,
                101 + 2 * host);
    }

    private static TestPmd start(final List<Guest> pair, final int self, final int queues, final boolean packed)
            throws InterruptedException {
        final Guest guest = pair.get(self);
        final Guest peer = pair.get(1 - self);
        final DpdkPort port = DpdkPort.guest(nodes.socket(guest))
                .mac(MachineNodes.mac(guest))
                .queues(queues)
                .packed(packed);
        return TestPmd.named(guest.name())
                .port(LISTENERS.contains(guest) ? port.turnedRound() : port)
                .with("--eth-peer=0," + MachineNodes.mac(peer))
                .with("--tx-ip=" + IpAddress.v4(guest.address()) + "," + IpAddress.v4(peer.address()))
                .with("--forward-mode=5tswap")
                .start();
    }

    /**
     * A guest that polls is told of nothing (deck p43), but for a few calls before its driver has said of each queue that it
     * wants none; one that sleeps is called for each burst.
     */
    private static void assertNobodyWasCalled(final List<Guest> pair) throws InterruptedException {
        for (final Guest guest : pair) {
            final String shown = nodes.tool("vif", "--get", guest.name(), "--node", "compute1");
            final Matcher sent = TX_PORT.matcher(shown);
            assertThat(sent.find()).as(shown).isTrue();
            final long packets = Long.parseLong(sent.group(1));
            final long calls = sent.group(2) == null ? 0 : Long.parseLong(sent.group(2));
            assertThat(calls).as("calls of %s: %s", guest.name(), sent.group()).isLessThan(packets / 1000);
        }
    }

    @ParameterizedTest(name = "guests listen {0}, queues {1}, packed {2}")
    @CsvSource({
        "false,1,false", "false,1,true", "false,2,false", "false,2,true",
        "true,1,false", "true,1,true", "true,2,false", "true,2,true"
    })
    void shouldCarryFramesBetweenTwoDpdkGuests(final boolean guestsListen, final int queues, final boolean packed)
            throws Exception {
        final List<Guest> pair = guestsListen ? LISTENERS : CALLERS;
        try (TestPmd one = start(pair, 0, queues, packed);
                TestPmd two = start(pair, 1, queues, packed)) {
            two.command("start");
            // A burst for each queue goes round between the two, through the node, until they are stopped.
            one.command("start tx_first 1");
            Awaitility.await("packets going round" + nodes.figures("compute1"))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> one.stats(0).txPackets() > ENOUGH);
            one.command("stop");
            Thread.sleep(300);
            two.command("stop");
            final PortStats sent = one.stats(0);
            final PortStats received = two.stats(0);

            assertThat(received.rxPackets()).as("%s", nodes.figures("compute1")).isEqualTo(sent.txPackets());
            assertThat(received.txPackets())
                    .isEqualTo(received.rxPackets())
                    .isBetween(sent.rxPackets(), sent.rxPackets() + (long) BURST * queues);
            nodes.assertBalanced();
            assertNobodyWasCalled(pair);
        }
    }
}
