// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.flow.FlowChangeNotice;
import net.vireo.agent.flow.FlowObject;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpPrefix;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewChangeTest {
    @TempDir
    private Path files;

    private Judgement before;

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
        before = Judgement.of(state(), Doors.NONE, null);
    }

    private OperState state() {
        return OperBuilder.build(new ConfigDirectory(files).current(), Map.of(), new NodeNames(""), new NodeState());
    }

    private FlowChangeNotice changed(final String file, final String from, final String to) throws IOException {
        final Path path = files.resolve(file);
        final String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
        return Judgement.of(state(), Doors.NONE, before).since(before);
    }

    private int vif() {
        return before.state().port("vm1").orElseThrow().vif();
    }

    @Test
    void shouldFindNothingInTheSameConfiguration() {
        final FlowChangeNotice notice =
                Judgement.of(state(), Doors.NONE, before).since(before);

        assertThat(notice.objects()).isEmpty();
        assertThat(notice.routes()).isEmpty();
    }

    @Test
    void shouldNameTheGroupWhoseRulesChanged() throws IOException {
        assertThat(changed("50-policies.yaml", "ports: 80-90", "ports: 80").objects())
                .containsExactly(new FlowObject.Group(
                        before.policies().groups().keySet().iterator().next()));
    }

    @Test
    void shouldNameTheNetworkWhosePoliciesChanged() throws IOException {
        assertThat(changed("20-networks.yaml", "name: red\n", "name: red\npolicies: red-to-public\n")
                        .objects())
                .containsExactly(new FlowObject.Network("red"));
    }

    @Test
    void shouldNameTheInterfaceAndItsAddressesWhoseGroupsChanged() throws IOException {
        final FlowChangeNotice notice = changed("30-ports.yaml", "security-groups: web\n", "");

        assertThat(notice.objects()).containsExactly(new FlowObject.Vif(vif()));
        assertThat(notice.routes())
                .contains(new FlowChangeNotice.Route(
                        before.state().port("vm1").orElseThrow().vrf(), IpPrefix.of("10.1.0.4/32")));
    }

    @Test
    void shouldNameAnInterfaceThatIsGoneWithItsKeyAndItsRoutes() throws IOException {
        final FlowChangeNotice notice = changed("30-ports.yaml", "device: tap-vm1\n", "");

        assertThat(notice.objects())
                .contains(new FlowObject.Vif(vif()))
                .contains(new FlowObject.KeyNexthop(
                        before.state().port("vm1").orElseThrow().nexthop()));
        assertThat(notice.routes()).isNotEmpty();
    }

    @Test
    void shouldNameTheRouteThatLeadsElsewhere() throws IOException {
        final FlowChangeNotice notice = changed("40-remote.yaml", "prefix: 10.1.0.9/32", "prefix: 10.1.0.10/32");

        assertThat(notice.objects()).isEmpty();
        assertThat(notice.routes().stream().map(route -> route.prefix().toString()))
                .containsExactlyInAnyOrder("10.1.0.9/32", "10.1.0.10/32");
    }

    @Test
    void shouldNameTheInterfaceWhoseFlowsShareKeys() throws IOException {
        assertThat(changed(
                                "30-ports.yaml",
                                "device: tap-vm1\n",
                                "device: tap-vm1\nfat-flows: [{protocol: udp, port: 53}]\n")
                        .objects())
                .containsExactly(new FlowObject.Vif(vif()));
    }

    @Test
    void shouldNameLinkLocalServices() throws IOException {
        assertThat(changed("50-policies.yaml", "target-port: 123", "target-port: 124")
                        .objects())
                .containsExactly(new FlowObject.LinkLocal());
    }
}
