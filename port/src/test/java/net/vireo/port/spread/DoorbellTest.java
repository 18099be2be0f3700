// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.Epoll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoorbellTest {
    private final Doorbell bell = new Doorbell();
    private final Epoll epoll = Epoll.open();

    DoorbellTest() {
        epoll.add(bell.fd(), Epoll.IN, 1);
    }

    @AfterEach
    void close() {
        epoll.close();
        bell.close();
    }

    @Test
    void shouldLetNobodySleepUntilItIsArmed() {
        assertThat(readable()).isTrue();
        bell.arm();
        assertThat(readable()).isFalse();
    }

    @Test
    void shouldRingOnceWhenArmed() {
        bell.arm();
        bell.ring();
        assertThat(readable()).isTrue();
        bell.ring();
        bell.arm();
        assertThat(readable())
                .as("the second found it unarmed and wrote nothing that would be left")
                .isFalse();
    }

    @Test
    void shouldStayReadableWhenItRingsUnarmed() {
        bell.ring();
        assertThat(readable()).isTrue();
    }

    private boolean readable() {
        return epoll.await(new int[1], 0) == 1;
    }
}
