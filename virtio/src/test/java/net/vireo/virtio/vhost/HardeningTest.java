// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static net.vireo.virtio.vhost.ScriptedPeer.GUEST;
import static net.vireo.virtio.vhost.ScriptedPeer.LENGTH;
import static net.vireo.virtio.vhost.ScriptedPeer.PACKED;
import static net.vireo.virtio.vhost.ScriptedPeer.SPLIT;
import static net.vireo.virtio.vhost.ScriptedPeer.USER;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others got wrong in messages (sheet vhost-user 11), one test for each. What concerns rings is tested there. */
class HardeningTest {
    private final ScriptedPeer peer = new ScriptedPeer().negotiate(SPLIT);

    /** CVE-2018-1059: a ring area that runs over the end of its region, even into the next one. */
    @Test
    void shouldRefuseARingThatCrossesRegionsCve20181059() {
        peer.share();
        peer.sendWithFds(
                FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(Wire.region(GUEST + LENGTH, LENGTH, USER + LENGTH, 0)));
        peer.send(FrontEndRequest.SET_VRING_NUM, Wire.state(0, 256));
        final long end = USER + LENGTH;
        refuseAddresses("descriptor area, 4096 bytes", end - 4080, USER + 0x2000, USER + 0x1000);
        refuseAddresses("driver area, 518 bytes", USER, USER + 0x2000, end - 516);
        refuseAddresses("device area, 2054 bytes", USER, end - 2052, USER + 0x1000);
        refuseAddresses("descriptor area", 0, USER + 0x2000, USER + 0x1000);
        refuseAddresses("descriptor area", -4096, USER + 0x2000, USER + 0x1000);
        refuseAddresses("descriptor area", USER - 16, USER + 0x2000, USER + 0x1000);
        place(end - 4096, end - 8192, end - 12288);
        assertThat(peer.ask(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0))).isZero();
        peer.end();
    }

    /** CVE-2019-14818: descriptors of refused messages and of repetitions leak. */
    @Test
    void shouldLeakNothingOnRefusalsAndRepetitionsCve201914818() {
        peer.share().start(0);
        for (int i = 0; i < 100; i++) {
            peer.ask(FrontEndRequest.SET_VRING_CALL, 1, Wire.u64(0));
            peer.ask(FrontEndRequest.SET_VRING_ERR, 1, Wire.u64(0));
            peer.ask(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
            peer.ask(FrontEndRequest.SET_VRING_CALL, 1, Wire.u64(0xff));
            peer.ask(FrontEndRequest.SET_VRING_NUM, 1, Wire.state(0, 256));
            peer.ask(FrontEndRequest.SET_MEM_TABLE, 1, Wire.table(1, Wire.region(GUEST, LENGTH, USER, 0)));
            peer.ask(FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(Wire.region(GUEST, LENGTH, USER, 0)));
            assertThat(peer.fds.openCount()).as("region, kick, call, error").isEqualTo(4);
        }
        peer.end();
    }

    /** CVE-2020-10722 and CVE-2026-86561: offset, length and address whose sum wraps around; a length of 0. */
    @Test
    void shouldRefuseRegionsThatWrapCve202010722Cve202686561() {
        refuseRegion("empty", GUEST, 0, USER, 0);
        refuseRegion("beyond all addresses", GUEST, LENGTH, USER, -LENGTH);
        refuseRegion("beyond all addresses", GUEST, LENGTH, USER, -16);
        refuseRegion("beyond all addresses", GUEST, -16, USER, 32);
        refuseRegion("beyond all addresses", -LENGTH, LENGTH, USER, 0);
        refuseRegion("beyond all addresses", GUEST, LENGTH, -LENGTH, 0);
        refuseRegion("beyond all addresses", GUEST, Long.MAX_VALUE, USER, 0);
        refuseRegion("beyond all addresses", Long.MAX_VALUE & -16, 32, USER, 0);
        refuseRegion("multiple of 16", GUEST, LENGTH, USER, 8);
        refuseRegion("multiple of 16", GUEST + 1, LENGTH, USER, 0);
        refuseRegion("multiple of 16", GUEST, LENGTH, USER + 2, 0);
        peer.end();
    }

    /** CVE-2020-10723: an index that is in range only when it is narrowed. */
    @ParameterizedTest
    @ValueSource(ints = {8, 0x100, 0x10000, 0x10001, 0x7fffffff, 0x80000000, 0xffffffff})
    void shouldLookAtAllBitsOfAnIndexCve202010723(final int index) {
        final String sentence = "no ring " + Integer.toUnsignedString(index);
        for (final FrontEndRequest request : new FrontEndRequest[] {
            FrontEndRequest.SET_VRING_NUM, FrontEndRequest.SET_VRING_BASE, FrontEndRequest.SET_VRING_ENABLE
        }) {
            peer.assertRefused(Refusal.RING, sentence, request, 0, Wire.state(index, 1));
        }
        peer.assertRefused(
                Refusal.RING,
                sentence,
                FrontEndRequest.SET_VRING_ADDR,
                0,
                Wire.address(index, 0, USER, USER + 0x2000, USER + 0x1000));
        peer.send(FrontEndRequest.GET_VRING_BASE, Wire.state(index, 0));
        peer.assertEnded(Refusal.RING, sentence);
    }

    /** The same for the payload that is an index of 8 bits, a flag and nothing else. */
    @ParameterizedTest
    @ValueSource(longs = {0x200, 0x10000, 1L << 32, 1L << 63, -1})
    void shouldLookAtAllBitsOfANotifiersIndexCve202010723(final long payload) {
        for (final FrontEndRequest request : new FrontEndRequest[] {
            FrontEndRequest.SET_VRING_KICK, FrontEndRequest.SET_VRING_CALL, FrontEndRequest.SET_VRING_ERR
        }) {
            peer.assertRefused(Refusal.RING, "neither a ring", request, 1, Wire.u64(payload));
            peer.assertRefused(Refusal.RING, "no ring 8", request, 1, Wire.u64(8));
            peer.assertRefused(Refusal.RING, "no ring 255", request, 0, Wire.u64(0x1ff));
        }
        assertThat(peer.fds.openCount()).isZero();
        peer.end();
    }

    /** CVE-2020-10726, CVE-2021-3839 and CVE-2026-86565: in-flight regions are not offered, their descriptors closed. */
    @Test
    void shouldRefuseInflightRegionsCve202010726Cve20213839() {
        for (int i = 0; i < 10; i++) {
            peer.assertRefused(Refusal.NOT_NEGOTIATED, "bit 12", FrontEndRequest.SET_INFLIGHT_FD, 1, new byte[20]);
        }
        peer.send(FrontEndRequest.GET_INFLIGHT_FD, new byte[20]);
        peer.assertEnded(Refusal.NOT_NEGOTIATED, "GET_INFLIGHT_FD needs protocol feature bit 12");
    }

    /** CVE-2026-86563, CVE-2020-10722: dirty logging is not offered, in none of its parts. */
    @Test
    void shouldRefuseDirtyLoggingCve202686563() {
        peer.assertRefused(Refusal.NOT_NEGOTIATED, "bit 1", FrontEndRequest.SET_LOG_FD, 1);
        peer.assertRefused(
                Refusal.NOT_NEGOTIATED,
                "logging is not offered",
                FrontEndRequest.SET_VRING_ADDR,
                0,
                Wire.address(0, 1, USER, USER + 0x2000, USER + 0x1000));
        peer.sendWithFds(FrontEndRequest.SET_LOG_BASE, 1, new byte[16]);
        peer.assertEnded(Refusal.NOT_NEGOTIATED, "SET_LOG_BASE needs protocol feature bit 1");
    }

    /** CVE-2022-0669: descriptors with a request that has none. */
    @ParameterizedTest
    @EnumSource(FrontEndRequest.class)
    void shouldRefuseDescriptorsWhereNoneBelongCve20220669(final FrontEndRequest request) {
        peer.send(Wire.message(request, Wire.NEED_REPLY, new byte[request.minPayloadBytes()]), request.maxFds() + 1);
        assertThat(peer.device.refusals).hasSize(1);
        assertThat(peer.fds.openCount()).isZero();
        assertThat(peer.device.refusalKinds.getFirst()).isIn(Refusal.DESCRIPTORS, Refusal.NOT_NEGOTIATED);
        peer.end();
    }

    @Test
    void shouldRefuseOtherNumbersOfDescriptorsThanTheMessageSays() {
        peer.assertRefused(
                Refusal.DESCRIPTORS,
                "0 descriptors announced, 1 came",
                FrontEndRequest.SET_VRING_CALL,
                1,
                Wire.u64(0x100));
        peer.assertRefused(
                Refusal.DESCRIPTORS, "1 descriptors announced, 0 came", FrontEndRequest.SET_VRING_CALL, 0, Wire.u64(0));
        final byte[] region = Wire.region(GUEST, LENGTH, USER, 0);
        for (final int wrong : new int[] {0, 2, 8}) {
            peer.assertRefused(
                    Refusal.DESCRIPTORS,
                    "1 regions with " + wrong + " descriptors",
                    FrontEndRequest.SET_MEM_TABLE,
                    wrong,
                    Wire.table(1, region));
        }
        peer.assertRefused(
                Refusal.DESCRIPTORS, "with 9 descriptors", FrontEndRequest.SET_MEM_TABLE, 200, Wire.table(1, region));
        peer.assertRefused(
                Refusal.DESCRIPTORS, "with 0 descriptors", FrontEndRequest.ADD_MEM_REG, 0, Wire.slot(region));
        peer.assertRefused(
                Refusal.DESCRIPTORS, "with 2 descriptors", FrontEndRequest.ADD_MEM_REG, 2, Wire.slot(region));
        assertThat(peer.fds.openCount()).isZero();
        peer.end();
    }

    /** CVE-2026-86565: the size of a ring is frozen while it runs, and checked again with the features when it starts. */
    @Test
    void shouldFreezeAndCheckSizesCve202686565() {
        peer.share();
        refuseSize("1 to 32768", 0);
        refuseSize("1 to 32768", -1);
        refuseSize("1 to 32768", 32769);
        refuseSize("1 to 32768", 65536);
        refuseSize("power of two", 255);
        peer.start(0);
        peer.assertRefused(
                Refusal.RING_STATE, "its size stays", FrontEndRequest.SET_VRING_NUM, 0, Wire.state(0, 32768));
        assertThat(peer.session.state().rings().getFirst().size()).isEqualTo(256);
        peer.end();
    }

    @Test
    void shouldCheckASizeAgainWhenTheFeaturesMadeItWrong() {
        peer.share();
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED));
        peer.send(FrontEndRequest.SET_VRING_NUM, Wire.state(0, 255));
        place(USER, USER + 0x2000, USER + 0x1000);
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(SPLIT));
        peer.assertRefused(Refusal.RING, "power of two", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED));
        assertThat(peer.ask(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0))).isZero();
        peer.end();
    }

    @Test
    void shouldCheckAlignmentAgainWhenTheFeaturesMadeItWrong() {
        peer.share();
        peer.send(FrontEndRequest.SET_VRING_NUM, Wire.state(0, 256));
        place(USER, USER + 0x2000, USER + 0x1002);
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED));
        peer.assertRefused(Refusal.RING_ADDRESS, "not aligned to 4", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.end();
    }

    @Test
    void shouldRefuseRingsBeyondTheConfiguredSize() {
        final ScriptedPeer small = new ScriptedPeer(
                        new BackEndConfig(ScriptedPeer.OFFERED, ProtocolFeatures.SUPPORTED, 1, 1024, 8))
                .negotiate(SPLIT);
        small.assertRefused(Refusal.RING, "takes 1024 at most", FrontEndRequest.SET_VRING_NUM, 0, Wire.state(0, 2048));
        small.end();
    }

    @Test
    void shouldRefuseAreasThatAreNotAligned() {
        refuseToPlace("descriptor area at 0x7f0000000008 is not aligned to 16", USER + 8, USER + 0x2000, USER + 0x1000);
        refuseToPlace("driver area at 0x7f0000001001 is not aligned to 2", USER, USER + 0x2000, USER + 0x1001);
        refuseToPlace("device area at 0x7f0000002002 is not aligned to 4", USER, USER + 0x2002, USER + 0x1000);
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED));
        refuseToPlace("driver area at 0x7f0000001002 is not aligned to 4", USER, USER + 0x2000, USER + 0x1002);
        peer.assertRefused(
                Refusal.RING,
                "the flags 0x2",
                FrontEndRequest.SET_VRING_ADDR,
                0,
                Wire.address(0, 2, USER, USER + 0x2000, USER + 0x1000));
        peer.end();
    }

    @Test
    void shouldRefuseABaseOutsideOfTheRing() {
        peer.assertRefused(Refusal.RING, "16 bits", FrontEndRequest.SET_VRING_BASE, 0, Wire.state(0, 0x10000));
        peer.send(FrontEndRequest.SET_FEATURES, Wire.u64(PACKED));
        peer.share().configure(0);
        peer.send(FrontEndRequest.SET_VRING_BASE, Wire.state(0, 256));
        peer.assertRefused(Refusal.RING, "it is shorter", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.send(FrontEndRequest.SET_VRING_BASE, Wire.state(0, 0x8100_80ff));
        peer.assertRefused(Refusal.RING, "it is shorter", FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
        peer.send(FrontEndRequest.SET_VRING_BASE, Wire.state(0, 0x80ff_80ff));
        assertThat(peer.ask(FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0))).isZero();
        peer.end();
    }

    @Test
    void shouldRefuseToEnableWithAnythingButOneOrZero() {
        peer.assertRefused(Refusal.RING, "not with 2", FrontEndRequest.SET_VRING_ENABLE, 0, Wire.state(0, 2));
        peer.assertRefused(Refusal.RING, "not with 4294967295", FrontEndRequest.SET_VRING_ENABLE, 0, Wire.state(0, -1));
        peer.end();
    }

    /** A virtio-user that comes back asks it first of all. */
    @Test
    void shouldAnswerTheBaseOfARingThatNobodySpokeOf() {
        final ScriptedPeer fresh = new ScriptedPeer();
        fresh.send(FrontEndRequest.GET_VRING_BASE, Wire.state(7, 0));
        assertThat(fresh.answer(FrontEndRequest.GET_VRING_BASE)).isEqualTo(7);
        fresh.end();
    }

    @Test
    void shouldRefuseUnknownRequestsWithTheirDescriptors() {
        for (final int number : new int[] {0, 44, 1000, 0x10001, -1}) {
            peer.send(Wire.message(number, Wire.NEED_REPLY, new byte[33]), 2);
            assertThat(peer.reply().getLong(12)).isEqualTo(1);
            assertThat(peer.device.refusalKinds.getLast()).isEqualTo(Refusal.UNKNOWN_REQUEST);
        }
        assertThat(peer.fds.openCount()).isZero();
        peer.send(Wire.message(44, Wire.PLAIN), 1);
        peer.assertEnded(Refusal.UNKNOWN_REQUEST, "no request 44");
    }

    /** Also those that no protocol feature opens. */
    @ParameterizedTest
    @EnumSource(
            value = FrontEndRequest.class,
            names = {
                "SET_LOG_FD",
                "SET_VRING_ENDIAN",
                "SET_CONFIG",
                "CLOSE_CRYPTO_SESSION",
                "POSTCOPY_LISTEN",
                "SET_INFLIGHT_FD",
                "GPU_SET_SOCKET",
                "VRING_KICK"
            })
    void shouldRefuseWhatIsNotOffered(final FrontEndRequest request) {
        peer.send(Wire.message(request, Wire.NEED_REPLY, new byte[request.minPayloadBytes()]), request.minFds());
        assertThat(peer.answer(request)).isEqualTo(1);
        assertThat(peer.device.refusalKinds).containsExactly(Refusal.NOT_NEGOTIATED);
        peer.end();
    }

    private void refuseAddresses(final String sentence, final long descriptor, final long used, final long available) {
        place(descriptor, used, available);
        peer.assertRefused(Refusal.RING_ADDRESS, sentence, FrontEndRequest.SET_VRING_KICK, 1, Wire.u64(0));
    }

    private void place(final long descriptor, final long used, final long available) {
        assertThat(peer.ask(FrontEndRequest.SET_VRING_ADDR, Wire.address(0, 0, descriptor, used, available)))
                .isZero();
    }

    private void refuseToPlace(final String sentence, final long descriptor, final long used, final long available) {
        peer.assertRefused(
                Refusal.RING_ADDRESS,
                sentence,
                FrontEndRequest.SET_VRING_ADDR,
                0,
                Wire.address(0, 0, descriptor, used, available));
    }

    private void refuseSize(final String sentence, final int size) {
        peer.assertRefused(Refusal.RING, sentence, FrontEndRequest.SET_VRING_NUM, 0, Wire.state(0, size));
    }

    private void refuseRegion(
            final String sentence, final long guest, final long length, final long user, final long offset) {
        final byte[] region = Wire.region(guest, length, user, offset);
        peer.assertRefused(Refusal.MEMORY, sentence, FrontEndRequest.ADD_MEM_REG, 1, Wire.slot(region));
        peer.assertRefused(Refusal.MEMORY, sentence, FrontEndRequest.SET_MEM_TABLE, 1, Wire.table(1, region));
    }
}
