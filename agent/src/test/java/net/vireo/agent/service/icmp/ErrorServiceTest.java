// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.MacAddress;
import org.junit.jupiter.api.Test;

class ErrorServiceTest {
    private static final RecordedFrames KERNEL = RecordedFrames.of("icmp");

    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final ErrorService service = new ErrorService(counters);
    private final PlainGuest guest = new PlainGuest();

    @Test
    void shouldSayPortUnreachableAsTheKernelDoes() throws Exception {
        final Ipv4Packet ours = Ipv4Packet.parse(tell(KERNEL.get("udp"), ErrorKind.PORT_UNREACHABLE, 0));
        final Ipv4Packet theirs = Ipv4Packet.parse(KERNEL.get("port-unreachable"));
        assertThat(ours.payload()).isEqualTo(theirs.payload());
        assertThat(ours.source()).isEqualTo(theirs.source());
        assertThat(ours.destination()).isEqualTo(theirs.destination());
        final Icmp6Packet ours6 = Icmp6Packet.parse(tell(KERNEL.get("udp6"), ErrorKind.PORT_UNREACHABLE, 0));
        final Icmp6Packet theirs6 = Icmp6Packet.parse(KERNEL.get("port-unreachable6"));
        assertThat(ours6.type()).isEqualTo(theirs6.type());
        assertThat(ours6.code()).isEqualTo(theirs6.code());
        assertThat(ours6.body()).isEqualTo(theirs6.body());
    }

    @Test
    void shouldNameTheMtu() throws Exception {
        final Ipv4Packet packet = Ipv4Packet.parse(tell(KERNEL.get("udp"), ErrorKind.TOO_BIG, 1400));
        assertThat(packet.payload().slice(0, 2)).hasToString("0304");
        assertThat(packet.payload().slice(4, 8)).hasToString("00000578");
        final Icmp6Packet packet6 = Icmp6Packet.parse(tell(KERNEL.get("udp6"), ErrorKind.TOO_BIG, 1400));
        assertThat(packet6.type()).isEqualTo(2);
        assertThat(packet6.body().slice(0, 4)).hasToString("00000578");
    }

    @Test
    void shouldQuoteNoMoreThanAnErrorMayHold() throws Exception {
        final Bytes big = udp(Ipv4Address.parse("192.0.2.1"), new byte[1400]);
        final Bytes error = tell(big, ErrorKind.TIME_EXCEEDED, 0);
        assertThat(error.size()).isEqualTo(14 + 576);
        assertThat(Ipv4Packet.parse(error).payload().slice(8, 556)).isEqualTo(big.slice(14, 562));
    }

    @Test
    void shouldNeverSendAnErrorAboutAnError() {
        for (final String name : new String[] {"port-unreachable", "port-unreachable6"}) {
            final byte[] mine = KERNEL.get(name).toArray();
            for (int i = 0; i < 6; i++) {
                mine[6 + i] = (byte) (PlainGuest.MAC >>> 40 - 8 * i);
            }
            assertThat(service.tell(guest, Bytes.of(mine), ErrorKind.NO_ROUTE, 0, 0))
                    .as(name)
                    .isEmpty();
        }
        assertThat(counters).hasToString("forbidden=2");
    }

    @Test
    void shouldSendAnErrorAboutAnEcho() {
        assertThat(service.tell(guest, KERNEL.get("echo-request"), ErrorKind.TIME_EXCEEDED, 0, 0))
                .isPresent();
        assertThat(service.tell(guest, KERNEL.get("echo6-request"), ErrorKind.TIME_EXCEEDED, 0, 0))
                .isPresent();
    }

    @Test
    void shouldKeepSilentAboutBroadcastsGroupsAndLaterFragments() {
        for (final String to : new String[] {"10.0.0.255", "255.255.255.255", "224.0.0.5"}) {
            assertThat(service.tell(guest, udp(Ipv4Address.parse(to), new byte[9]), ErrorKind.NO_ROUTE, 0, 0))
                    .as(to)
                    .isEmpty();
        }
        final byte[] fragment = KERNEL.get("udp").toArray();
        fragment[21] = 1;
        assertThat(service.tell(guest, Bytes.of(fragment), ErrorKind.NO_ROUTE, 0, 0))
                .isEmpty();
        assertThat(counters).hasToString("forbidden=4");
    }

    @Test
    void shouldTellNobodyAboutAnothersPacket() {
        guest.ipv4.clear();
        assertThat(service.tell(guest, KERNEL.get("udp"), ErrorKind.NO_ROUTE, 0, 0))
                .isEmpty();
        guest.mac++;
        assertThat(service.tell(guest, KERNEL.get("udp6"), ErrorKind.NO_ROUTE, 0, 0))
                .isEmpty();
        assertThat(counters).hasToString("foreign-mac=1, foreign-address=1");
    }

    @Test
    void shouldTellOneGuestNoMoreThanTenASecond() {
        int told = 0;
        for (int i = 0; i < 1000; i++) {
            told += service.tell(guest, KERNEL.get("udp"), ErrorKind.NO_ROUTE, 0, i)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(told).isEqualTo(20);
        guest.vif = 4;
        assertThat(service.tell(guest, KERNEL.get("udp"), ErrorKind.NO_ROUTE, 0, 1000))
                .isPresent();
    }

    @Test
    void shouldCountCausesThatAreCutOffInTheirHeaders() {
        for (int length = 0; length < 34; length++) {
            assertThat(service.tell(guest, KERNEL.get("udp").slice(0, length), ErrorKind.NO_ROUTE, 0, 0))
                    .isEmpty();
        }
        for (int length = 0; length < 54; length++) {
            assertThat(service.tell(guest, KERNEL.get("udp6").slice(0, length), ErrorKind.NO_ROUTE, 0, 0))
                    .isEmpty();
        }
        assertThat(counters).hasToString("malformed-cause=88");
    }

    private Bytes tell(final Bytes cause, final ErrorKind kind, final int mtuBytes) {
        return service.tell(guest, cause, kind, mtuBytes, 0).orElseThrow();
    }

    private static Bytes udp(final int destination, final byte[] payload) {
        return new Udp4Packet(
                        MacAddress.BROADCAST, PlainGuest.MAC, PlainGuest.ADDRESS, destination, 5, 6, Bytes.of(payload))
                .toFrame();
    }
}
