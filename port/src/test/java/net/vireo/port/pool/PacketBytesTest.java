// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.port.pool.PacketPool.Sizes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketBytesTest {
    private final PacketPool pool = PacketPool.create(new Sizes(8, 1), false);
    private final long packet = PacketRef.resized(pool.newCache(0).takeSmall(), PacketPool.HEADROOM_BYTES, 16);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldReadWhatWasWrittenInTheMachinesOrder() {
        PacketBytes.put(pool, packet, 4, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(PacketBytes.getLong(pool, packet, 4)).isEqualTo(0x0807_0605_0403_0201L);

        PacketBytes.putLong(pool, packet, 8, -2L);
        assertThat(PacketBytes.getLong(pool, packet, 8)).isEqualTo(-2L);
    }

    @Test
    void shouldTouchNothingBehindThePacket() {
        assertThatThrownBy(() -> PacketBytes.putLong(pool, packet, 9, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PacketBytes.getLong(pool, packet, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PacketBytes.put(pool, packet, 0, new byte[17]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
