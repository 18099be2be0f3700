// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static net.vireo.vrouter.flow.FatFlowRules.DESTINATION_ADDRESS;
import static net.vireo.vrouter.flow.FatFlowRules.DESTINATION_PORT;
import static net.vireo.vrouter.flow.FatFlowRules.SOURCE_ADDRESS;
import static net.vireo.vrouter.flow.FatFlowRules.SOURCE_PORT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FatFlowRulesTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private final FatFlowRulesBuilder builder = new FatFlowRulesBuilder();

    @Test
    void shouldLeaveOutTheOtherPortThanTheServices() {
        add(rule(UDP, 53, 0));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(UDP, 40000, 53, false)).isEqualTo(SOURCE_PORT);
        assertThat(rules.ignored(UDP, 53, 40000, false)).isEqualTo(DESTINATION_PORT);
        assertThat(rules.ignored(UDP, 40000, 54, false)).isZero();
        assertThat(rules.ignored(TCP, 40000, 53, false)).isZero();
        assertThat(rules.ignored(132, 40000, 53, false)).isZero();
        assertThat(rules.isEmpty()).isFalse();
    }

    @Test
    void shouldLetTheSmallerPortWinWhenBothHaveRules() {
        add(rule(TCP, 80, 1));
        add(rule(TCP, 443, 2));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(TCP, 80, 443, false)).isEqualTo(DESTINATION_PORT | SOURCE_ADDRESS);
        assertThat(rules.ignored(TCP, 443, 80, false)).isEqualTo(SOURCE_PORT | SOURCE_ADDRESS);
    }

    @Test
    void shouldLetACertainPortGoBeforeAllPorts() {
        add(rule(UDP, 0, 0));
        add(rule(UDP, 53, 1));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(UDP, 1, 2, false)).isEqualTo(SOURCE_PORT | DESTINATION_PORT);
        assertThat(rules.ignored(UDP, 1, 53, false)).isEqualTo(SOURCE_PORT | SOURCE_ADDRESS);
    }

    @Test
    void shouldSwapAddressesOnTheWayToTheGuest() {
        add(rule(UDP, 53, 1));
        add(rule(UDP, 67, 2));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(UDP, 53, 9999, true)).isEqualTo(DESTINATION_PORT | DESTINATION_ADDRESS);
        assertThat(rules.ignored(UDP, 67, 9999, true)).isEqualTo(DESTINATION_PORT | SOURCE_ADDRESS);
        assertThat(rules.ignored(UDP, 67, 9999, false)).isEqualTo(DESTINATION_PORT | DESTINATION_ADDRESS);
    }

    @Test
    void shouldKnowProtocolsWithoutPorts() {
        add(rule(0, ICMP, 1));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(ICMP, 7, 0, false)).isEqualTo(SOURCE_ADDRESS);
        assertThat(rules.ignored(47, 0, 0, false)).isZero();
    }

    @Test
    void shouldTakeAProtocolWithPortsUnderItsNumberAsAllItsPorts() {
        add(rule(0, TCP, 2));
        assertThat(builder.build().ignored(TCP, 1, 2, false))
                .isEqualTo(SOURCE_PORT | DESTINATION_PORT | DESTINATION_ADDRESS);
    }

    @Test
    void shouldNotBeFooledByTheLastPortAndProtocol() {
        add(rule(TCP, 65535, 0));
        add(rule(0, 255, 2));
        final FatFlowRules rules = builder.build();
        assertThat(rules.ignored(TCP, 65535, 1, false)).isEqualTo(DESTINATION_PORT);
        assertThat(rules.ignored(255, 0, 0, false)).isEqualTo(DESTINATION_ADDRESS);
        assertThat(rules.ignored(TCP, 65534, 1, false)).isZero();
    }

    @Test
    void shouldSayWhichRulesItDoesNotKnow() {
        assertThat(builder.add(1 << 28 | rule(TCP, 80, 0))).isFalse();
        assertThat(builder.add(rule(0, 256, 0))).isFalse();
        assertThat(builder.build().isEmpty()).isTrue();
        assertThat(FatFlowRules.NONE.ignored(TCP, 1, 2, false)).isZero();
    }

    @Test
    void shouldExcludePrefixes() {
        assertThat(builder.exclude(0xa9fe0000, 16)).isTrue();
        assertThat(builder.exclude(0x0a000001, 32)).isTrue();
        assertThat(builder.exclude(0xfe80_0000_0000_0000L, 0, 10)).isTrue();
        assertThat(builder.exclude(0xfd00_0000_0000_0000L, 5, 128)).isTrue();
        assertThat(builder.exclude(1, 33)).isFalse();
        assertThat(builder.exclude(1, 2, 129)).isFalse();
        final FatFlowRules rules = builder.build();
        assertThat(rules.isExcluded(0xa9fea9fe)).isTrue();
        assertThat(rules.isExcluded(0xa9ff0000)).isFalse();
        assertThat(rules.isExcluded(0x0a000001)).isTrue();
        assertThat(rules.isExcluded(0x0a000002)).isFalse();
        assertThat(rules.isExcluded(0xfebf_ffff_ffff_ffffL, 1)).isTrue();
        assertThat(rules.isExcluded(0xfec0_0000_0000_0000L, 1)).isFalse();
        assertThat(rules.isExcluded(0xfd00_0000_0000_0000L, 5)).isTrue();
        assertThat(rules.isExcluded(0xfd00_0000_0000_0000L, 4)).isFalse();
    }

    private void add(final int rule) {
        assertThat(builder.add(rule)).isTrue();
    }

    private static int rule(final int protocol, final int port, final int data) {
        return data << 24 | protocol << 16 | port;
    }
}
