// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.mend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.cli.doctor.check.Finding;
import net.vireo.cli.doctor.check.Measure;
import net.vireo.cli.doctor.check.Severity;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import net.vireo.web.StandInNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RemediesTest {
    private static final int FAULTY = 0xc000_0201;
    private static final int FAR = 0xc000_0202;
    private static final int ELSEWHERE = 0xc000_0209;

    @TempDir
    private Path run;

    private NodeDirectory node(final String name) {
        return new RunDirectory(run).node(name);
    }

    private static Finding finding(final String check, final Severity severity) {
        return new Finding(check, severity, "cause", new Measure("1", 1, 0), "cost", "fix --load-balance auto");
    }

    private Remedy remedy(final String check, final Severity severity, final Map<String, String> knobs) {
        return new Remedies(node("faulty"), knobs, List.of(node("faulty"), node("faulty-far")))
                .of(finding(check, severity));
    }

    @ParameterizedTest
    @CsvSource({
        "two-core-anomaly, vireo vrouter --node faulty --load-balance auto",
        "guest-queues, vireo vrouter --node faulty --queue-policy all",
        "slow-guest, vireo vrouter --node faulty --tx-wait-us 500",
        "drops, vireo vrouter --node faulty --load-balance auto",
    })
    void shouldKnowTheCommandThatMends(final String check, final String command) {
        final Remedy remedy = remedy(check, Severity.SEVERE, Map.of());
        assertThat(remedy.applicable()).isTrue();
        assertThat(remedy.command()).isEqualTo(command);
        assertThat(remedy.why()).contains("until the data plane ends");
    }

    @Test
    void shouldOfferNothingThatWouldChangeNothing() {
        assertThat(remedy("guest-queues", Severity.NOTE, Map.of()).why()).contains("every queue is polled");
        assertThat(remedy("guest-queues", Severity.NOTE, Map.of()).applicable()).isFalse();
        assertThat(remedy("slow-guest", Severity.SEVERE, Map.of("tx-wait-us", "500"))
                        .applicable())
                .isFalse();
        assertThat(remedy("slow-guest", Severity.SEVERE, Map.of("tx-wait-us", "499"))
                        .applicable())
                .isTrue();
        assertThat(remedy("hugepages", Severity.WARNING, Map.of()).applicable()).isFalse();
        assertThat(remedy("gre-entropy", Severity.NOTE, Map.of()).why())
                .as("nodes that do not answer")
                .contains("none that this console sees");
        assertThatThrownBy(remedy("hugepages", Severity.WARNING, Map.of()).treatment()::apply)
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayWhyADataPlaneRefuses() throws IOException {
        try (StandInNode faulty = new StandInNode(run, "faulty", "five")) {
            assertThat(faulty).isNotNull();
            final Remedy remedy = remedy("guest-queues", Severity.SEVERE, Map.of());
            assertThatThrownBy(remedy.treatment()::apply)
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("cannot change its queue policy");
        }
    }

    /** What funnels on one node is mended on those that send to it; other tunnels of theirs stay. */
    @Test
    void shouldConvertTheTunnelsOfNodesThatSendHere() throws IOException {
        try (StandInNode faulty = new StandInNode(run, "faulty", "a");
                StandInNode far = new StandInNode(run, "faulty-far", "b")) {
            assertThat(List.of(faulty, far)).hasSize(2);
            try (VrouterClient here = VrouterClient.connect(node("faulty").socket());
                    VrouterClient there =
                            VrouterClient.connect(node("faulty-far").socket())) {
                fabric(here);
                tunnel(here, 5, FAULTY, FAR, Nexthop.FLAG_TUNNEL_UDP_MPLS);
                fabric(there);
                tunnel(there, 7, FAR, FAULTY, Nexthop.FLAG_TUNNEL_GRE);
                tunnel(there, 8, FAR, ELSEWHERE, Nexthop.FLAG_TUNNEL_GRE);

                final Remedy remedy = remedy("gre-entropy", Severity.NOTE, Map.of());
                assertThat(remedy.applicable()).isTrue();
                assertThat(remedy.command()).isEqualTo("vireo nh --node faulty-far --convert-encap udp --to 192.0.2.1");
                remedy.treatment().apply();

                assertThat(flags(there, 7)).isEqualTo(Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS);
                assertThat(flags(there, 8)).isEqualTo(Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_GRE);
                assertThat(flags(here, 5)).isEqualTo(Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS);
                assertThat(remedy("gre-entropy", Severity.NOTE, Map.of()).applicable())
                        .as("nothing is left to convert")
                        .isFalse();
            }
        }
    }

    private static void fabric(final VrouterClient client) {
        client.request(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, Vif.FABRIC_INDEX)
                .put(VrInterface.NAME, "eth0")
                .put(VrInterface.TYPE, Vif.TYPE_PHYSICAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.QOS_MAP_INDEX, -1)
                .put(VrInterface.MAC, new byte[] {2, 0, 0, 0, 0, 1}));
    }

    private static void tunnel(final VrouterClient client, final int id, final int from, final int to, final int kind) {
        client.request(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, id)
                .put(VrNexthop.TYPE, Nexthop.TYPE_TUNNEL)
                .put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | kind)
                .put(VrNexthop.ENCAP_OIF_ID, Vif.FABRIC_INDEX)
                .put(VrNexthop.TUN_SIP, WireIpv4.toWire(from))
                .put(VrNexthop.TUN_DIP, WireIpv4.toWire(to)));
    }

    private static int flags(final VrouterClient client, final int id) {
        return client.request(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, id))
                .first(VrNexthop.class)
                .value(VrNexthop.FLAGS);
    }
}
