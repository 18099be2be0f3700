// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.MirrorItem;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.VifItem;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzersTest {
    private static final String ANALYZER = """
        kind: Analyzer
        apiVersion: vireo.net/v1
        name: probe
        """;

    @TempDir
    private Path files;

    private NodeNames names = new NodeNames("");
    private ConfigDirectory directory;

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
        directory = new ConfigDirectory(files);
    }

    private OperState state() {
        final OperState state = OperBuilder.build(directory.current(), Map.of(), names, new NodeState());
        names = state.names();
        return state;
    }

    private void analyzer(final String more) throws IOException {
        Files.writeString(files.resolve("60-analyzer.yaml"), ANALYZER + more + "\n");
        directory = new ConfigDirectory(files);
    }

    private void change(final String file, final String from, final String to) throws IOException {
        final String text = Files.readString(files.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(files.resolve(file), text.replace(from, to));
        directory = new ConfigDirectory(files);
    }

    private static VifItem vif(final OperState state) {
        return state.wanted().vifs().get(state.port("vm1").orElseThrow().vif());
    }

    @Test
    void shouldMirrorAPortToAnAddressWithTheNodeInFront() throws IOException {
        change("30-ports.yaml", "security-groups: web", "mirror: {to: 192.0.2.50, direction: ingress}");

        final OperState state = state();

        final MirrorItem mirror = state.wanted().mirrors().get(0);
        assertThat(mirror.flags()).isEqualTo(MirrorItem.FLAG_DYNAMIC);
        final NexthopItem nexthop = state.wanted().nexthops().get(mirror.nexthop());
        assertThat(nexthop.toString()).as("by UDP").contains("8099");
        assertThat(vif(state).features().mirror()).isZero();
        assertThat(vif(state).features().metadata()).isEqualTo("0104c0000201ff00");
        assertThat(vif(state).flags() & (Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX))
                .isEqualTo(Vif.FLAG_MIRROR_RX);
        assertThat(state.problems()).isEmpty();
    }

    @Test
    void shouldSendFramesAsTheyAreToAPortOrAnotherNode() throws IOException {
        change("30-ports.yaml", "security-groups: web", "mirror: {to: probe}");
        analyzer("via: vm1");
        OperState state = state();
        assertThat(state.wanted().mirrors().get(0).flags()).isZero();
        assertThat(vif(state).features().metadata()).isEmpty();
        assertThat(vif(state).flags() & (Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX))
                .isEqualTo(Vif.FLAG_MIRROR_RX | Vif.FLAG_MIRROR_TX);

        analyzer("via: compute2\nvni: 77");
        state = state();
        assertThat(state.wanted().mirrors().get(0).vni()).isEqualTo(77);
        assertThat(state.problems()).isEmpty();
    }

    @Test
    void shouldKeepAnAnalyzersIndexAmongOthers() throws IOException {
        analyzer("address: 192.0.2.50");
        state();
        change("50-policies.yaml", "ports: 80-90", "mirror-to: 192.0.2.60, ports: 80-90");
        assertThat(state().names().mirrors()).containsEntry(0, "probe").containsEntry(1, "192.0.2.60");

        Files.delete(files.resolve("60-analyzer.yaml"));
        directory = new ConfigDirectory(files);

        assertThat(state().wanted().mirrors().keySet()).containsExactly(1);
    }

    @Test
    void shouldSayWhoGetsNoCopies() throws IOException {
        analyzer("via: nobody");
        change("30-ports.yaml", "security-groups: web", "mirror: {to: prob}");
        change("50-policies.yaml", "ports: 80-90", "mirror-to: elsewhere, ports: 80-90");

        final OperState state = state();

        assertThat(state.problems())
                .containsExactlyInAnyOrder(
                        "Analyzer probe: nobody is no peer and no active port: it gets no copies",
                        "Port vm1: analyzer prob gets no copies here: nothing is copied",
                        "SecurityGroup web: analyzer elsewhere gets no copies here: what is to be copied there is"
                                + " dropped");
        assertThat(state.wanted().mirrors()).isEmpty();
        assertThat(vif(state).features().mirror()).isEqualTo(-1);

        analyzer("via: compute2");
        assertThat(state().problems())
                .contains("Analyzer probe: no vni, which VXLAN to compute2 needs: it gets no copies");
    }

    @Test
    void shouldRefuseWhatIsNoAnalyzerInAFile() throws IOException {
        analyzer("address: 192.0.2.50\nvia: vm1");
        change("30-ports.yaml", "security-groups: web", "mirror: {to: probe, direction: up}");
        directory.current();

        assertThat(directory.problems())
                .asString()
                .contains("via is there beside address", "direction is 'up'", "ingress, egress or both");
    }

    @Test
    void shouldTakeLimitsAsWritten() throws IOException {
        change("10-node.yaml", "name-servers:", "flow-limits: {per-vm: 10, link-local: 0}\nname-servers:");
        change("30-ports.yaml", "security-groups: web", "max-flows: 7");

        final OperState state = state();

        assertThat(state.config().node().orElseThrow().flows())
                .satisfies(flows -> assertThat(List.of(flows.perVm(), flows.linkLocal(), flows.linkLocalPerVm()))
                        .containsExactly(10, 0, 1_024));
        assertThat(state.port("vm1").orElseThrow().config().maxFlows()).isEqualTo(7);
        change("10-node.yaml", "per-vm: 10", "per-vm: many");
        directory.current();
        assertThat(directory.problems()).asString().contains("per-vm is 'many', expected a number");
    }
}
