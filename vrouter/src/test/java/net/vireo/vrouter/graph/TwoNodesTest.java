// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static net.vireo.vrouter.graph.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwoNodesTest {
    @Test
    void shouldCarryAPacketFromGuestToGuestAcrossTheFabric() {
        try (TwoNodes lab = new TwoNodes()) {
            final byte[] payload = "across the fabric".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            lab.redHere.send(ethernet(
                    ROUTER_MAC, GUEST_MAC, 0x0800, ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, udp(1000, 2000, payload))));
            lab.settle();
            assertThat(lab.redThere.receive())
                    .as("drops here %s, there %s", lab.here.drops(), lab.there.drops())
                    .singleElement()
                    .isEqualTo(ethernet(
                            TwoNodes.FAR_MAC,
                            ROUTER_MAC,
                            0x0800,
                            ipv4(0, 0, 63, 17, GUEST, FAR_GUEST, udp(1000, 2000, payload))));
            assertThat(lab.here.ledger().broken()).isEmpty();
        }
    }
}
