// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import org.junit.jupiter.api.Test;

class SleeperTest {
    /** The lcore that was to be woken has ended meanwhile, and its descriptor may be somebody else's. */
    @Test
    void shouldLeaveAClosedDescriptorAlone() {
        final Sleeper sleeper = new Sleeper();
        sleeper.prepare();
        sleeper.close();
        final int[] others = {EventFd.create(), EventFd.create(), EventFd.create()};
        try {
            assertThatCode(sleeper::wake).doesNotThrowAnyException();
            for (final int fd : others) {
                assertThat(EventFd.drain(fd)).as("descriptor %d", fd).isZero();
            }
        } finally {
            for (final int fd : others) {
                Fds.close(fd);
            }
        }
    }

    @Test
    void shouldWakeWhoIsAboutToSleep() {
        try (Sleeper sleeper = new Sleeper()) {
            sleeper.prepare();
            sleeper.wake();
            final long startNs = System.nanoTime();
            sleeper.sleep();
            assertThat(System.nanoTime() - startNs).isLessThan(900_000_000L);
        }
    }
}
