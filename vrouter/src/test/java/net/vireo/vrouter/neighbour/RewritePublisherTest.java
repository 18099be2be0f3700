// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

class RewritePublisherTest {
    private static final int DESTINATION = 0xc0000202;
    private static final long MAC = 0x5254_00aa_0002L;
    private static final String STATIC_HEADER = "0211223344550200000000010800";

    private final Tables tables = new Tables(new Tables.Limits(8, 4, 64, 64));
    private final RewritePublisher publisher = new RewritePublisher(tables);

    RewritePublisherTest() {
        fabric(0x5254_00aa_0001L);
        tunnel("");
        publisher.want(46);
    }

    @Test
    void shouldPublishAndWithdrawAHeader() {
        publisher.found(46, DESTINATION, MAC);
        assertThat(rewrite()).isEqualTo("525400aa0002525400aa00010800");
        assertThat(tables.nexthop(46).resolved).isTrue();
        publisher.lost(46, DESTINATION);
        assertThat(tables.nexthop(46).resolved).isFalse();
    }

    @Test
    void shouldIgnoreFindingsThatComeTooLate() {
        publisher.found(46, DESTINATION + 1, MAC);
        assertThat(tables.nexthop(46).resolved)
                .as("told for its former destination")
                .isFalse();

        tunnel(STATIC_HEADER);
        publisher.settle(46);
        publisher.found(46, DESTINATION, MAC);
        publisher.lost(46, DESTINATION);
        assertThat(rewrite()).isEqualTo(STATIC_HEADER);

        tables.removeNexthop(46);
        publisher.want(46);
        publisher.found(46, DESTINATION, MAC);
        assertThat(tables.nexthop(46)).isNull();
    }

    @Test
    void shouldFollowTheFabricsOwnMac() {
        publisher.found(46, DESTINATION, MAC);
        fabric(0x5254_00aa_0077L);
        publisher.vifChanged(3);
        assertThat(rewrite()).isEqualTo("525400aa0002525400aa00010800");
        publisher.vifChanged(0);
        assertThat(rewrite()).isEqualTo("525400aa0002525400aa00770800");
        publisher.lost(46, DESTINATION);
        publisher.vifChanged(0);
        assertThat(tables.nexthop(46).resolved).isFalse();
    }

    private String rewrite() {
        return HexFormat.of().formatHex(tables.nexthop(46).rewrite());
    }

    private void tunnel(final String header) {
        tables.putNexthop(new Nexthop(
                46,
                Nexthop.TYPE_TUNNEL,
                2,
                Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS,
                0,
                0,
                0xc0000201,
                DESTINATION,
                HexFormat.of().parseHex(header)));
    }

    private void fabric(final long mac) {
        tables.putVif(new Vif(0, Vif.TYPE_PHYSICAL, Vif.TRANSPORT_ETH, "fabric", 0, 65535, 0, mac, 0, 1514, 0, -1, -1));
    }
}
