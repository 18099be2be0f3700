// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.vireo.cli.Run;
import net.vireo.cli.StandInRouter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a router's real handlers. */
class EncapConversionTest {
    @TempDir
    private Path directory;

    private StandInRouter router;

    @BeforeEach
    void start() {
        router = new StandInRouter(directory);
        done("vif --add eth0 --type physical --transport eth --vrf 0 --id 0 --mac 52:54:00:aa:00:01");
        done("nh --create 45 --type 3 --oif 0 --sip 192.0.2.1 --dip 192.0.2.2");
        done("nh --create 46 --type 3 --oif 0 --sip 192.0.2.1 --dip 192.0.2.3 --smac 52:54:00:aa:00:01"
                + " --dmac 52:54:00:aa:00:03");
        done("nh --create 47 --type 3 --oif 0 --sip 192.0.2.1 --dip 192.0.2.2 --vxlan");
        done("nh --create 48 --type 3 --oif 0 --sip 192.0.2.1 --dip 192.0.2.9 --vxlan");
    }

    @AfterEach
    void stop() {
        router.close();
    }

    private Run run(final String command) {
        return Run.of((command + " --sock-dir " + directory).split(" "));
    }

    private String done(final String command) {
        final Run run = run(command);
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void shouldMakeGreTunnelsUdpAndBack() {
        assertThat(done("nh --convert-encap udp")).isEqualTo("""
                next hop 45 to 192.0.2.2 is MPLS over UDP now
                next hop 46 to 192.0.2.3 is MPLS over UDP now
                """);
        assertThat(done("nh --get 46"))
                .contains("MPLSoUDP")
                .doesNotContain("MPLSoGRE")
                .contains("Sip:192.0.2.1 Dip:192.0.2.3")
                .containsIgnoringCase("525400aa0003525400aa0001".substring(0, 2));
        assertThat(done("nh --get 47")).as("other kinds stay").contains("Vxlan");
        assertThat(done("nh --convert-encap udp")).isEqualTo("every such tunnel is MPLS over UDP already\n");

        assertThat(done("nh --convert-encap gre --to 192.0.2.3 -o json"))
                .contains("\"id\" : 46", "\"to\" : \"192.0.2.3\"")
                .doesNotContain("45");
        assertThat(done("nh --get 46")).contains("MPLSoGRE");
        assertThat(done("nh --get 45")).contains("MPLSoUDP");
    }

    @Test
    void shouldRefuseWhatCannotBeConverted() {
        final Run vxlan = run("nh --convert-encap udp --to 192.0.2.9");
        assertThat(vxlan.exitCode()).isEqualTo(1);
        assertThat(vxlan.err()).contains("no tunnel to 192.0.2.9 is MPLS over GRE", "'vireo apply' it");

        final Run none = run("nh --convert-encap udp --to 192.0.2.77");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("there is no tunnel to 192.0.2.77", "'vireo nh' lists");

        final Run toVxlan = run("nh --convert-encap vxlan");
        assertThat(toVxlan.exitCode()).isEqualTo(2);
        assertThat(toVxlan.err()).contains("network ids where MPLS carries labels");
        assertThat(run("nh --convert-encap tcp").exitCode()).isEqualTo(2);
        assertThat(run("nh --to 192.0.2.2").exitCode()).isEqualTo(2);
        assertThat(run("nh --convert-encap udp --get 4").exitCode()).isEqualTo(2);
    }
}
