// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.VrInterface;
import org.junit.jupiter.api.Test;

class VifRatesTest {
    private static Map<Integer, VrInterface> sample(final long received, final long sent, final long portErrors) {
        return Map.of(
                3,
                new VrInterface()
                        .put(VrInterface.IDX, 3)
                        .put(VrInterface.TYPE, 3)
                        .put(VrInterface.NAME, "tap0")
                        .put(VrInterface.IPACKETS, received)
                        .put(VrInterface.OPACKETS, sent)
                        .put(VrInterface.PORT_OERRORS, portErrors));
    }

    @Test
    void shouldDivideWhatHappenedByTheTimeItTook() {
        assertThat(VifRates.text(sample(100, 50, 1), sample(300, 60, 5), 2.0, new NodeNames(""))
                        .toString())
                .isEqualTo("""
                        Interface name                VIF ID                               RX                      TX
                                                                           Errors     Packets      Errors     Packets

                        Virtual: tap0                 vif0/3                    0         100           2           5

                        """);
    }

    @Test
    void shouldShowZeroForCountersThatWereSetBack() {
        assertThat(VifRates.text(sample(100, 50, 1), sample(3, 5, 0), 1.0, new NodeNames(""))
                        .toString())
                .contains("vif0/3                    0           0           0           0\n");
    }

    @Test
    void shouldBeOneLineOfJsonPerSample() {
        final String json = VifRates.json(Map.of(), sample(100, 50, 1), 1.0, new NodeNames(""));

        Json.check(json);
        assertThat(json).hasLineCount(1).contains("\"rxPacketsPerSecond\":100");
    }
}
