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

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import org.junit.jupiter.api.Test;

/** Two tenants with the same addresses on the same nodes never see each other's packets. */
class IsolationTest {
    private static final int PACKETS = 2000;

    private static byte[] frame(final long source, final int from, final int to, final String text) {
        final byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        return ethernet(ROUTER_MAC, source, 0x0800, ipv4(0, 0, 64, 17, from, to, udp(1000, 2000, payload)));
    }

    private static void assertOnly(final List<byte[]> frames, final String text) {
        assertThat(frames)
                .isNotEmpty()
                .allSatisfy(frame -> assertThat(new String(frame, StandardCharsets.ISO_8859_1))
                        .contains(text));
    }

    @Test
    void shouldKeepAFloodOfBothApart() {
        try (TwoNodes lab = new TwoNodes()) {
            int sent = 0;
            int red = 0;
            int blue = 0;
            while (sent < PACKETS) {
                for (int i = 0; i < 16; i++, sent++) {
                    lab.redHere.send(frame(GUEST_MAC, GUEST, FAR_GUEST, "of red"));
                    lab.blueHere.send(frame(GUEST_MAC, GUEST, FAR_GUEST, "of blue"));
                    lab.redThere.send(frame(TwoNodes.FAR_MAC, FAR_GUEST, GUEST, "of red"));
                    lab.blueThere.send(frame(TwoNodes.FAR_MAC, FAR_GUEST, GUEST, "of blue"));
                }
                lab.settle();
                final List<byte[]> redGot = lab.redThere.receive();
                final List<byte[]> blueGot = lab.blueThere.receive();
                red += redGot.size();
                blue += blueGot.size();
                assertOnly(redGot, "of red");
                assertOnly(blueGot, "of blue");
                assertOnly(lab.redHere.receive(), "of red");
                assertOnly(lab.blueHere.receive(), "of blue");
            }
            assertThat(red).isEqualTo(sent);
            assertThat(blue).isEqualTo(sent);
            assertThat(lab.here.drops()).isEmpty();
            assertThat(lab.there.ledger().checks().getFirst().holds()).isTrue();
        }
    }

    @Test
    void shouldNotLetASpoofedSourceIntoTheOtherNetwork() {
        try (TwoNodes lab = new TwoNodes()) {
            for (int address = 0x78000000; address < 0x78000020; address++) {
                lab.redHere.send(frame(GUEST_MAC, address, FAR_GUEST, "spoofed"));
                lab.settle();
            }
            assertThat(lab.blueThere.receive()).isEmpty();
            assertThat(lab.blueHere.receive()).isEmpty();
            assertThat(lab.redThere.receive()).as("the one that was its own").hasSize(1);
            assertThat(lab.here.drops()).containsOnlyKeys(DropReason.SPOOFED_SOURCE);
        }
    }

    @Test
    void shouldNotReachAnAddressThatOnlyTheOtherNetworkHas() {
        try (TwoNodes lab = new TwoNodes()) {
            lab.here.route(TestNode.BLUE, 0x78000077, 32, TestNode.TUNNEL_NEXTHOP, TwoNodes.BLUE_THERE);
            lab.redHere.send(frame(GUEST_MAC, GUEST, 0x78000077, "of red"));
            lab.settle();
            assertThat(lab.here.drops()).containsOnlyKeys(DropReason.DISCARD);
        }
    }
}
