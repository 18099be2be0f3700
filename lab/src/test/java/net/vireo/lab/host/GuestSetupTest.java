// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import org.junit.jupiter.api.Test;

class GuestSetupTest {
    private static final Guest GUEST = Scenarios.TWO_NODES.withAgents().guest("g2-vm0");

    /** As Linux writes {@code /proc/net/if_inet6}. */
    private static String table(final String flags) {
        return """
                00000000000000000000000000000001 01 80 10 80       lo
                fe80000000000000000078fffe001004 02 40 20 80     eth0
                fd00012000000000000078fffe001004 02 40 00 FLAGS     eth0
                """.replace("FLAGS", flags);
    }

    @Test
    void shouldUseAnAddressThatWasTriedToBeNobodyElses() {
        assertThat(GuestSetup.isUsable(table("00"), GUEST)).isTrue();
    }

    @Test
    void shouldNotUseATentativeOrADoubleAddress() {
        assertThat(GuestSetup.isUsable(table("40"), GUEST)).isFalse();
        assertThat(GuestSetup.isUsable(table("48"), GUEST)).isFalse();
        assertThat(GuestSetup.isUsable("", GUEST)).isFalse();
        assertThat(GuestSetup.isUsable("cat: can't open '/proc/net/if_inet6'", GUEST))
                .isFalse();
    }

    @Test
    void shouldWriteNameServersWhereTheGuestReadsThem() {
        assertThat(GuestSetup.script("/a/b")).startsWith("#!/bin/sh\n").contains("} > /a/b\n");
    }
}
