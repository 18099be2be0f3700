// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PeersResultTest {
    @Test
    void shouldCompareQuantileWithQuantile() {
        final PeersResult result = new PeersResult();
        final PeersCase l2 = new L2Case();
        result.add(
                l2,
                List.of(
                        new PeersRow("64 B", "Vireo", Samples.untagged(List.of(2.0, 4.0, 6.0))),
                        new PeersRow("64 B", "OVS-DPDK", Samples.untagged(List.of(1.0, 2.0))),
                        new PeersRow("64 B", "Vireo", Samples.untagged(List.of(8.0, 10.0)))));
        result.add(l2, List.of(new PeersRow("64 B", "OVS-DPDK", Samples.untagged(List.of(3.0)))));

        assertThat(result.text())
                .contains("l2: frames between two guests")
                .contains("64 B         Vireo                    5    4.00    6.00    8.00   10.00")
                .contains("64 B         OVS-DPDK                 3    1.50    2.00    2.50    3.00")
                .contains("Vireo x OVS-DPDK              2.67    3.00    3.20");
        assertThat(result.json()).contains("\"ratiosP25MedianP75\"", "\"case\" : \"l2\"", "\"load\" : \"64 B\"");
    }

    @Test
    void shouldCompareEachOfOursWithEachOther() {
        final PeersResult result = new PeersResult();
        result.add(
                new L2Case(),
                List.of(
                        new PeersRow("one", "Vireo A", Samples.untagged(List.of(2.0))),
                        new PeersRow("one", "Vireo B", Samples.untagged(List.of(3.0))),
                        new PeersRow("one", "OVS C", Samples.untagged(List.of(1.0))),
                        new PeersRow("one", "OVS D", Samples.untagged(List.of(4.0)))));

        assertThat(result.text())
                .containsPattern("Vireo A x OVS C +2.00")
                .containsPattern("Vireo A x OVS D +0.50")
                .containsPattern("Vireo B x OVS C +3.00")
                .containsPattern("Vireo B x OVS D +0.75")
                .doesNotContain("Vireo A x Vireo B", "OVS C x");
    }

    @Test
    void shouldCompareEachDistanceApart() {
        final Distance[] distances = {
            Distance.NEAR, Distance.FAR, Distance.NEAR, Distance.FAR, Distance.MIXED,
            Distance.NEAR, Distance.FAR, Distance.NEAR, Distance.FAR, Distance.NEAR
        };
        final PeersResult result = new PeersResult();
        result.add(
                new L2Case(),
                List.of(
                        new PeersRow("64 B", "Vireo", tagged(distances, 12, 6, 12, 6, 99, 12, 6, 12, 6, 12)),
                        new PeersRow("64 B", "OVS-DPDK", tagged(distances, 8, 5, 8, 5, 99, 8, 5, 8, 5, 8))));

        assertThat(result.text())
                .containsPattern(" near +Vireo +5 +12.00 +12.00 +12.00")
                .containsPattern(" near +OVS-DPDK +5 +8.00")
                .containsPattern("x OVS-DPDK +1.50 +1.50 +1.50")
                .doesNotContain("  far"); // four samples say nothing
        assertThat(result.json())
                .containsPattern("\"nearRatiosP25MedianP75\" : \\[ \\{[^}]*1.5, 1.5, 1.5")
                .containsPattern("\"farRatiosP25MedianP75\" : \\[ \\{[^}]*1.2, 1.2, 1.2")
                .contains("\"mixed\"");
    }

    private static Samples tagged(final Distance[] distances, final double... values) {
        return new Samples(Arrays.stream(values).boxed().toList(), List.of(distances));
    }

    @Test
    void shouldSayWhatIsWrongWithItsOptions() {
        assertThat(refusal("--sizes", "64,9000")).contains("9000, must be 60 to 1518");
        assertThat(refusal("--rounds", "0")).contains("1 to 60");
        assertThat(refusal("--warm-up", "-1")).contains("--warm-up is -1, must be 0 to 60");
        assertThat(refusal("--case", "l3"))
                .contains("--case is 'l3', expected l2")
                .contains("or all");
        assertThat(refusal("-o", "yaml")).contains("expected text or json");
    }

    private static String refusal(final String... arguments) {
        final StringWriter said = new StringWriter();
        final int code = new CommandLine(new PeersCommand())
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
        assertThat(code).isEqualTo(2);
        return said.toString();
    }
}
