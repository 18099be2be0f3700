// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.vireo.lab.driver.FlowFrames;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;
import org.junit.jupiter.api.Test;

class ScenesTest {
    private static Scene fault(final String name) {
        return Faults.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .scene();
    }

    private static Scene page(final int page) {
        return DeckScenes.ALL.stream()
                .filter(each -> each.page() == page)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldHaveTheFourFaultsOnTheNodeThatToolsAreTold() {
        assertThat(Faults.ALL)
                .extracting(Fault::name)
                .containsExactly("unserved-queue", "gre-funnel", "two-core-anomaly", "slow-guest");
        assertThat(Faults.ALL).allSatisfy(fault -> {
            assertThat(fault.scene().node().name()).isEqualTo("faulty");
            assertThat(fault.scene().topology().nodes().getLast().name()).isEqualTo("faulty-far");
            assertThat(fault.mend()).startsWith("vireo ").contains("--node faulty");
            assertThat(fault.scene().what()).endsWith(".");
        });
        assertThat(fault("unserved-queue").vif()).isEqualTo("five");
    }

    @Test
    void shouldHaveMoreQueuesThanLcoresAndTrafficOnAllOfThem() {
        final Scene scene = fault("unserved-queue");
        assertThat(scene.planes()).hasSize(1);
        assertThat(scene.planes().getFirst().options()).containsSequence("--lcores", "4", "--queue-policy", "contrail");
        final Scene.Actor five = scene.actors().getFirst();
        assertThat(five.driver().queuePairs()).isEqualTo(5);
        assertThat(five.driver().load().flows()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void shouldBringTheFunnelFromOneOtherDataPlaneByGre() {
        final Scene scene = fault("gre-funnel");
        assertThat(scene.topology().encap()).isEqualTo(Encap.GRE);
        assertThat(scene.planes()).extracting(Scene.Plane::node).containsExactly("faulty", "faulty-far");
        assertThat(scene.planes().getFirst().options()).containsSequence("--load-balance", "contrail");
    }

    @Test
    void shouldHaveAScenePerMappingPageWithNamesThatDoNotMeet() {
        assertThat(DeckScenes.ALL)
                .extracting(Scene::page)
                .containsExactly(67, 68, 69, 70, 71, 72, 74, 75, 76, 77, 118, 119, 121);
        assertThat(DeckScenes.ALL).allSatisfy(scene -> {
            assertThat(scene.name()).isEqualTo("p" + scene.page());
            assertThat(scene.node().name()).isEqualTo("scene");
        });
        assertThat(page(74).actors().getLast().driver().load().flows()).isEqualTo(1);
        assertThat(page(75).actors().getFirst().driver().queuePairs()).isEqualTo(2);
    }

    /** Nodes are known by their addresses: those of a fault and of a page are seen side by side in a console's history. */
    @Test
    void shouldGiveEachNodeAnAddressOfItsOwn() {
        final List<Integer> addresses = new ArrayList<>();
        Stream.of(fault("gre-funnel"), page(72))
                .forEach(scene -> scene.topology().nodes().forEach(node -> addresses.add(node.address())));
        assertThat(addresses).doesNotHaveDuplicates().hasSize(4);
    }

    @Test
    void shouldProvisionASocketForEachGuest() {
        final Topology topology = fault("unserved-queue").topology();
        final ComputeNode node = topology.nodes().getFirst();
        assertThat(NodeYaml.of(topology, node, Map.of("five", new VhostPort("five", false, 5))))
                .contains("port: {vhost-user: \"five\", mode: server, queues: 5}", "address: 198.51.100.1");
    }

    @Test
    void shouldTellFlowsApartByTheirSourcePorts() {
        final Topology topology = fault("two-core-anomaly").topology();
        final Guest from = topology.guests().getFirst();
        final Guest to = topology.guests().getLast();
        final List<byte[]> frames = FlowFrames.of(from, to, 3);
        assertThat(frames).hasSize(3);
        assertThat(frames.stream().map(ScenesTest::sourcePort)).containsExactly(20_000, 20_001, 20_002);
        assertThat(Optional.of(frames.getFirst().length)).contains(14 + 20 + 8 + 64);
    }

    private static int sourcePort(final byte[] frame) {
        return (frame[34] & 0xff) << 8 | frame[35] & 0xff;
    }
}
