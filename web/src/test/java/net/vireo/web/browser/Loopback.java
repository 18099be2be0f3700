// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;

/** System tests run in a network namespace of their own, whose loopback is down at first. */
final class Loopback {
    private Loopback() {}

    /** Takes it up where it is not; there we are root. */
    static void ensureUp() {
        try {
            final NetworkInterface loopback = NetworkInterface.getByName("lo");
            if (loopback != null && loopback.isUp()) {
                return;
            }
            final int exit = new ProcessBuilder("ip", "link", "set", "lo", "up")
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("ip link set lo up").isZero();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", told);
        }
    }
}
