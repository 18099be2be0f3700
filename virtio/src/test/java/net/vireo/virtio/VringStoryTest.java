// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The deck's four steps of a ring (p136 to p139), by the standard's rules: a guest offers the buffers 2 and 3, at 0x8000
 * and 0xc000 of its data, two packets come, both buffers go back. Told from the first index of all, and from the last
 * before the index wraps. As the deck draws it, each descriptor has its own number in {@code next}, which means nothing
 * without the flag NEXT (virtio 1.2, section 2.7.5).
 */
class VringStoryTest {
    private static final int ENTRIES = 4;
    private static final int BUFFER_BYTES = 2048;
    private static final int FIRST_AT = 0x8000;
    private static final int SECOND_AT = 0xc000;
    private static final String HEADER = "000000000000000000000100";
    private static final String FIRST = "0200000000030200000000040800" + "aa".repeat(46);
    private static final String SECOND = "0200000000030200000000040806" + "bb".repeat(66);

    private final RingWorld world = new RingWorld(ENTRIES, Features.VERSION_1, 0x10000);
    private final RawRing guest = new RawRing(world, ENTRIES);
    private final Scratch scratch = new Scratch();
    private DeviceQueue device;

    @AfterEach
    void close() {
        world.requireGuards();
        world.close();
        scratch.close();
    }

    private void begin(final int start) {
        guest.startAt(start);
        Memory.putShort(world.driver.deviceAddress() + 2, (short) start);
        device = DeviceQueue.open(world.setup().withPositions(start, start), world.regions, world.faults);
    }

    private void offerBoth() {
        guest.split(2, world.data(FIRST_AT), BUFFER_BYTES, RawRing.WRITE, 2);
        guest.split(3, world.data(SECOND_AT), BUFFER_BYTES, RawRing.WRITE, 3);
        guest.offer(2, 3);
    }

    private void receive(final String frame) {
        final byte[] bytes = HexFormat.of().parseHex(HEADER + frame);
        Memory.copyIn(bytes, 0, scratch.address(), bytes.length);
        assertThat(device.write(scratch.address(), 12, scratch.address() + 12, bytes.length - 12))
                .as("buffers that it took")
                .isEqualTo(1);
    }

    private int availIndex() {
        return Memory.getShortAcquire(world.driver.driverAddress() + 2) & 0xffff;
    }

    private String buffer(final int offset, final int lengthBytes) {
        return HexFormat.of().formatHex(world.bytes(world.data(offset), lengthBytes));
    }

    private void requireUntouched(final int offset, final int from) {
        final byte[] garbage = new byte[BUFFER_BYTES - from];
        Arrays.fill(garbage, RingWorld.GARBAGE);
        assertThat(world.bytes(world.data(offset + from), garbage.length)).isEqualTo(garbage);
    }

    /** Page 136. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xffff})
    void shouldOfferBuffersByTheAvailableRing(final int start) {
        begin(start);
        assertThat(device.enableNotifications()).as("nothing is there yet").isFalse();

        offerBoth();

        assertThat(guest.slot(2).substring(16)).isEqualTo("00080000" + "0200" + "0200");
        assertThat(guest.slot(3).substring(16)).isEqualTo("00080000" + "0200" + "0300");
        assertThat(RawRing.hex(world.driver.driverAddress() + 4 + 2L * (start % ENTRIES), 2))
                .isEqualTo("0200");
        assertThat(RawRing.hex(world.driver.driverAddress() + 4 + 2L * ((start + 1) % ENTRIES), 2))
                .isEqualTo("0300");
        assertThat(availIndex()).as("free running, 16 bits").isEqualTo(start + 2 & 0xffff);
        assertThat(device.enableNotifications()).as("the device sees them").isTrue();
        assertThat(device.availPosition()).as("and has taken none").isEqualTo(start);
        assertThat(guest.usedIndex()).isEqualTo(start);
    }

    /** Page 137. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xffff})
    void shouldTakeTheBufferThatWasOfferedFirst(final int start) {
        begin(start);
        offerBoth();

        receive(FIRST);

        assertThat(buffer(FIRST_AT, 72)).isEqualTo(HEADER + FIRST);
        assertThat(device.availPosition())
                .as("where one would begin who took over before it is given back")
                .isEqualTo(start);
        assertThat(availIndex()).as("the guest's index is the guest's").isEqualTo(start + 2 & 0xffff);
        assertThat(guest.usedIndex()).as("nothing is given back yet").isEqualTo(start);
        requireUntouched(SECOND_AT, 0);
    }

    /** Page 138. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xffff})
    void shouldFillEachBufferWithItsPacketAndNothingBehindIt(final int start) {
        begin(start);
        offerBoth();

        receive(FIRST);
        receive(SECOND);

        assertThat(buffer(FIRST_AT, 72)).isEqualTo(HEADER + FIRST);
        requireUntouched(FIRST_AT, 72);
        assertThat(buffer(SECOND_AT, 92)).isEqualTo(HEADER + SECOND);
        requireUntouched(SECOND_AT, 92);
        assertThat(guest.usedIndex()).as("the guest does not see them yet").isEqualTo(start);
    }

    /** Page 139; the drawing has one of the two packets. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0xffff})
    void shouldGiveBothBuffersBackByTheUsedRing(final int start) {
        begin(start);
        offerBoth();
        receive(FIRST);
        receive(SECOND);

        device.flush();

        assertThat(guest.usedIndex()).isEqualTo(start + 2 & 0xffff);
        assertThat(guest.used(start, 2)).as("number and bytes written").isEqualTo("2:72 3:92");
        assertThat(device.wantsNotification()).as("the guest is called").isTrue();
        assertThat(device.usedPosition()).isEqualTo(device.availPosition()).isEqualTo(start + 2 & 0xffff);

        // The story can be told again with the same buffers, in the other order.
        guest.offer(3, 2);
        receive(SECOND);
        receive(FIRST);
        device.flush();
        assertThat(guest.used(start + 2, 2)).isEqualTo("3:92 2:72");
        assertThat(device.isBroken()).isFalse();
    }
}
