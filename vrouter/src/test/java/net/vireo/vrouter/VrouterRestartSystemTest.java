// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.DescriptorKeeper;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.journal.JournalRefused;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data plane that finds what another one left. The other one is stopped in order and its journal put back; real kills
 * are in the lab's test.
 */
@Tag("system")
@Tag("tap")
class VrouterRestartSystemTest {
    private static final String FABRIC = "fabrestart";
    private static final String GUEST = "taprestart";

    @TempDir
    private Path directory;

    private Vrouter vrouter;

    @AfterEach
    void stop() {
        if (vrouter != null) {
            vrouter.close();
        }
        try (RtNetlink links = RtNetlink.open()) {
            links.findLink(FABRIC).ifPresent(link -> links.delete(link.index()));
        }
    }

    private Path node() {
        return directory.resolve("node");
    }

    private void start() throws IOException {
        vrouter = Vrouter.start(VrouterConfig.of("compute1", node()));
    }

    private VrouterClient client() {
        return VrouterClient.connect(node().resolve("dpdk_netlink"));
    }

    private static VrInterface vif(final int index, final int type, final String name) {
        return new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, index)
                .put(VrInterface.TYPE, type)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                .put(VrInterface.NAME, name)
                .put(VrInterface.MAC, WireMac.toBytes(0x0200_0000_0001L + index))
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1);
    }

    private static void addFabricLink() {
        try (RtNetlink links = RtNetlink.open()) {
            links.addVeth(FABRIC, FABRIC + "1");
        }
    }

    /** Leaves what a killed process leaves: a journal and a counter file. */
    private void runOnce() throws IOException {
        addFabricLink();
        start();
        try (VrouterClient client = client()) {
            client.request(vif(0, Vif.TYPE_PHYSICAL, FABRIC));
            client.request(vif(3, Vif.TYPE_VIRTUAL, GUEST));
            client.request(new VrNexthop()
                    .op(SandeshOp.ADD)
                    .put(VrNexthop.ID, 12)
                    .put(VrNexthop.TYPE, Nexthop.TYPE_DISCARD)
                    .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID));
            client.request(new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, 16).put(VrMpls.NHID, 12));
        }
        final byte[] journal = Files.readAllBytes(node().resolve(StateLog.NAME));
        vrouter.close();
        assertThat(node().resolve(StateLog.NAME)).doesNotExist();
        Files.write(node().resolve(StateLog.NAME), journal);
    }

    @Test
    void shouldComeBackWithItsObjectsDevicesAndCounters() throws IOException {
        runOnce();
        final long cycles =
                CounterFile.open(node().resolve(Vrouter.COUNTERS_NAME)).lcore(0, LcoreCounter.CYCLES);
        start();
        assertThat(vrouter.isRestored()).isTrue();
        assertThat(vrouter.restoredSummary()).startsWith("4 changes replayed;");
        try (VrouterClient client = client()) {
            assertThat(client.request(new VrInterface().op(SandeshOp.DUMP).put(VrInterface.MARKER, -1))
                            .all(VrInterface.class))
                    .hasSize(2);
            assertThat(client.request(new VrMpls().op(SandeshOp.GET).put(VrMpls.LABEL, 16))
                            .first(VrMpls.class)
                            .value(VrMpls.NHID))
                    .isEqualTo(12);
        }
        try (RtNetlink links = RtNetlink.open()) {
            assertThat(links.findLink(GUEST)).isPresent();
        }
        final CounterFile counters = CounterFile.open(node().resolve(Vrouter.COUNTERS_NAME));
        assertThat(counters.restarts()).isEqualTo(1);
        assertThat(counters.lcore(0, LcoreCounter.CYCLES)).isGreaterThanOrEqualTo(cycles);
    }

    @Test
    void shouldGoOnWithoutADeviceThatIsGoneAndOpenItWhenItIsBack() throws IOException {
        runOnce();
        try (RtNetlink links = RtNetlink.open()) {
            links.delete(links.link(FABRIC).index());
            start();
            assertThat(links.findLink(GUEST)).isPresent();
            addFabricLink();
            await("the fabric link is opened, which switches it on")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> links.link(FABRIC).up());
        }
    }

    @Test
    void shouldRefuseTheStateOfAnotherVersionUnlessItIsToBeDiscarded() throws IOException {
        runOnce();
        final byte[] journal = Files.readAllBytes(node().resolve(StateLog.NAME));
        ByteBuffer.wrap(journal).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 9);
        Files.write(node().resolve(StateLog.NAME), journal);
        assertThatThrownBy(this::start)
                .isInstanceOf(JournalRefused.class)
                .hasMessageContaining("format version 9, this program reads 1")
                .hasMessageContaining("--fresh");
        vrouter = Vrouter.start(
                VrouterConfig.of("compute1", node()), new Continuity(true, false, DescriptorKeeper.NONE, stage -> {}));
        assertThat(vrouter.isRestored()).isFalse();
        try (VrouterClient client = client()) {
            assertThat(client.request(new VrInterface().op(SandeshOp.DUMP).put(VrInterface.MARKER, -1))
                            .all(VrInterface.class))
                    .isEmpty();
        }
    }
}
